"""Which documents of a site carry which keyword, newest first."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portal.catalog.listing import Key

KEYWORDS_MAX = 8
"""Keywords of one document that count; those that stand behind them do not."""
NEWEST = 20
"""Rows of one keyword that are looked at."""


class KeywordIndex(Persistent):
    """The rows of a site's listings by keyword: only what the public may see now stands here.

    One flat set of `(keyword, -seconds since 1970, oid)`, so that a keyword that only one document
    carries costs no object of its own: about 40 bytes for each keyword of a document.
    """

    def __init__(self) -> None:
        self._entries = OOTreeSet()

    def put(self, keywords: Iterable[str], key: Key) -> None:
        """Let the row with `key` be found by `keywords`."""
        for keyword in _counting(keywords):
            self._entries.add((keyword, *key))

    def take(self, keywords: Iterable[str], key: Key) -> None:
        """Let the row with `key` be found by `keywords` no more."""
        for keyword in _counting(keywords):
            self._entries.discard((keyword, *key))

    def alike(self, keywords: Iterable[str]) -> list[Key]:
        """Return the keys of rows with any of `keywords`, those with most in common first.

        A keyword that few rows carry says more than one that many do. Of each, only the newest
        `NEWEST` rows are looked at, so that a keyword of a hundred thousand costs no more.
        """
        common: defaultdict[Key, float] = defaultdict(float)
        for keyword in _counting(keywords):
            keys = list(islice(self._keys(keyword), NEWEST))
            for key in keys:
                common[key] += 1 / len(keys)
        return sorted(common, key=lambda key: (-common[key], key))

    def _keys(self, keyword: str) -> Iterator[Key]:
        # no text stands between a keyword and the same one with a NUL behind it
        found = self._entries.keys(min=(keyword,), max=(f"{keyword}\0",), excludemax=True)
        return ((entry[1], entry[2]) for entry in found)


def _counting(keywords: Iterable[str]) -> Iterator[str]:
    return islice(filter(None, dict.fromkeys(keywords)), KEYWORDS_MAX)
