"""Handing in what was written, and deciding on it: nobody approves what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.document.events import DraftApproved, DraftHandedIn, DraftReturned
from portal.content.document.operations import release_document
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.document.content import Document, Revision


def hand_in(document: Document, act: Act) -> None:
    """Give the waiting draft to those who review.

    :raises Refusal: when no draft waits, it is with them already, or something is missing in it.
    """
    draft = _draft(document)
    if draft.stage == "waiting":
        raise Refusal(_("The draft is with the reviewers already."))
    missing = incomplete(draft)
    if missing:
        raise Refusal(_("Please fill in “${field}” first.", mapping={"field": missing[0]}))
    draft.stage, draft.reason, draft.handed_in_at = "waiting", "", act.at
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

    :raises Refusal: when none waits for a decision, or by who wrote it.
    """
    draft = _waiting(document)
    if draft.by == act.by:
        raise Refusal(_("Somebody else has to approve what you wrote yourself."))
    act.announce(DraftApproved(document, act))
    release_document(document, act)


def incomplete(draft: Revision) -> tuple[str, ...]:
    """Return the titles of the fields without which a draft cannot be handed in."""
    wanted = (
        (_("Title"), draft.values.get("title", "").strip()),
        (_("Text"), draft.text.html.strip() or draft.values.get("attachments")),
        (_("Source"), draft.values.get("source", "").strip()),
    )
    return tuple(title for title, value in wanted if not value)


def _draft(document: Document) -> Revision:
    draft = document.draft
    if draft is None:
        raise Refusal(_("There is no draft that could be handed in."))
    return draft


def _waiting(document: Document) -> Revision:
    draft = document.draft
    if draft is None or draft.stage != "waiting":
        raise Refusal(_("No draft waits for a decision."))
    return draft
