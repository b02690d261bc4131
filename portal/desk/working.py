"""The part of the worker that does long work with many documents, piece by piece.

Each piece is a transaction, and what was dealt with is noted in the same one: whoever is killed,
nothing is lost and nothing is done twice. The rights are those that the person has then.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from ZODB.POSException import ConflictError

from portal.content.boundary import reach
from portal.content.section.content import Section
from portal.desk.deeds import DEEDS, Wish
from portal.desk.doing import CHANGED, GONE, Doing
from portal.desk.undoing import taken_back
from portal.errors import Refusal
from portal.i18n import _
from portal.security.policy import Rights

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from pyramid.i18n import TranslationString

    from portal.act import Act
    from portal.desk.batches import Batch, Key, Result

log = logging.getLogger(__name__)

PIECE = 25
"""Items that are dealt with in one transaction."""
SIZES = (PIECE, PIECE // 5, 1, 1)
"""Items of a piece, and of those that are tried after it when somebody else was faster."""
PAUSE = 0.03
"""Seconds between two pieces, in which those who save at the same time come through."""
WORK_SECONDS = 1.0
"""Time after which the other parts of the worker have their turn."""
LOST = _("The section that it was to come to does not exist any more.")
Do = Callable[[Any, "Act"], "Result"]


class WorksOnContent(Protocol):
    """What this work asks of its context."""

    def transaction(self) -> AbstractContextManager[tuple[Any, Act]]:
        """Give the cluster and a deed of the operator; commit at the end, or undo all."""


class _ItemError(Exception):
    """Nothing can be done with an item; all of its piece is taken back and begun again."""

    def __init__(self, place: int, problem: TranslationString) -> None:
        super().__init__(place)
        self.place = place
        self.problem = problem


def work_on_batches(office: WorksOnContent) -> bool:
    """Deal with a piece of each running batch in turn for a second; tell whether there is more."""
    until = time.monotonic() + WORK_SECONDS
    keys = _running(office)
    while keys:
        for key in keys:
            _try_piece(office, key)
            if time.monotonic() > until:
                return True
            time.sleep(PAUSE)
        keys = _running(office)
    return False


def _running(office: WorksOnContent) -> list[Key]:
    with office.transaction() as (cluster, _act):
        return list(cluster.batches.running) if cluster.batches is not None else []


def _try_piece(office: WorksOnContent, key: Key) -> None:
    """Do the next piece of a batch, a smaller one each time that somebody else was faster.

    A small one is done so quickly that it comes to its end also while many others save; if not
    even that does, it is for the next turn.
    """
    for size in SIZES:
        with suppress(ConflictError):
            _do_piece(office, key, size)
            return


def _do_piece(office: WorksOnContent, key: Key, size: int) -> None:
    broken: dict[int, TranslationString] = {}
    while True:
        try:
            with office.transaction() as (cluster, act):
                _piece(cluster, key, act, size, broken)
        except _ItemError as error:
            broken[error.place] = error.problem
        else:
            return


def _piece(
    cluster: Any, key: Key, act: Act, size: int, broken: dict[int, TranslationString]
) -> None:
    batches = cluster.batches
    if key not in batches.running:
        return
    batch: Batch = batches.kept[key[1:]]
    start, items = batch.position, batch.items.oids
    place = cluster.__objectmap__.object_for(batch.place)
    if place is None or batch.name in batches.cancelled:
        batches.end(batch, act.at)
        return
    do = _way(batch, place, cluster)
    deed = replace(act, by=batch.by)
    results = tuple(
        _result(number, items[number], do, deed, broken)
        for number in range(start, min(start + size, len(items)))
    )
    batch.take(results)
    if batch.position == len(items):
        batches.end(batch, act.at)


def _result(
    number: int, item: Any, do: Do, act: Act, broken: dict[int, TranslationString]
) -> Result:
    if number in broken:
        oid = item[0] if isinstance(item, tuple) else item
        return oid, None, 0, broken[number]
    try:
        return do(item, act)
    except Refusal as refusal:
        raise _ItemError(number, refusal.message) from refusal
    except ConflictError:
        raise
    except Exception as error:
        log.exception("Item %d of a batch failed and is left out", number)
        raise _ItemError(number, _("This failed; it stayed as it was.")) from error


def _way(batch: Batch, place: Any, cluster: Any) -> Do:
    """Return what is done with each item of `batch`."""
    rights = Rights(cluster, batch.by)
    if batch.takes_back:
        way = DEEDS[batch.deed].undo

        def take_back(entry: Any, act: Act) -> Result:
            done = taken_back(way, entry, place, rights, act)
            return (entry[0], act.at, entry[2], None) if done else (entry[0], None, 0, CHANGED)

        return take_back
    doing = Doing(batch.deed, place, wish_of(batch, place), rights)
    is_lost = doing.deed.wants == "target" and doing.wish.target is None

    def do(oid: int, act: Act) -> Result:
        document = doing.document(oid)
        if document is None:
            return oid, None, 0, GONE
        changed = document.changed_at is not None and document.changed_at > batch.asked_at
        problem = CHANGED if changed else LOST if is_lost else doing.problem(document)
        return (oid, None, 0, problem) if problem else (*doing.do(document, act), None)

    return do


def wish_of(batch: Batch, place: Any) -> Wish:
    """Return what the person said who began `batch`."""
    said = dict(batch.said)
    target = reach(said.pop("target", 0), place)
    return Wish(
        by=batch.by, at=batch.at, target=target if isinstance(target, Section) else None, **said
    )
