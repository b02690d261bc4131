"""Bring what the outbox notes into the full-text index."""

from __future__ import annotations

from collections.abc import Callable

from portal.search.entry import Findable
from portal.search.index import SearchIndex
from portal.search.outbox import Outbox, Record


def feed(
    index: SearchIndex,
    outbox: Outbox,
    look: Callable[[int], Findable | None],
    limit: int = 500,
) -> tuple[Record, ...]:
    """Index what `outbox` notes, bring it to disk and return the notes that are dealt with.

    Call `outbox.done` with them in a transaction that begins afterwards. A crash between the
    two repeats some work and loses nothing. No notes mean that nothing is waiting.

    :param look: returns what is to be found of an object, `None` if it is gone or not to be
        found; called once for each id, in the transaction in which the outbox is read.
    :raises DeploymentError: when another process is writing to the index.
    """
    records = tuple(outbox.pending(limit))
    if records:
        seen = {oid: look(oid) for oid in dict.fromkeys(record.oid for record in records)}
        index.remove(oid for oid, entry in seen.items() if entry is None)
        index.upsert(entry for entry in seen.values() if entry is not None)
        index.commit()
    return records
