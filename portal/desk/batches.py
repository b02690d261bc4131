"""Long work with many documents, as it is kept until it is done and some days longer."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString

Entry = tuple[int, datetime, int]
"""A document's identity, the moment of the deed, and what the way back needs.

That is the identity of the section that it was in; of a new draft, its number; of a copy, 0.
"""
Result = tuple[int, "datetime | None", int, "TranslationString | None"]
"""An entry, and why nothing was done with the document; no moment and 0 where there is a reason."""
Key = tuple[float, str, str]
"""When a batch was begun, by whom, and its name."""

DIRECT = 50
"""Documents with which something is done at once; with more it is left to the worker."""
KEEP = timedelta(days=7)
"""After so long a batch that has ended is forgotten, when the same person begins another one."""
NAME_BYTES = 8


class Items(Persistent):
    """What a batch is about, an object of its own because it is written only once.

    :ivar oids: identities of documents; of a batch that takes another one back, `Entry` tuples.
    """

    def __init__(self, oids: tuple[Any, ...]) -> None:
        self.oids = oids

    def __len__(self) -> int:
        return len(self.oids)


class Work(Persistent):
    """Something long that somebody began, and that the worker does in pieces.

    :ivar name: the last part of its address, drawn, so that nobody shares a counter.
    :ivar place: identity of the section or site that it was begun in.
    :ivar position: items that were dealt with.
    """

    position = 0
    ended_at: datetime | None = None
    cancelled = False

    def __init__(self, place: int) -> None:
        self.name = secrets.token_hex(NAME_BYTES)
        self.place = place

    def begin(self, by: str, at: datetime) -> None:
        """Note who agreed to it when."""
        self.by = by
        self.at = at

    @property
    def key(self) -> Key:
        """Where it stands among the running ones."""
        return self.at.timestamp(), self.by, self.name


class Batch(Work):
    """One deed with many documents, done in pieces.

    :ivar deed: name in `DEEDS`; `takes_back` tells whether it is being taken back.
    :ivar said: what the person said about it, by the names of `Wish`; the target as its identity.
    :ivar asked_at: when the documents were shown; what changed since is left out.
    :ivar done: how many of the items were dealt with successfully.
    :ivar results: position of a piece, to the results of its items.
    :ivar undone_as: name of the batch that takes this one back.
    """

    done = 0
    undone_as = ""

    def __init__(
        self,
        deed: str,
        place: int,
        items: tuple[Any, ...],
        said: dict[str, Any] | None = None,
        *,
        takes_back: bool = False,
    ) -> None:
        super().__init__(place)
        self.deed = deed
        self.items = Items(items)
        self.said = said or {}
        self.takes_back = takes_back
        self.results = OOBTree()

    def begin(self, by: str, at: datetime, asked_at: datetime | None = None) -> None:
        """Note who agreed to it when, and when that person saw what it is about."""
        super().begin(by, at)
        self.asked_at = asked_at or at

    def take(self, results: tuple[Result, ...]) -> None:
        """Note what became of the next items."""
        if results:
            self.results[self.position] = results
        self.position += len(results)
        self.done += sum(not problem for *_entry, problem in results)

    def all_results(self) -> Iterator[Result]:
        """Return what became of each item so far, in their order."""
        for piece in self.results.values():
            yield from piece

    def entries(self) -> tuple[Entry, ...]:
        """Return what was done, for taking it back."""
        return tuple(
            (oid, at, was_in)
            for oid, at, was_in, problem in self.all_results()
            if not problem and at
        )


class Batches(Persistent):
    """The batches of a cluster, or other work of the worker.

    :ivar kept: account name and name of the batch, to the batch.
    :ivar running: keys of those that are not done.
    :ivar cancelled: names of running ones that are to stop; who asks for it so does not change
        the batch itself, which the worker changes all the time.
    """

    def __init__(self) -> None:
        self.kept = OOBTree()
        self.running = OOTreeSet()
        self.cancelled = OOTreeSet()

    def add(self, batch: Work) -> None:
        """Keep `batch`, to be worked on; forget old ones of the same person."""
        for old in list(self.of(batch.by)):
            if old.ended_at is not None and batch.at - old.ended_at > KEEP:
                del self.kept[batch.by, old.name]
        self.kept[batch.by, batch.name] = batch
        self.running.add(batch.key)

    def end(self, batch: Work, at: datetime) -> None:
        """Note that there is nothing more to do for `batch`."""
        batch.ended_at = at
        self.running.remove(batch.key)
        if batch.name in self.cancelled:
            self.cancelled.remove(batch.name)
            batch.cancelled = True

    def of(self, login: str) -> Iterator[Work]:
        """Return the batches of a person."""
        found: Iterator[Work] = iter(
            self.kept.values(min=(login,), max=(login, "\N{REPLACEMENT CHARACTER}"))
        )
        return found


def batches_of(cluster: Any) -> Batches:
    """Return the batches of `cluster`, for a change; they are made with the first one."""
    if cluster.batches is None:
        cluster.batches = Batches()
    found: Batches = cluster.batches
    return found


def batch_of(cluster: Any, login: str, name: str) -> Batch | None:
    """Return the batch `name` of a person, if there is one."""
    found: Batch | None = cluster.batches and cluster.batches.kept.get((login, name))
    return found


def own_running(cluster: Any, login: str) -> list[Batch]:
    """Return the batches of a person that are not done, and none of others."""
    if cluster.batches is None:
        return []
    return [
        cluster.batches.kept[by, name] for _at, by, name in cluster.batches.running if by == login
    ]
