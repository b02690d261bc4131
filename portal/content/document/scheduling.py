"""Approving a draft for a moment to come, and releasing it when that has come."""

from __future__ import annotations

from datetime import UTC, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any, Protocol

from BTrees.OOBTree import OOTreeSet
from pyramid.traversal import find_root
from ZODB.POSException import ConflictError

from portal.content.content import is_public
from portal.content.document.content import Document, Revision
from portal.content.document.duetimes import begin_review
from portal.content.document.events import DraftScheduled, DraftUnscheduled, ReleaseMissed
from portal.content.document.operations import (
    SAME_MOMENT,
    need_fit_moments,
    needs_reason,
    release_document,
    unapprove,
)
from portal.content.document.resting import RELEASE, put_to_rest
from portal.content.document.review import (
    approved_draft,
    need_last_approval,
    note_last_approval,
    waiting_draft,
)
from portal.content.reviewing import review_rule
from portal.content.workflow import DELETED
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from pyramid.i18n import TranslationString

    from portal.act import Act

FARTHEST = timedelta(days=731)
"""How far ahead a release may be scheduled: two years, one of them a leap year."""

Due = tuple[int, int]
"""Seconds since 1970 from which a document is to be released, and its identity."""


class KeepsTimetable(Protocol):
    """What releasing in time asks of its context."""

    def transaction(self) -> AbstractContextManager[tuple[Any, Act]]:
        """Give the cluster and a deed of the operator; commit at the end, or undo all."""


def moment_problem(at: datetime, now: datetime) -> TranslationString | None:
    """Tell why nothing can be released at the moment `at`; `None` if it can."""
    if at <= now:
        return _("The moment has to be in the future.")
    if at > now + FARTHEST:
        return _("The moment has to be within the next two years.")
    return None


def schedule(document: Document, act: Act, *, at: datetime, secrecy: bool = False) -> None:
    """Give the waiting draft its last approval; the public sees it from the moment `at` on.

    Where the rule wants somebody else to publish, that person does it with the approved draft.

    :param at: aware, in any zone.
    :raises Refusal: when none waits, by who wrote it, when `at` is not to come within two years,
        or when the draft shows another date than that of its release without a reason.
    """
    publishing = document.stage == "approved"
    if publishing:
        draft = approved_draft(document, act)
    else:
        draft = waiting_draft(document)
        need_last_approval(document, act, secrecy=secrecy)
        if review_rule(document).publisher:
            raise Refusal(_("Somebody else publishes this, once it is approved."))
    problem = moment_problem(at, act.at)
    if problem:
        raise Refusal(problem)
    need_fit_moments(draft, document.first_released_at or at, at)
    if publishing:
        draft.published_by = act.by or ""
    else:
        note_last_approval(draft, act)
    draft.stage, draft.release_at = "scheduled", at.astimezone(UTC)
    draft.approved_as = _as_it_is(document)
    _timetable(document).add(_key(document, at))
    document.changed_at = act.at
    act.announce(DraftScheduled(document, act, release_at=at, secrecy=secrecy))


def unschedule(document: Document, act: Act) -> None:
    """Let people decide again on a draft that was approved for a moment to come.

    What a publisher scheduled waits for a publisher again, everything else for its last review.

    :raises Refusal: when there is none.
    """
    draft = document.draft
    if draft is None or draft.stage != "scheduled" or draft.release_at is None:
        raise Refusal(_("No release is scheduled."))
    key = _key(document, draft.release_at)
    timetable = _timetable(document)
    if key in timetable:
        timetable.remove(key)
    if draft.published_by:
        draft.stage, draft.release_at, draft.approved_as = "approved", None, None
        draft.published_by = ""
    else:
        unapprove(draft, "waiting")
        begin_review(document, draft, act.at)
    document.changed_at = act.at
    act.announce(DraftUnscheduled(document, act))


def unscheduling_permission(document: Document) -> str:
    """Return what who takes back a scheduled release needs."""
    draft = document.draft
    return "portal.publish" if draft is not None and draft.published_by else "portal.release"


def release_due(office: KeepsTimetable) -> bool:
    """Release every document whose moment has come, each in a transaction of its own.

    Tell whether there is more to do: somebody else changed one at the same time. One that fails
    for no good reason holds up no other, and is tried again in the next round.
    """
    with office.transaction() as (cluster, act):
        keys = _due(cluster, act.at)
    left, failed = False, None
    for key in keys:
        try:
            _release(office, key)
        except ConflictError:
            left = True
        except Exception as error:  # noqa: BLE001  # it is raised below, when all had their turn
            failed = error
    if failed is not None:
        raise failed
    return left


def _due(cluster: Any, now: datetime) -> list[Due]:
    if not cluster.timetable:
        return []
    return list(cluster.timetable.keys(max=(int(now.timestamp()) + 1,), excludemax=True))


def _release(office: KeepsTimetable, key: Due) -> None:
    try:
        with office.transaction() as (cluster, act):
            _decide(cluster, key, act)
    except Refusal:
        with office.transaction() as (cluster, act):
            _decide(cluster, key, act, why="refused")


def _decide(cluster: Any, key: Due, act: Act, why: str = "") -> None:
    """Release what is on the timetable under `key`, if it still waits for that; else say why."""
    cluster.timetable.remove(key)
    document = cluster.__objectmap__.object_for(key[1])
    draft = document.draft if isinstance(document, Document) else None
    if draft is None or draft.stage != "scheduled" or _key(document, draft.release_at) != key:
        return  # purged, written anew, or approved for another moment: each has its own entry
    if put_to_rest(document, RELEASE, key):
        return
    why = why or _obstacle(document, draft)
    if why:
        _miss(document, draft, why, act)
    else:
        _date_honestly(document, draft, act)
        release_document(document, act)


def _miss(document: Document, draft: Revision, why: str, act: Act) -> None:
    approved_by = draft.approved_by
    unapprove(draft, "waiting")
    begin_review(document, draft, act.at)
    draft.missed = why
    document.changed_at = act.at
    act.announce(ReleaseMissed(document, act, reason=why, approved_by=approved_by))


def _obstacle(document: Document, draft: Revision) -> str:
    """Return why `document` is not to be released as it is now; empty if it is."""
    if document.state == DELETED:
        return "deleted"
    assert draft.approved_as is not None  # noqa: S101  # it is scheduled
    section, state, visible = draft.approved_as
    now = _as_it_is(document)
    if now[0] != section:
        return "moved"
    if now[1] != state:
        return "state"
    return "hidden" if visible and not now[2] else ""


def _date_honestly(document: Document, draft: Revision, act: Act) -> None:
    """Let a release that comes late show when it really came, if it was to show its moment."""
    released_at = document.first_released_at or act.at
    shown_at = draft.values.get("displayed_at")
    assert draft.release_at is not None  # noqa: S101  # it is scheduled
    if shown_at is None or abs(shown_at - draft.release_at) > SAME_MOMENT:
        return
    if needs_reason(draft, released_at):
        draft.values = {**draft.values, "displayed_at": None}


def _as_it_is(document: Document) -> tuple[int, str, bool]:
    section = document.__parent__
    return section.oid, document.state or "draft", is_public(section)


def _timetable(document: Document) -> OOTreeSet:
    cluster: Any = find_root(document)
    if cluster.timetable is None:
        cluster.timetable = OOTreeSet()
    return cluster.timetable


def _key(document: Document, at: datetime | None) -> Due:
    return (ceil(at.timestamp()) if at else 0), document.oid
