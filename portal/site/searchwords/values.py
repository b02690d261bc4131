"""Plain values that the page about searches shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    """Words that were searched for.

    :ivar site_title: of the site on which it was searched; empty for the cluster.
    :ivar missed: how often of `times` nothing was found, the last time on the day `missed_on`.
    :ivar search_address: leads to the results of today.
    :ivar synonym_address: leads to the form in which the words get a synonym.
    :ivar promote_address: leads to the form in which a page is promoted to the words.
    """

    words: str
    site_title: str
    times: int
    missed: int
    missed_on: str
    search_address: str
    synonym_address: str
    promote_address: str


@dataclass(frozen=True)
class DayRow:
    """How many searches there were on a day, and on the day with the most."""

    day: str
    times: int
    most: int
