"""Handing in what was written, and deciding on it: nobody approves what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.checks.checking import stops
from portal.content.checks.tags import lacking
from portal.content.document.duetimes import begin_review
from portal.content.document.events import (
    DraftApproved,
    DraftHandedIn,
    DraftPublishable,
    DraftReturned,
    DraftReviewed,
)
from portal.content.document.expiry import expiry_problem
from portal.content.document.operations import need_fit_moments, release_document, unapprove
from portal.content.reviewing import LEVELS, STEPS_MOST, review_rule
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

    from portal.act import Act
    from portal.content.document.content import Document, Revision

HELD = frozenset({"waiting", "approved", "scheduled"})
"""Stages in which a draft is not with who writes it."""


def hand_in(document: Document, act: Act, *, urgent: bool = False) -> None:
    """Give the waiting draft to those who review.

    :param urgent: whether each review is due sooner, as the rule of the place says.
    :raises Refusal: when no draft waits, it is with them already, something is missing in it, its
        time is over already, or a check stops it.
    """
    draft = _draft(document)
    if draft.stage in HELD:
        raise Refusal(_("The draft is with the reviewers already."))
    need_ready(document, draft, act)
    draft.stage, draft.reason, draft.handed_in_at = "waiting", "", act.at
    draft.missed, draft.approvals, draft.urgent = "", (), urgent
    begin_review(document, draft, act.at)
    document.changed_at = act.at
    act.announce(DraftHandedIn(document, act))


def return_draft(document: Document, act: Act, *, reason: str) -> None:
    """Give the draft back to who wrote it, and say why.

    :raises Refusal: when none waits for a decision, or without a reason.
    """
    draft = _returnable(document, act, reason)
    unapprove(draft, "returned")
    draft.reason, draft.approvals = reason.strip(), ()
    document.changed_at = act.at
    act.announce(DraftReturned(document, act, reason=draft.reason))


def return_step(document: Document, act: Act, *, reason: str) -> None:
    """Give the draft back to the review before, whose approval is taken back, and say why.

    :raises Refusal: when none waits for a decision, without a reason, or at the first review.
    """
    draft = _returnable(document, act, reason)
    if not draft.approvals:
        raise Refusal(
            _("No review came before this one. You can return the draft to who wrote it.")
        )
    approver, left = draft.approvals[-1][0], draft.approvals[:-1]
    unapprove(draft, "waiting")
    draft.reason, draft.approvals = reason.strip(), left
    begin_review(document, draft, act.at)
    document.changed_at = act.at
    step = len(left) + 1
    act.announce(DraftReturned(document, act, reason=draft.reason, step=step, to=approver))


def pass_on(document: Document, act: Act) -> None:
    """Approve the waiting draft and give it to the next reviewer, for its rule wants another one.

    :raises Refusal: when none waits for a decision, by who wrote or approved it, when a check
        stops it, or when the next approval is the last one.
    """
    draft = waiting_draft(document)
    need_other_person(document, act.by or "")
    if is_last_review(document):
        raise Refusal(_("This is the last review. Please decide whether it is to be published."))
    draft.approvals, draft.reason = (*draft.approvals, (act.by or "", act.at)), ""
    begin_review(document, draft, act.at)
    document.changed_at = act.at
    act.announce(DraftReviewed(document, act, step=len(draft.approvals)))


def approve(document: Document, act: Act, *, secrecy: bool = False) -> None:
    """Give the waiting draft its last approval, and show it to the public.

    Where the rule wants somebody else to publish it, it waits for that person.

    :param secrecy: whether the person states that nothing in it is secret.
    :raises Refusal: when none waits for a decision, by who wrote or approved it, when a check
        stops it, another review comes first, or a statement on secrecy is wanted and not given.
    """
    draft = waiting_draft(document)
    need_last_approval(document, act, secrecy=secrecy)
    note_last_approval(draft, act)
    act.announce(DraftApproved(document, act, secrecy=secrecy))
    if not review_rule(document).publisher:
        release_document(document, act)
        return
    draft.stage, document.changed_at = "approved", act.at
    need_fit_moments(draft, document.first_released_at or act.at, act.at)
    act.announce(DraftPublishable(document, act))


def publish(document: Document, act: Act) -> None:
    """Show a draft to the public that others approved.

    :raises Refusal: when none waits for that, by who approved it, or when a check stops it.
    """
    approved_draft(document, act)
    release_document(document, act)


def approved_draft(document: Document, act: Act) -> Revision:
    """Return the draft that this person is about to publish.

    :raises Refusal: when none waits for that, by who approved it, or when a check stops it.
    """
    draft = document.draft
    if draft is None or draft.stage != "approved":
        raise Refusal(_("No draft waits to be published."))
    problem = own_approval(document, act.by or "")
    if problem:
        raise Refusal(problem)
    need_nothing_stops(document, draft)
    return draft


def note_last_approval(draft: Revision, act: Act) -> None:
    """Note who gave `draft` its last approval."""
    draft.approvals = (*draft.approvals, (act.by or "", act.at))
    draft.approved_by, draft.reason, draft.missed = act.by or "", "", ""


def need_last_approval(document: Document, act: Act, *, secrecy: bool) -> None:
    """Make sure that this person may give the waiting draft its last approval, and says enough.

    :raises Refusal: when not.
    """
    need_other_person(document, act.by or "")
    if not is_last_review(document):
        raise Refusal(_("Another review comes before this one."))
    if review_rule(document).secrecy and not secrecy:
        raise Refusal(_("Please state that nothing in it is secret."))


def is_last_review(document: Document) -> bool:
    """Tell whether the next approval is the last one that the rule wants."""
    return _given(document) + 1 >= review_rule(document).steps


def review_permission(document: Document) -> str:
    """Return what who gives the next review of `document` needs."""
    return LEVELS[min(_given(document), STEPS_MOST - 1)]


def _given(document: Document) -> int:
    draft = document.draft
    return len(draft.approvals) if draft is not None else 0


def need_other_person(document: Document, login: str) -> None:
    """Make sure that `login` neither wrote nor approved what waits in `document`.

    :raises Refusal: when that is so, or somebody else was asked to review it.
    """
    problem = own_part(document, login) or handed_to_other(document, login)
    if problem:
        raise Refusal(problem)


def handed_to_other(document: Document, login: str) -> TranslationString | None:
    """Tell that the next review was handed to somebody else than `login`; `None` if it was not."""
    draft = document.draft
    if draft is None or draft.delegated is None or draft.delegated[0] == login:
        return None
    return _("This review was handed to ${who}.", mapping={"who": draft.delegated[0]})


def own_approval(document: Document, login: str) -> TranslationString | None:
    """Tell why `login` cannot publish what was approved; `None` for somebody else."""
    draft = document.draft
    if draft is not None and any(by == login for by, _at in draft.approvals):
        return _("Somebody else has to publish what you approved.")
    return None


def own_part(document: Document, login: str) -> TranslationString | None:
    """Tell why `login` cannot approve what waits in `document`; `None` for somebody else.

    Whoever wrote any version since the last release has a part in it.
    """
    written = (each.by for each in document.revisions if each.number > document.live_number)
    if login in written:
        return _("Somebody else has to approve what you wrote yourself.")
    draft = document.draft
    if draft is not None and any(by == login for by, _at in draft.approvals):
        return _("Somebody else has to approve what you approved already.")
    return None


def incomplete(document: Document, draft: Revision) -> tuple[str, ...]:
    """Return the titles of the fields without which a draft cannot be handed in."""
    return tuple(title for _name, title in lacking(document, draft))


def _draft(document: Document) -> Revision:
    draft = document.draft
    if draft is None:
        raise Refusal(_("There is no draft that could be handed in."))
    return draft


def waiting_draft(document: Document) -> Revision:
    """Return the draft that a reviewer is about to approve.

    :raises Refusal: when none waits for that, or a check stops it.
    """
    draft = _waiting(document)
    need_nothing_stops(document, draft)
    return draft


def need_ready(document: Document, draft: Revision, act: Act) -> None:
    """Make sure that `draft` can be given to reviewers or the public.

    :raises Refusal: when something is missing in it, its time is over, or a check stops it.
    """
    missing = incomplete(document, draft)
    if missing:
        raise Refusal(_("Please fill in “${field}” first.", mapping={"field": missing[0]}))
    problem = expiry_problem(draft, act.at)
    if problem:
        raise Refusal(problem)
    need_nothing_stops(document, draft)


def need_nothing_stops(document: Document, draft: Revision) -> None:
    """Make sure that no check stops `draft`.

    :raises Refusal: when one does, with the number of places.
    """
    found = stops(document, draft)
    if found:
        raise Refusal(
            _(
                "Places that have to be put right first, as the checks found: ${count}",
                mapping={"count": len(found)},
            )
        )


def _waiting(document: Document) -> Revision:
    draft = document.draft
    if draft is None or draft.stage != "waiting":
        raise Refusal(_("No draft waits for a decision."))
    return draft


def _returnable(document: Document, act: Act, reason: str) -> Revision:
    """Return the draft that this person is about to give back; publishers may do that too."""
    approved = document.draft if document.stage == "approved" else None
    draft = approved or _waiting(document)
    problem = handed_to_other(document, act.by or "")
    if problem:
        raise Refusal(problem)
    if not reason.strip():
        raise Refusal(_("Please say what has to be changed."))
    return draft
