"""Approvals that are owed for what the public saw before its reviews."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from portal.content.document import alarms
from portal.content.document.duetimes import APPROVAL_HOURS, due_at

if TYPE_CHECKING:
    from portal.content.document.content import Document


@dataclass(frozen=True)
class Owed:
    """An approval that is to follow.

    :ivar number: of the revision that was released, `since` when, `by` whom.
    :ivar writers: account names of who wrote it.
    :ivar approvals: who approved it so far and when.
    :ivar chase_at: when it is asked for the next time.
    """

    number: int
    since: datetime
    by: str
    reason: str
    writers: tuple[str, ...]
    approvals: tuple[tuple[str, datetime], ...]
    chase_at: datetime


def owed_first(document: Document) -> Owed | None:
    """Return the approval that is owed longest, if one is."""
    return Owed(*document.owed[0]) if document.owed else None


def owe(document: Document, owed: Owed) -> None:
    """Note that one more approval is owed."""
    _keep(document, (*document.owed, astuple(owed)))


def settle_first(document: Document) -> None:
    """Note that the approval that was owed longest was given."""
    _keep(document, document.owed[1:])


def settle_all(document: Document) -> None:
    """Note that nothing is owed, for the public does not see any more what it was owed for."""
    _keep(document, ())


def put_first(document: Document, owed: Owed) -> None:
    """Note what became of the approval that is owed longest."""
    _keep(document, (astuple(owed), *document.owed[1:]))


def next_chase(document: Document, at: datetime) -> datetime:
    """Return when an approval is asked for again that was asked for at the moment `at`."""
    return due_at(document, at, APPROVAL_HOURS)


def _keep(document: Document, kept: tuple[Any, ...]) -> None:
    before = owed_first(document)
    if before is not None:
        alarms.forget(document, alarms.OWED, before.chase_at)
    document.owed = kept
    now = owed_first(document)
    if now is not None:
        alarms.note(document, alarms.OWED, now.chase_at)
