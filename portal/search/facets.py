"""Count what a search found by place, kind of section and year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from tantivy import Query as Search
    from tantivy import Searcher

SITES_MOST = 12
"""Most sites that are counted, the biggest first."""
YEARS_MOST = 200
"""More years than content can have."""
KINDS_MOST = 50
"""More kinds of sections than there are."""

ASKED = {
    "sites": {"terms": {"field": "site", "size": SITES_MOST, "segment_size": 1_000}},
    "kinds": {"terms": {"field": "section_kind", "size": KINDS_MOST}},
    "years": {"terms": {"field": "year", "size": YEARS_MOST, "order": {"_key": "desc"}}},
}

Key = TypeVar("Key", int, str)


@dataclass(frozen=True)
class Counts:
    """How many hits there are; each a pair of what is counted and its number.

    :ivar sites: by id of the site, the biggest number first, at most `SITES_MOST`.
    :ivar kinds: by kind of the section, the biggest number first.
    :ivar years: by year, the newest first.
    """

    sites: tuple[tuple[int, int], ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    years: tuple[tuple[int, int], ...] = ()


NO_COUNTS = Counts()
"""For a search that does not count."""


def counts_of(searcher: Searcher, found: Search) -> Counts:
    """Return the counts of all that `found` finds."""
    answer = searcher.aggregate(found, ASKED)
    return Counts(
        _pairs(answer["sites"], int),
        tuple(pair for pair in _pairs(answer["kinds"], str) if pair[0]),
        _pairs(answer["years"], int),
    )


def _pairs(answer: dict[str, Any], kind: type[Key]) -> tuple[tuple[Key, int], ...]:
    return tuple((kind(each["key"]), each["doc_count"]) for each in answer["buckets"])
