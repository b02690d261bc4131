"""The job that adds up in the ledger what was searched for."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from transaction import TransactionManager

from portal.content.times import ZONE
from portal.jobs.queue import Job
from portal.ledger.searches import Search, Tally, add_up, forget_before
from portal.ledger.tables import NAME_MAX, WORDS_MAX
from portal.site.searchwords.noting import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portal.ledger import Ledger
    from portal.settings import Settings

KEEP_DAYS = 400
"""Days for which counts are kept: a year and a month to compare with."""
LINE_MAX = 2_000
"""Longest line that is read, in bytes; ours are shorter."""
ASIDE = "searches.*.taken"
"""Files that are no longer written to and still to be added up."""


class KeepsSearches(Protocol):
    """What the job asks of its context."""

    @property
    def ledger(self) -> Ledger:
        """The ledger in which is counted."""

    @property
    def settings(self) -> Settings:
        """The settings that name the data folder."""


def count_searches(office: KeepsSearches) -> None:
    """Add up what was set aside in the last round, then set aside what was noted since.

    A file rests for one round, so that who had opened it before has written to it. A worker that
    is killed after the commit and before it removes the file counts it once more.
    """
    folder = office.settings.data
    today = datetime.now(ZONE).date()
    oldest = today - timedelta(days=KEEP_DAYS)
    manager = TransactionManager()
    for file in sorted(folder.glob(ASIDE)):
        counts = _counted(file, oldest, today)
        with manager:
            add_up(office.ledger.session(manager), counts)
        file.unlink()
    with manager:
        forget_before(office.ledger.session(manager), oldest)
    with suppress(FileNotFoundError):
        (folder / FILE).rename(folder / ASIDE.replace("*", f"{time.time_ns():020}"))


def _counted(file: Path, oldest: date, newest: date) -> dict[Search, Tally]:
    counts: dict[Search, Tally] = {}
    for search, found in _noted(file):
        if oldest <= search.day <= newest:
            before = counts.get(search, Tally(0, 0))
            counts[search] = before.plus(Tally(1, int(found)))
    return counts


def _noted(file: Path) -> Iterator[tuple[Search, bool]]:
    """Return what each line says; a line that was cut off by a full disk is left out."""
    with file.open("rb") as lines:
        while line := lines.readline(LINE_MAX):
            with suppress(ValueError, KeyError, TypeError, RecursionError):
                yield _note(json.loads(line))


def _note(told: Any) -> tuple[Search, bool]:
    site, words, found = str(told["site"]), str(told["words"]), told["found"]
    if not words or len(words) > WORDS_MAX or len(site) > NAME_MAX or not isinstance(found, int):
        raise ValueError(told)
    if not (site + words).isprintable():  # NUL and halves of characters, which no database keeps
        raise ValueError(told)
    return Search(date.fromisoformat(told["day"]), site, words), found > 0


COUNTING = Job("search.count", count_searches, every=timedelta(minutes=1))
