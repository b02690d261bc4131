"""When reviews are due, and when who has not done one is told again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pyramid.traversal import find_root

from portal.clock.working import due_after
from portal.content.document import alarms
from portal.content.reviewing import review_rule

if TYPE_CHECKING:
    from datetime import datetime

    from portal.content.document.content import Document, Revision

CHASE_HOURS = 8
"""A review that is overdue is asked for again after so many working hours: a working day."""
APPROVAL_HOURS = 4
"""An approval that is owed is asked for again after so many working hours: twice a day."""
LEAST = timedelta(minutes=1)


def due_at(document: Document, start: datetime, hours: float) -> datetime:
    """Return the moment at which `hours` working hours from `start` on are over, in UTC."""
    calendar = getattr(find_root(document), "calendar", None)
    return max(due_after(calendar, start, hours).at, start + LEAST)


def begin_review(document: Document, draft: Revision, at: datetime) -> None:
    """Let the next review of `draft` begin: say when it is due, and let the worker mind it."""
    draft.delegated, draft.due_from = None, at
    _set_due(document, draft, at)


def reckon_again(document: Document, at: datetime) -> None:
    """Say anew when the review of `document` is due that is not due yet, by another calendar."""
    draft = document.draft
    if draft is None or draft.stage != "waiting" or draft.due_from is None:
        return
    if draft.due_at is not None and draft.due_at > at:
        alarms.forget(document, alarms.REVIEW, draft.due_at)
        _set_due(document, draft, draft.due_from)


def _set_due(document: Document, draft: Revision, since: datetime) -> None:
    rule = review_rule(document)
    hours = rule.urgent_hours if draft.urgent else rule.ordinary_hours
    draft.due_at = draft.chase_at = due_at(document, since, hours)
    alarms.note(document, alarms.REVIEW, draft.due_at)
