"""Long lists of the catalog: the same page, whichever way it is found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from portal.catalog.catalog import MANY, ContentCatalog, Order, Record, equal

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
COUNT = MANY + 700
STATES = ("draft", "published")


@pytest.fixture(scope="module")
def catalog() -> ContentCatalog:
    """A catalog of two sections; every third document shares its moment with others."""
    chance, made = Random(7), ContentCatalog()
    for number in range(COUNT):
        at = FIRST + timedelta(seconds=chance.randrange(COUNT * 2 // 3))
        section = 1 if number < MANY + 500 else 2
        made.index(
            chance.randrange(-(1 << 62), 1 << 62),
            Record(
                kind="portal.document",
                state=STATES[number % 5 == 0],
                site=9,
                section=section,
                author="",
                changed_at=at,
                title=f"{'通知' if number % 2 else 'Notice'} {number}",
            ),
        )
    return made


def listed(catalog: ContentCatalog, first: int, size: int = 50, *words: str) -> list[int]:
    return catalog.page(equal(section=1), Order(first=first, size=size), words)[1]


def test_pages_that_are_walked_fit_those_that_are_sorted(catalog: ContentCatalog) -> None:
    every = listed(catalog, 0, COUNT)
    paged = [oid for first in range(0, 1_000, 50) for oid in listed(catalog, first)]
    assert len(every) == MANY + 500
    assert paged == every[:1_000]


def test_a_list_is_divided_by_a_field(catalog: ContentCatalog) -> None:
    found = catalog.fitting(equal(section=1))
    parts = [catalog.having(found, "state", state) for state in (*STATES, "withdrawn")]
    assert [len(each) for each in parts] == [2000, 500, 0]
    assert sorted((*parts[0], *parts[1])) == list(found)


def test_words_with_and_without_capitals_are_found(catalog: ContentCatalog) -> None:
    found = equal(section=1)
    assert len(catalog.fitting(found, ("notice",))) == len(catalog.fitting(found, ("通知",)))
    assert len(catalog.fitting(found, ("notice", "通知"))) == 0
