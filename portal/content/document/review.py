"""Handing in what was written, and deciding on it: nobody approves what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.checks.checking import stops
from portal.content.checks.tags import lacking
from portal.content.document.events import DraftApproved, DraftHandedIn, DraftReturned
from portal.content.document.operations import release_document
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
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
    draft.missed = ""
    document.changed_at = act.at
    act.announce(DraftHandedIn(document, act))


def return_draft(document: Document, act: Act, *, reason: str) -> None:
    """Give the draft back to who wrote it, and say why.

    :raises Refusal: when none waits for a decision, or without a reason.
    """
    draft = _waiting(document)
    if not reason.strip():
        raise Refusal(_("Please say what has to be changed."))
    draft.stage, draft.reason = "returned", reason.strip()
    document.changed_at = act.at
    act.announce(DraftReturned(document, act, reason=draft.reason))


def approve(document: Document, act: Act) -> None:
    """Approve the waiting draft and show it to the public.

    :raises Refusal: when none waits for a decision, by who wrote it, or when a check stops it.
    """
    draft = waiting_draft(document)
    if draft.by == act.by:
        raise Refusal(_("Somebody else has to approve what you wrote yourself."))
    act.announce(DraftApproved(document, act))
    release_document(document, act)


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
