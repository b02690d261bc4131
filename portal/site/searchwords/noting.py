"""Noting what was searched for, without a word about who did it and without a database."""

from __future__ import annotations

import json
import logging
import os
import re
from typing import TYPE_CHECKING

from portal.content.times import ZONE
from portal.ledger.tables import WORDS_MAX
from portal.search.words import normalise

if TYPE_CHECKING:
    from pathlib import Path

    from pyramid.request import Request

log = logging.getLogger(__name__)

FILE = "searches.jsonl"
"""File in the data folder that holds a line for each search until the worker adds them up."""
BYTES_MOST = 10_000_000
"""Size at which nothing more is noted, in bytes: the worker does not run, or somebody plays."""
FIRST_LOOK = frozenset({"q", "scope"})
"""Parameters of a new search; any other means that its results are sorted, narrowed or paged."""
_PERSONAL = re.compile(r"@|(?:\d[\s._\-\u2010-\u2015\u2212]{0,2}){7}")
"""Addresses of mail; numbers of telephones, identity cards, accounts, and all that look so.

Brackets between digits are left alone, for they stand in document numbers.
"""


def note_search(request: Request, words: str, found: int) -> None:
    """Note that somebody searched for `words` and that there were `found` hits.

    A search goes on also when this is not possible.
    """
    told = tellable(words)
    if not told or request.method != "GET" or not FIRST_LOOK.issuperset(request.GET):
        return
    note = {
        "day": request.act.at.astimezone(ZONE).date().isoformat(),
        "site": request.site.__name__ if request.site is not None else "",
        "words": told,
        "found": found,
    }
    try:
        _append(request.registry["settings"].data / FILE, json.dumps(note).encode() + b"\n")
    except OSError as error:
        log.warning("A search could not be noted: %s", error)


def tellable(words: str) -> str:
    """Return `words` as they are counted, cut to what is kept; empty when they are not noted.

    Whatever may name a person is not noted at all: an address of mail, seven or more digits in
    a row, also with signs between them.
    """
    shown = "".join(each if each.isprintable() else " " for each in normalise(words))
    text = " ".join(shown.split())
    return "" if _PERSONAL.search(text) else text[:WORDS_MAX].rstrip()


def _append(place: Path, line: bytes) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if os.fstat(handle).st_size < BYTES_MOST:
            os.write(handle, line)
    finally:
        os.close(handle)
