"""What the worker does at the moments that documents wait for, and makes up for after a pause."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

from ZODB.POSException import ConflictError

from portal.act import Act
from portal.content.content import is_in_use
from portal.content.document import alarms
from portal.content.document.alarms import Alarm
from portal.content.document.content import Document
from portal.content.document.duetimes import CHASE_HOURS, due_at
from portal.content.document.events import ApprovalChased, ReviewChased
from portal.content.document.expiry import expire
from portal.content.document.owed import next_chase, owed_first, put_first
from portal.content.document.resting import put_to_rest, wake
from portal.content.workflow import DELETED

PAUSE = timedelta(hours=1)
"""Time after which it is looked again whether something in the trash came back."""


class MindsMoments(Protocol):
    """What minding moments asks of its context."""

    def transaction(self) -> AbstractContextManager[tuple[Any, Act]]:
        """Give the cluster and a deed of the operator; commit at the end, or undo all."""


def ring_due(office: MindsMoments) -> bool:
    """Do what is to be done at every moment that has come, each in a transaction of its own.

    Tell whether there is more to do: somebody else changed a document at the same time, or a site
    uses an add-on again. One that fails holds up no other, and is tried again in the next round.
    """
    if _wake(office):
        return True
    with office.transaction() as (cluster, act):
        due = [(kind, each) for kind in RINGS for each in alarms.due(cluster, kind, act.at)]
    left, failed = False, None
    for kind, alarm in due:
        try:
            with office.transaction() as (cluster, act):
                _ring(cluster, kind, alarm, act)
        except ConflictError:
            left = True
        except Exception as error:  # noqa: BLE001  # it is raised below, when all had their turn
            failed = error
    if failed is not None:
        raise failed
    return left


def _wake(office: MindsMoments) -> bool:
    try:
        with office.transaction() as (cluster, _act):
            return wake(cluster)
    except ConflictError:
        return True


def _ring(cluster: Any, kind: str, alarm: Alarm, act: Act) -> None:
    kept = alarms.kept_of(cluster, kind)
    if alarm not in kept:
        return
    document = cluster.__objectmap__.object_for(alarm[1])
    if not isinstance(document, Document) or _rests(document, kind, alarm):
        kept.remove(alarm)
    elif document.state == DELETED and kind != alarms.OWED:
        kept.remove(alarm)
        alarms.note(document, kind, act.at + PAUSE)
    else:
        RINGS[kind](document, alarm, act)
        if alarm in kept:
            kept.remove(alarm)


def _rests(document: Document, kind: str, alarm: Alarm) -> bool:
    """Let `alarm` rest as long as the add-on is disabled; what is owed is silent by itself."""
    return kind != alarms.OWED and put_to_rest(document, kind, alarm)


def _chase_review(document: Document, alarm: Alarm, act: Act) -> None:
    """Say that a review is overdue, and do so again after a working day."""
    draft = document.draft
    if draft is None or draft.stage != "waiting" or draft.due_at is None or draft.chase_at is None:
        return
    if draft.chase_at > act.at:
        return  # it has another alarm
    draft.chase_at = due_at(document, act.at, CHASE_HOURS)
    alarms.note(document, alarms.REVIEW, draft.chase_at)
    act.announce(ReviewChased(document, act, due=draft.due_at))


def _chase_approval(document: Document, alarm: Alarm, act: Act) -> None:
    """Say that an approval is still owed; of what the public does not see now, only wait."""
    owed = owed_first(document)
    if owed is None or alarms.alarm_of(document, alarms.OWED, owed.chase_at) != alarm:
        return
    put_first(document, replace(owed, chase_at=next_chase(document, act.at)))
    if document.state == "published" and is_in_use(document):
        act.announce(ApprovalChased(document, act, since=owed.since))


def _expire(document: Document, alarm: Alarm, act: Act) -> None:
    expire(document, act)


RINGS: dict[str, Callable[[Document, Alarm, Act], None]] = {
    alarms.REVIEW: _chase_review,
    alarms.OWED: _chase_approval,
    alarms.EXPIRY: _expire,
}
"""What is done for each kind of alarm."""
