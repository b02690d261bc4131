"""The row of page numbers."""

from __future__ import annotations

import pytest

from portal.content.values import pages_of


def _row(number: int, last: int) -> str:
    steps = pages_of(number, last, str).numbers
    return " ".join(f"[{step.label}]" if step.current else step.label for step in steps)


@pytest.mark.parametrize(
    ("number", "last", "row"),
    [
        (1, 1, "[1]"),
        (1, 2, "[1] 2"),
        (1, 20, "[1] 2 3 … 20"),
        (4, 20, "1 2 3 [4] 5 6 … 20"),
        (5, 20, "1 2 3 4 [5] 6 7 … 20"),
        (6, 20, "1 … 4 5 [6] 7 8 … 20"),
        (17, 20, "1 … 15 16 [17] 18 19 20"),
        (20, 20, "1 … 18 19 [20]"),
        (0, 0, "[1]"),
        (99, 3, "1 2 [3]"),
    ],
)
def test_first_last_and_neighbouring_pages_are_named(number: int, last: int, row: str) -> None:
    assert _row(number, last) == row


def test_the_row_leads_to_the_pages_before_and_after() -> None:
    pages = pages_of(2, 3, lambda number: f"?page={number}")
    assert (pages.previous, pages.next) == ("?page=1", "?page=3")
    assert [step.address for step in pages.numbers] == ["?page=1", "?page=2", "?page=3"]


def test_there_is_nothing_before_the_first_and_after_the_last_page() -> None:
    assert pages_of(1, 2, str).previous is None
    assert pages_of(2, 2, str).next is None


def test_a_gap_leads_nowhere() -> None:
    gaps = [step for step in pages_of(10, 20, str).numbers if step.label == "…"]
    assert [step.address for step in gaps] == [None, None]
