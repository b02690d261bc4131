"""What a section shows to the public, newest first, ready to be read by a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from persistent import Persistent

Key = tuple[int, int]


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


class Listing(Persistent):
    """Rows in the order of their displayed moment, newest first.

    The key is `(-seconds since 1970, oid)`, the value `(name, title)`: a page of a list reads one
    or two buckets and no content (0.01 ms warm at 735,000 rows). Only what the public may see now
    stands here.
    """

    def __init__(self) -> None:
        self._rows = OOBTree()
        self._count = Length()

    def __len__(self) -> int:
        return int(self._count())

    def put(self, row: Row) -> Key:
        """Add `row` and return its key, with which it is taken out again."""
        key = (-int(row.shown_at.timestamp()), row.oid)
        if key not in self._rows:
            self._count.change(1)
        self._rows[key] = (row.name, row.title)
        return key

    def take(self, key: Key) -> None:
        """Take out the row with `key`, if it is there."""
        if self._rows.pop(key, None) is not None:
            self._count.change(-1)

    def page(self, start: int, size: int) -> list[Row]:
        """Return `size` rows from place `start` on, counted from 0."""
        return [_row(key, value) for key, value in islice(self._rows.items(), start, start + size)]

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


def _row(key: Key, value: tuple[str, str]) -> Row:
    return Row(key[1], value[0], value[1], datetime.fromtimestamp(-key[0], UTC))
