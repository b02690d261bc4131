"""Handing in what was written, and deciding on it: nobody approves what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.checks.checking import stops
from portal.content.checks.tags import lacking
from portal.content.document.events import (
    DraftApproved,
    DraftHandedIn,
    DraftReturned,
    DraftReviewed,
)
from portal.content.document.operations import release_document
from portal.content.reviewing import review_rule
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

    from portal.act import Act
    from portal.content.document.content import Document, Revision


def hand_in(document: Document, act: Act) -> None:
    """Give the waiting draft to those who review.

    :raises Refusal: when no draft waits, it is with them already, something is missing in it, or
        a check stops it.
    """
    draft = _draft(document)
    if draft.stage in {"waiting", "scheduled"}:
        raise Refusal(_("The draft is with the reviewers already."))
    missing = incomplete(draft)
    if missing:
        raise Refusal(_("Please fill in “${field}” first.", mapping={"field": missing[0]}))
    _need_nothing_stops(document, draft)
    draft.stage, draft.reason, draft.handed_in_at = "waiting", "", act.at
    draft.missed, draft.approvals = "", ()
    document.changed_at = act.at
    act.announce(DraftHandedIn(document, act))


def return_draft(document: Document, act: Act, *, reason: str) -> None:
    """Give the draft back to who wrote it, and say why.

    :raises Refusal: when none waits for a decision, or without a reason.
    """
    draft = _waiting(document)
    if not reason.strip():
        raise Refusal(_("Please say what has to be changed."))
    draft.stage, draft.reason, draft.approvals = "returned", reason.strip(), ()
    document.changed_at = act.at
    act.announce(DraftReturned(document, act, reason=draft.reason))


def pass_on(document: Document, act: Act) -> None:
    """Approve the waiting draft and give it to the next reviewer, for its rule wants another one.

    :raises Refusal: when none waits for a decision, by who wrote or approved it, when a check
        stops it, or when the next approval is the last one.
    """
    draft = waiting_draft(document)
    need_other_person(document, act.by or "")
    if is_last_review(document):
        raise Refusal(_("This is the last review. Please decide whether it is to be published."))
    draft.approvals = (*draft.approvals, (act.by or "", act.at))
    document.changed_at = act.at
    act.announce(DraftReviewed(document, act, step=len(draft.approvals)))


def approve(document: Document, act: Act, *, secrecy: bool = False) -> None:
    """Give the waiting draft its last approval and show it to the public.

    :param secrecy: whether the person states that nothing in it is secret.
    :raises Refusal: when none waits for a decision, by who wrote or approved it, when a check
        stops it, another review comes first, or a statement on secrecy is wanted and not given.
    """
    waiting_draft(document)
    need_last_approval(document, act, secrecy=secrecy)
    act.announce(DraftApproved(document, act, secrecy=secrecy))
    release_document(document, act)


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
    draft = document.draft
    given = len(draft.approvals) if draft is not None else 0
    return given + 1 >= review_rule(document).steps


def need_other_person(document: Document, login: str) -> None:
    """Make sure that `login` neither wrote nor approved what waits in `document`.

    :raises Refusal: when that is so.
    """
    problem = own_part(document, login)
    if problem:
        raise Refusal(problem)


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


def incomplete(draft: Revision) -> tuple[str, ...]:
    """Return the titles of the fields without which a draft cannot be handed in."""
    return tuple(title for _name, title in lacking(draft))


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
    _need_nothing_stops(document, draft)
    return draft


def _need_nothing_stops(document: Document, draft: Revision) -> None:
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
