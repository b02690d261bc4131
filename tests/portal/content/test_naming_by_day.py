"""Names of content are the day and a number that is free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portal.content.naming import next_name

DAY = date(2026, 3, 2)


class Counted(dict[str, int]):
    asked = 0

    def __contains__(self, key: object) -> bool:
        self.asked += 1
        return super().__contains__(key)


def names(folder: Counted, count: int) -> Iterator[str]:
    for _number in range(count):
        name = next_name(folder, DAY)
        folder[name] = 1
        yield name


def test_names_of_one_day_count_from_one() -> None:
    assert list(names(Counted(), 3)) == ["20260302-1", "20260302-2", "20260302-3"]


def test_another_day_and_another_ending_begin_anew() -> None:
    folder = Counted({"20260302-1": 1})
    assert next_name(folder, date(2026, 3, 3)) == "20260303-1"
    assert next_name(folder, DAY, ".pdf") == "20260302-1.pdf"


def test_five_thousand_names_of_a_day_are_unique_and_cost_few_look_ups() -> None:
    folder = Counted()
    assert len(set(names(folder, 5_000))) == 5_000
    folder.asked = 0
    assert next_name(folder, DAY) == "20260302-5001"
    assert folder.asked < 30


def test_a_name_is_free_also_where_one_was_removed() -> None:
    folder = Counted()
    list(names(folder, 20))
    del folder["20260302-7"]
    assert next_name(folder, DAY) not in folder
