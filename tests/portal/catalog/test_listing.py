"""The rows that a section shows: their order, their neighbours, their number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from transaction import TransactionManager
from ZODB import DB

from portal.catalog import listing as module
from portal.catalog.listing import Counts, Listing, Row

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def row(oid: int, minutes: float = 0) -> Row:
    return Row(oid, f"20260302-{oid}", f"通知 {oid}", NOON + timedelta(minutes=minutes))


def listing(*rows: Row) -> Listing:
    made = Listing()
    for each in rows:
        made.put(each)
    return made


def oids(found: Listing) -> list[int]:
    return [each.oid for each in found]


def test_the_newest_row_comes_first_whatever_the_order_of_arrival() -> None:
    assert oids(listing(row(1, 10), row(2, 30), row(3, 20))) == [2, 3, 1]


def test_a_row_comes_back_as_it_was_put() -> None:
    assert list(listing(row(7))) == [row(7)]


def test_rows_of_the_same_second_are_all_kept_in_a_fixed_order() -> None:
    found = listing(row(3), row(1), row(-5), row(2))
    assert oids(found) == [-5, 1, 2, 3]
    assert len(found) == 4


def test_neighbours_within_the_same_second_are_next_to_each_other() -> None:
    made = Listing()
    keys = {oid: made.put(row(oid)) for oid in (1, 2, 3)}
    newer, older = made.newer(keys[2]), made.older(keys[2])
    assert (newer and newer.oid, older and older.oid) == (1, 3)


def test_the_ends_have_one_neighbour_only() -> None:
    made = Listing()
    old, new = made.put(row(1, 0)), made.put(row(2, 5))
    assert made.newer(new) is None
    assert made.older(old) is None
    assert made.newer(old) == row(2, 5)
    assert made.older(new) == row(1, 0)


def test_an_empty_list_has_no_neighbours() -> None:
    made = Listing()
    assert made.newer((0, 1)) is None
    assert made.older((0, 1)) is None
    assert made.page(0, 20) == []


def test_putting_a_row_again_changes_its_title_and_not_the_number_of_rows() -> None:
    made = Listing()
    made.put(row(1))
    made.put(Row(1, "20260302-1", "更正", NOON))
    assert len(made) == 1
    assert [each.title for each in made] == ["更正"]


def test_taking_out_counts_once() -> None:
    made = Listing()
    key = made.put(row(1))
    made.take(key)
    made.take(key)
    assert len(made) == 0
    assert list(made) == []


def test_moments_before_1970_are_listed_last() -> None:
    old = Row(1, "19490101-1", "旧", datetime(1949, 10, 1, tzinfo=UTC))
    assert oids(listing(old, row(2))) == [2, 1]
    assert next(iter(listing(old))).shown_at == old.shown_at


def test_a_page_deep_in_ten_thousand_rows_is_exact() -> None:
    made = listing(*(row(number, number) for number in range(10_000)))
    page = made.page(9_980, 20)
    assert [each.oid for each in page] == list(range(19, -1, -1))
    assert len(made) == 10_000
    assert made.page(10_000, 20) == []


def test_every_page_of_rows_over_many_years_is_exact() -> None:
    moments = [NOON - timedelta(days=17 * number, seconds=number % 3) for number in range(900)]
    made = listing(*(Row(n, f"n{n}", "通知", moment) for n, moment in enumerate(moments)))
    everything = list(made)
    for start in range(0, 940, 7):
        assert made.page(start, 20) == everything[start : start + 20]


def test_taking_out_and_coming_back_keeps_the_pages_exact() -> None:
    made = Listing()
    keys = [made.put(row(number, -60 * 24 * number)) for number in range(200)]
    for key in keys[::3]:
        made.take(key)
    made.put(row(999, -60 * 24 * 100.5))
    everything = list(made)
    assert made.page(90, 50) == everything[90:140]


def test_a_deep_page_does_not_walk_what_is_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made = listing(*(row(number, -60 * 24 * number) for number in range(20_000)))
    walked: list[int] = []
    monkeypatch.setattr(module, "islice", partial(_counted, walked))
    assert len(made.page(15_000, 20)) == 20
    assert walked
    assert sum(walked) < 100


def _counted(walked: list[int], rows: Iterable[Any], *bounds: int | None) -> Any:
    walked += [bounds[0] or 0] if len(bounds) > 1 else []
    return islice(rows, *bounds)


def test_listings_from_before_there_were_spans_are_counted() -> None:
    made = listing(*(row(number, -60 * 24 * number) for number in range(300)))
    made._spans = Counts()
    made.count_spans()
    assert made.page(250, 20) == list(made)[250:270]


def test_two_who_add_at_once_both_count(tmp_path: Path) -> None:
    database = DB(str(tmp_path / "rows.fs"))
    first, second = TransactionManager(), TransactionManager()
    one, other = (database.open(manager) for manager in (first, second))
    one.root()["rows"] = listing(*(row(number, -60 * 24 * number) for number in range(300)))
    first.commit()
    second.begin()
    one.root()["rows"].put(row(1_000, 10))
    other.root()["rows"].put(row(2_000, -60 * 24 * 299.5))
    first.commit()
    second.commit()
    first.begin()
    both = one.root()["rows"]
    assert len(both) == 302
    assert both.page(280, 30) == list(both)[280:]
    one.close()
    other.close()
    database.close()
