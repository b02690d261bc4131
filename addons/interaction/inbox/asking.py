"""What a list of letters is narrowed to, as an address says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from addons.interaction.letter.queries import STATES
from addons.interaction.letter.schema import TOPICS
from addons.interaction.mailbox.content import Mailbox
from addons.interaction.names import LETTER
from portal.content.boundary import reach
from portal.content.times import ZONE
from portal.ledger.submissions import Wanted
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OID = re.compile(r"-?[1-9][0-9]{0,18}", re.ASCII)
WORDS_MOST = 100
"""Longest text that is searched for, in characters."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked for; empty for no limit.

    :ivar mailbox: identity of a mailbox, in digits.
    :ivar since: first day, `until` the last one, such as `2026-03-02`.
    """

    words: str = ""
    mailbox: str = ""
    state: str = ""
    topic: str = ""
    since: str = ""
    until: str = ""

    def query(self) -> str:
        """Return what an address says to mean the same."""
        return urlencode({name: each for name, each in vars(self).items() if each})

    def wanted(self, place: Site | Mailbox) -> Wanted:
        """Return what the ledger is asked for; days are those of the sites, both included."""
        whole = isinstance(place, Site) and not self.mailbox
        return Wanted(
            kind=LETTER,
            site=place.oid if whole else None,
            place=None if whole else int(self.mailbox or place.oid),
            state=self.state,
            topic=self.topic,
            words=self.words,
            since=_begin(self.since),
            until=_begin(self.until, later=1),
        )


def asked_of(sent: Mapping[str, str], place: Site | Mailbox) -> Asked:
    """Return what an address asks for at `place`; what it says wrongly counts as not said."""
    return Asked(
        words=sent.get("words", "").replace("\0", "").strip()[:WORDS_MOST],
        mailbox=_mailbox(sent.get("mailbox", ""), place),
        state=_one_of(sent.get("state", ""), STATES),
        topic=_one_of(sent.get("topic", ""), TOPICS),
        since=_day(sent.get("since", "")),
        until=_day(sent.get("until", "")),
    )


def _mailbox(text: str, place: Site | Mailbox) -> str:
    named = isinstance(place, Site) and OID.fullmatch(text)
    return text if named and isinstance(reach(int(text), place), Mailbox) else ""


def _one_of(text: str, known: Iterable[str]) -> str:
    return text if text in set(known) else ""


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _begin(text: str, later: int = 0) -> datetime | None:
    """Return the moment at which the day `text`, or the one `later`, begins on the sites.

    There is none for no day, and none at the ends of the calendar.
    """
    if not text:
        return None
    try:
        begin = date.fromisoformat(text) + timedelta(days=later)
        return datetime(begin.year, begin.month, begin.day, tzinfo=ZONE).astimezone(UTC)
    except OverflowError:
        return None
