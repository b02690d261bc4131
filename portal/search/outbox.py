"""Remember in the content database what the full-text index has still to look at."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from itertools import count, islice
from secrets import randbelow, randbits
from typing import NamedTuple

from BTrees.LLBTree import LLBTree
from persistent import Persistent

SHARDS = 16
"""Number of trees, so that threads and processes that write at the same time do not meet."""

_numbers = count()
_thread = threading.local()


class Record(NamedTuple):
    """A note that the object `oid` is to be looked at again.

    :ivar shard: number of the tree that it stands in.
    :ivar stamp: drawn anew with each `put`, so that a later one is not taken for this one.
    """

    shard: int
    oid: int
    stamp: int


class Outbox(Persistent):
    """Ids of changed objects; written in the transaction of the change, cleared by the worker.

    It does not say what to do: who looks finds the object, which is indexed, or finds it gone.
    """

    def __init__(self) -> None:
        self._shards = tuple(LLBTree() for _ in range(SHARDS))

    def put(self, oid: int) -> None:
        """Note that the object `oid` is new, changed, moved or gone."""
        self._shards[_own_shard()][oid] = randbits(63)

    def pending(self, limit: int) -> list[Record]:
        """Return at most `limit` notes; an id may occur once in each shard.

        Look at the objects in the same transaction, so that they are at least as new as the
        notes. Reading begins at a drawn shard, so that a busy one does not hold up the others.
        """
        return list(islice(self._records(randbelow(SHARDS)), limit))

    def done(self, records: Iterable[Record]) -> None:
        """Clear `records`, except those that were put again since they were read."""
        for shard, oid, stamp in records:
            tree = self._shards[shard]
            if tree.get(oid) == stamp:
                del tree[oid]

    def waiting(self) -> int:
        """Return how many notes there are; this reads them all."""
        return sum(map(len, self._shards))

    def _records(self, first: int) -> Iterator[Record]:
        for number in (*range(first, SHARDS), *range(first)):
            for oid, stamp in self._shards[number].items():
                yield Record(number, oid, stamp)


def _own_shard() -> int:
    """Return the shard of this thread: those of a process follow one another."""
    if not hasattr(_thread, "number"):
        _thread.number = next(_numbers)
    shard: int = (os.getpid() + _thread.number) % SHARDS
    return shard
