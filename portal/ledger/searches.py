"""Adding up searches in the ledger, and asking for those that found nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.ledger.tables import SearchCount

WORDS_PER_DAY = 20_000
"""Most different words of a day that are kept; what comes after them is counted together."""
OTHERS = ""
"""Stands for the words of all searches after these."""


class Search(NamedTuple):
    """What is counted together: the columns `day`, `site` and `words`."""

    day: date
    site: str
    words: str


class Tally(NamedTuple):
    """How often something was searched for, and how often of that something was found."""

    times: int
    found: int

    def plus(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(self.times + other.times, self.found + other.found)


class Asked(NamedTuple):
    """What was searched for in some days, on one site.

    :ivar site: name of the site, empty for the cluster.
    :ivar missed: how often of `times` nothing was found, the last time on the day `missed_on`.
    """

    site: str
    words: str
    times: int
    missed: int
    missed_on: date | None


def add_up(session: Session, counts: Mapping[Search, Tally]) -> None:
    """Add `counts` to what is counted already; the statements are sent at once."""
    for day, keys in groupby(sorted(counts), key=lambda each: each.day):
        kept = _kept(session, day, keys)
        rows: dict[Search, Tally] = {}
        for key, place in kept:
            rows[place] = rows.get(place, Tally(0, 0)).plus(counts[key])
        values = [each._asdict() | tally._asdict() for each, tally in rows.items()]
        session.execute(_adding(session), values)


def forget_before(session: Session, day: date) -> None:
    """Delete what was searched for before `day`."""
    session.execute(
        delete(SearchCount).where(SearchCount.day < day),
        execution_options={"synchronize_session": False},
    )


def missed(session: Session, since: date, most: int) -> list[Asked]:
    """Return what was searched for and not found since the day `since`, the most frequent first."""
    query = _asked(since).having(func.sum(SearchCount.times - SearchCount.found) > 0)
    order = (func.sum(SearchCount.times - SearchCount.found).desc(), SearchCount.words)
    return _rows(session, query.order_by(*order, SearchCount.site).limit(most))


def frequent(session: Session, since: date, most: int) -> list[Asked]:
    """Return what was searched for most often since the day `since`."""
    order = (func.sum(SearchCount.times).desc(), SearchCount.words, SearchCount.site)
    return _rows(session, _asked(since).order_by(*order).limit(most))


def searches_per_day(session: Session, since: date) -> Mapping[date, int]:
    """Return how many searches there were on each day since `since`; 0 for days without any."""
    query = select(SearchCount.day, func.sum(SearchCount.times)).where(SearchCount.day >= since)
    found = session.execute(query.group_by(SearchCount.day))
    return Counter({day: int(times) for day, times in found})


def _kept(session: Session, day: date, keys: Iterable[Search]) -> Iterator[tuple[Search, Search]]:
    """Return pairs of a search and what it is counted as, which is `OTHERS` on a full day."""
    query = select(SearchCount.site, SearchCount.words).where(SearchCount.day == day)
    known = {(site, words) for site, words in session.execute(query)}
    for key in keys:
        place = (key.site, key.words)
        if place not in known and len(known) >= WORDS_PER_DAY:
            yield key, Search(day, key.site, OTHERS)
        else:
            known.add(place)
            yield key, key


def _adding(session: Session) -> Any:
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(SearchCount.__table__)
    return insert.on_conflict_do_update(
        index_elements=["day", "site", "words"],
        set_={
            "times": SearchCount.times + insert.excluded.times,
            "found": SearchCount.found + insert.excluded.found,
        },
    )


def _asked(since: date) -> Any:
    times = func.sum(SearchCount.times)
    failed = case((SearchCount.times > SearchCount.found, SearchCount.day))
    return (
        select(
            SearchCount.site,
            SearchCount.words,
            times,
            func.sum(SearchCount.times - SearchCount.found),
            func.max(failed),
        )
        .where(SearchCount.day >= since, SearchCount.words != OTHERS)
        .group_by(SearchCount.site, SearchCount.words)
    )


def _rows(session: Session, query: Any) -> list[Asked]:
    return [
        Asked(site, words, int(times), int(failed), on)
        for site, words, times, failed, on in session.execute(query)
    ]
