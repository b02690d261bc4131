"""Showing something to the public before its reviews, which follow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portal.content.document.events import ApprovedAfterwards, DraftReviewed, UrgentlyReleased
from portal.content.document.operations import release_document
from portal.content.document.owed import (
    Owed,
    next_chase,
    owe,
    owed_first,
    put_first,
    settle_first,
)
from portal.content.document.review import need_nothing_stops, need_ready
from portal.content.reviewing import LEVELS, STEPS_MOST, review_rule
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

    from portal.act import Act
    from portal.content.document.content import Document, Revision

URGENT_STAGES = frozenset({"writing", "returned", "waiting"})


def release_urgently(document: Document, act: Act, *, reason: str) -> None:
    """Show the draft to the public now; other people approve it afterwards.

    :raises Refusal: when there is none without its approval, by who wrote it, without a reason,
        when something is missing in it, or a check stops it.
    """
    draft = document.draft
    if draft is None or draft.stage not in URGENT_STAGES:
        raise Refusal(_("No draft lacks its approval."))
    writers = _writers(document)
    if act.by in writers:
        raise Refusal(_("Somebody else has to release what you wrote yourself."))
    if not reason.strip():
        raise Refusal(_("Please say why this cannot wait for its reviews."))
    need_ready(document, draft, act)
    by, said = act.by or "", reason.strip()
    chase_at = next_chase(document, act.at)
    owed = Owed(draft.number, act.at, by, said, writers, draft.approvals, chase_at)
    draft.reason, draft.missed = "", ""
    act.announce(UrgentlyReleased(document, act, reason=said))
    release_document(document, act)
    owe(document, owed)


def approve_afterwards(document: Document, act: Act, *, secrecy: bool = False) -> None:
    """Approve what the public saw before its reviews, the longest owed first.

    :param secrecy: whether the person states that nothing in it is secret.
    :raises Refusal: when nothing is owed, by who wrote, released or approved it, when a check
        stops what the public sees, or a statement on secrecy is wanted and not given.
    """
    owed = owed_first(document)
    if owed is None or document.state != "published":
        raise Refusal(_("No approval is owed."))
    problem = own_part_afterwards(document, act.by or "")
    if problem:
        raise Refusal(problem)
    if owed.number == document.live_number:
        need_nothing_stops(document, _revision(document, owed.number))
    document.changed_at = act.at
    if not is_last_afterwards(document):
        approvals = (*owed.approvals, (act.by or "", act.at))
        put_first(document, replace(owed, approvals=approvals))
        act.announce(DraftReviewed(document, act, step=len(approvals)))
        return
    if review_rule(document).secrecy and not secrecy:
        raise Refusal(_("Please state that nothing in it is secret."))
    settle_first(document)
    revision = _revision(document, owed.number)
    revision.approvals = (*owed.approvals, (act.by or "", act.at))
    act.announce(ApprovedAfterwards(document, act))


def is_last_afterwards(document: Document) -> bool:
    """Tell whether the next approval that follows is the last one that the rule wants."""
    owed = owed_first(document)
    return owed is not None and len(owed.approvals) + 1 >= review_rule(document).steps


def permission_afterwards(document: Document) -> str:
    """Return what who gives the next approval that is owed needs."""
    owed = owed_first(document)
    return LEVELS[min(len(owed.approvals) if owed is not None else 0, STEPS_MOST - 1)]


def own_part_afterwards(document: Document, login: str) -> TranslationString | None:
    """Tell why `login` cannot approve what is owed; `None` for somebody else."""
    owed = owed_first(document)
    if owed is None:
        return None
    if login in owed.writers:
        return _("Somebody else has to approve what you wrote yourself.")
    if login == owed.by:
        return _("Somebody else has to approve what you released.")
    if any(by == login for by, _at in owed.approvals):
        return _("Somebody else has to approve what you approved already.")
    return None


def _writers(document: Document) -> tuple[str, ...]:
    """Return who wrote something since the last release."""
    return tuple(
        sorted({each.by for each in document.revisions if each.number > document.live_number})
    )


def _revision(document: Document, number: int) -> Revision:
    return next(each for each in document.revisions if each.number == number)
