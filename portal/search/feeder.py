"""Bring what the outbox notes into the full-text index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic

from portal.search.entry import Findable
from portal.search.index import SearchIndex
from portal.search.outbox import Outbox, Record
from portal.search.schema import Fields, fields_of

LOOK_SECONDS = 5.0
"""Time after which a batch ends, as some content takes long to look at."""


@dataclass(frozen=True)
class Waiting:
    """What the outbox notes, looked at.

    :ivar gone: ids of what is to be found no longer.
    """

    records: tuple[Record, ...]
    entries: tuple[Findable, ...]
    gone: tuple[int, ...]


def gather(outbox: Outbox, look: Callable[[int], Findable | None], limit: int) -> Waiting:
    """Return at most `limit` notes of `outbox`, and what they are about.

    :param look: returns what is to be found of an object, `None` if it is gone or not to be
        found; called once for each id, in the transaction in which the outbox is read.
    """
    until = monotonic() + LOOK_SECONDS
    pending = outbox.pending(limit)
    seen: dict[int, Findable | None] = {}
    for oid in dict.fromkeys(record.oid for record in pending):
        seen[oid] = look(oid)
        if monotonic() > until:
            break
    records = tuple(record for record in pending if record.oid in seen)
    entries = tuple(entry for entry in seen.values() if entry is not None)
    return Waiting(records, entries, tuple(oid for oid, entry in seen.items() if entry is None))


def store(index: SearchIndex, waiting: Waiting, prepared: Iterable[Fields]) -> None:
    """Index what is `waiting`, of which `prepared` are the entries, and bring it to disk.

    Call `outbox.done` with its records in a transaction that begins afterwards. A crash between
    the two repeats some work and loses nothing.

    :raises DeploymentError: when another process is writing to the index.
    """
    index.remove(waiting.gone)
    index.put(prepared)
    index.commit()


def feed(
    index: SearchIndex,
    outbox: Outbox,
    look: Callable[[int], Findable | None],
    limit: int = 500,
) -> tuple[Record, ...]:
    """Do both at once, and return the notes that are dealt with; none mean that none wait."""
    waiting = gather(outbox, look, limit)
    if waiting.records:
        store(index, waiting, map(fields_of, waiting.entries))
    return waiting.records
