"""What a section shows to the public, newest first, ready to be read by a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from persistent import Persistent

Key = tuple[int, int]

SPAN_SECONDS = 30 * 24 * 3_600
"""Rows are counted for spans of thirty days, so that a page far down need not walk all above it."""


@dataclass(frozen=True)
class Row:
    """One line of a list.

    :ivar oid: identity of the content.
    :ivar name: last part of its address, below the section.
    :ivar shown_at: moment that the public sees, in UTC.
    """

    oid: int
    name: str
    title: str
    shown_at: datetime


class Counts(Persistent):
    """How many rows each span of thirty days has.

    Two who change it at once both count, without a conflict.
    """

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def change(self, key: Key, by: int) -> None:
        """Count `by` rows more in the span of `key`."""
        span = -key[0] // SPAN_SECONDS
        self._counts = {**self._counts, span: self._counts.get(span, 0) + by}

    def find(self, place: int) -> tuple[tuple[int, ...], int]:
        """Return where the keys of the span with the row at `place` begin, and the rows above."""
        above = 0
        for span, count in sorted(self._counts.items(), reverse=True):
            if above + count > place:
                return (-(span + 1) * SPAN_SECONDS + 1,), above
            above += count
        return (1 << 63,), above

    def _p_resolveConflict(  # noqa: N802  # the name that ZODB calls
        self, old: dict[str, Any], saved: dict[str, Any], new: dict[str, Any]
    ) -> dict[str, Any]:
        before, theirs, ours = (state["_counts"] for state in (old, saved, new))
        return {
            "_counts": {
                span: theirs.get(span, 0) + ours.get(span, 0) - before.get(span, 0)
                for span in {*theirs, *ours}
            }
        }


class Listing(Persistent):
    """Rows in the order of their displayed moment, newest first.

    The key is `(-seconds since 1970, oid)`, the value `(name, title)`: a page of a list reads one
    or two buckets and no content (0.01 ms warm at 735,000 rows). Only what the public may see now
    stands here.
    """

    def __init__(self) -> None:
        self._rows = OOBTree()
        self._count = Length()
        self._spans = Counts()

    def __len__(self) -> int:
        return int(self._count())

    def put(self, row: Row) -> Key:
        """Add `row` and return its key, with which it is taken out again."""
        key = (-int(row.shown_at.timestamp()), row.oid)
        if key not in self._rows:
            self._change(key, 1)
        self._rows[key] = (row.name, row.title)
        return key

    def take(self, key: Key) -> None:
        """Take out the row with `key`, if it is there."""
        if self._rows.pop(key, None) is not None:
            self._change(key, -1)

    @property
    def changed_at(self) -> float:
        """When a row came or went last, in seconds since 1970; 0 before that is on disk."""
        return float(self._count._p_mtime or 0)  # noqa: SLF001  # ZODB's own name for it

    def page(self, start: int, size: int) -> list[Row]:
        """Return `size` rows from place `start` on, counted from 0."""
        return list(islice(self.rows(start), size))

    def rows(self, start: int = 0) -> Iterator[Row]:
        """Return the rows from place `start` on.

        No more rows are walked in vain than thirty days have: page 5,000 costs what the first does.
        """
        first, skipped = self._spans.find(start) if start else (None, 0)
        found = islice(self._rows.items(min=first), start - skipped, None)
        return (_row(key, value) for key, value in found)

    def count_spans(self) -> None:
        """Count the rows of each span anew, for listings that were made before there were spans."""
        self._spans = Counts()
        for key in self._rows:
            self._spans.change(key, 1)

    def __iter__(self) -> Iterator[Row]:
        return (_row(key, value) for key, value in self._rows.items())

    def newer(self, key: Key) -> Row | None:
        """Return the row just before `key` in the list, if there is one."""
        if not self._rows or self._rows.minKey() >= key:
            return None
        # maxKey takes an inclusive bound; the next lower whole number excludes the key itself
        found = self._rows.maxKey((key[0], key[1] - 1))
        return _row(found, self._rows[found])

    def older(self, key: Key) -> Row | None:
        """Return the row just after `key` in the list, if there is one."""
        following = self._rows.items(min=key, excludemin=True)
        return next((_row(found, value) for found, value in following), None)

    def _change(self, key: Key, by: int) -> None:
        self._count.change(by)
        self._spans.change(key, by)


def _row(key: Key, value: tuple[str, str]) -> Row:
    return Row(key[1], value[0], value[1], datetime.fromtimestamp(-key[0], UTC))
