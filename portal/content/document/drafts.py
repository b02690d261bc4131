"""Drafts as their writers and reviewers see them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from portal.content.document.content import Document, Revision
from portal.content.reviewing import review_rule
from portal.content.times import minute
from portal.content.workflow import DELETED
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

FILES = frozenset({"attachments", "lead_picture"})
"""Values that are changed beside the form."""
STAGES = {
    "writing": _("A draft by ${who} of ${when} is being written."),
    "waiting": _("A draft by ${who} of ${when} waits for review."),
    "returned": _("A draft by ${who} of ${when} was returned to be changed."),
    "approved": _("A draft by ${who} of ${when} is approved and waits for who publishes it."),
    "scheduled": _("The draft by ${who} is approved and will be public at ${moment}."),
}
IN_STEPS = _("A draft by ${who} of ${when} waits for review ${step} of ${steps}.")
LIVE = _("The public sees the version of ${when}.")
LIVE_OWED = _("The public sees the version of ${when}. Approval is owed.")
EXPIRED = {
    "leave": _("This has expired: its page is public, but lists and the search leave it out."),
    "gone": _("The public sees that this has expired."),
}
MISSED = {
    "deleted": _("It was not published at its time, because it was in the trash."),
    "moved": _("It was not published at its time, because it was moved after it was approved."),
    "state": _("It was not published at its time, because what the public sees of it changed."),
    "hidden": _("It was not published at its time, because its section was hidden."),
    "refused": _("It was not published at its time, because a rule forbade it."),
}
"""Why the moment of an approved draft passed without a release; kept names, so they stay."""


def latest(document: Document) -> Revision:
    """Return the newest revision, whether the public sees it or not."""
    return document.revisions[-1]


def live_revision(document: Document) -> Revision | None:
    """Return the revision that the public saw last; `None` before the first release."""
    number = document.live_number
    return next((each for each in document.revisions if each.number == number), None)


def version_of(document: Document) -> str:
    """Return what changes with each change of what is written, to notice that of somebody else.

    Attachments and the lead picture have buttons of their own and disturb nobody who writes.
    """
    revision = latest(document)
    written = sorted((name, each) for name, each in revision.values.items() if name not in FILES)
    return sha256(repr((written, revision.text.html)).encode()).hexdigest()[:16]


def stamp_of(document: Document) -> str:
    """Return what changes with anything about the newest revision, so that nobody decides unseen.

    Unlike `version_of`, it minds attachments and the lead picture too, and who wrote it when.
    """
    revision = latest(document)
    seen = (revision.number, revision.by, revision.at, sorted(revision.values.items()))
    decided = (revision.text.html, revision.approvals, revision.stage, document.owed)
    return sha256(repr((*seen, *decided)).encode()).hexdigest()[:16]


def values_of(revision: Revision) -> dict[str, Any]:
    """Return all that was written in `revision`, for a form or a comparison."""
    return {**revision.values, "body": revision.text.html}


def title_of(document: Document) -> str:
    """Return the title that staff sees: that of the newest revision."""
    return document.newest_title


def seen_by_public(document: Document) -> TranslationString:
    """Say what the public sees of `document`."""
    if document.state == DELETED:
        return _("This is in the trash.")
    if document.expired_how:
        return EXPIRED[document.expired_how]
    if document.state == "published":
        said: TranslationString = LIVE_OWED if document.owed else LIVE
        return said % {"when": minute(document.displayed_at)}
    if document.state == "withdrawn":
        return _("The public sees that this was withdrawn.")
    return _("The public does not see this yet.")


def draft_state(document: Document) -> TranslationString | None:
    """Say what becomes of the draft; `None` where none waits."""
    draft = document.draft
    if draft is None:
        return None
    steps = review_rule(document).steps
    said: TranslationString = (
        IN_STEPS if draft.stage == "waiting" and steps > 1 else STAGES[draft.stage]
    )
    return said % {
        "step": str(len(draft.approvals) + 1),
        "steps": str(steps),
        "who": draft.by,
        "when": minute(draft.at),
        "moment": minute(draft.release_at),
    }


def note_on(draft: Revision) -> str:
    """Say what else who works on `draft` has to know: why it was returned or not published."""
    return draft.reason or MISSED.get(draft.missed, "")


@dataclass(frozen=True)
class ShownRevision:
    """A revision as a page shows it; `body` is cleaned HTML."""

    number: int
    title: str
    who: str
    when: str
    body: str
    stage: str
    is_live: bool


def shown_revision(document: Document, revision: Revision) -> ShownRevision:
    """Return `revision` of `document` for a page."""
    return ShownRevision(
        revision.number,
        revision.values.get("title", ""),
        revision.by,
        minute(revision.at),
        revision.text.html,
        revision.stage,
        revision.number == document.live_number,
    )


def as_shown(document: Document, revision: Revision) -> Document:
    """Return what `document` would be for the public if `revision` were released."""
    shown = type(document)()
    shown.__parent__, shown.__name__ = document.__parent__, document.__name__
    shown.__oid__ = document.oid
    for name, value in revision.values.items():
        setattr(shown, name, value)
    shown.displayed_at = revision.values.get("displayed_at") or document.first_released_at
    shown.text = revision.text
    return shown
