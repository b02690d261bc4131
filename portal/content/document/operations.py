"""What can be done with documents, independent of the web."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from portal.catalog.listing import Row
from portal.content.document.content import Document, Revision, Text
from portal.content.document.events import (
    DocumentCreated,
    DocumentReleased,
    DocumentWithdrawn,
    DraftSaved,
)
from portal.content.naming import next_name
from portal.content.richtext import clean
from portal.content.times import ZONE
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from portal.act import Act
    from portal.content.document.schema import DocumentData
    from portal.content.section.content import Section


SAME_MOMENT = timedelta(minutes=1)
"""A displayed moment this near to the release needs no reason; pages show whole minutes."""


def create_document(section: Section, data: DocumentData, act: Act) -> Document:
    """Add a document to `section` that only staff sees, with `data` as its first draft."""
    document = _add(section, data, act)
    act.announce(DocumentCreated(document, act))
    return document


def save_draft(document: Document, data: DocumentData, act: Act) -> Revision:
    """Keep `data` beside what the public sees; what `data` does not name stays as it was last."""
    revision = _write(document, data, act)
    act.announce(DraftSaved(document, act))
    return revision


def release_document(document: Document, act: Act) -> None:
    """Make the waiting draft what the public sees.

    :raises Refusal: when no draft waits, or it shows another date than today's without a reason.
    """
    draft = document.draft
    if draft is None:
        if document.state == "published":
            raise Refusal(_("There is no draft that could be released."))
        draft = document.revisions[-1]
    released_at = document.first_released_at or act.at
    _check_displayed(draft, released_at)
    document.workflow.move(document, "release")
    document.first_released_at, document.changed_at = released_at, act.at
    _apply(document, draft)
    _list(document)
    act.announce(DocumentReleased(document, act))


def withdraw_document(document: Document, act: Act, *, reason: str) -> None:
    """Take `document` from the public; it stays with its revisions.

    :raises Refusal: when the public does not see it, or without a reason.
    """
    if not reason.strip():
        raise Refusal(_("Please give a reason for the withdrawal."))
    document.workflow.move(document, "withdraw")
    document.changed_at = act.at
    _unlist(document)
    act.announce(DocumentWithdrawn(document, act, reason=reason))


def publish_document(section: Section, data: DocumentData, act: Act) -> Document:
    """Add a document and release it in one go, for imports and for the demonstration."""
    document = _add(section, data, act)
    release_document(document, act)
    return document


def _add(section: Section, data: DocumentData, act: Act) -> Document:
    document = Document()
    document.title, document.author = data["title"], act.by or ""
    _write(document, data, act)
    day = (data.get("displayed_at") or act.at).astimezone(ZONE).date()
    section.add(next_name(section, day), document)
    return document


def _write(document: Document, data: DocumentData, act: Act) -> Revision:
    """Keep `data` as the waiting draft: a new one, unless the same person wrote the present one."""
    values: dict[str, Any] = dict(document.revisions[-1].values) if document.revisions else {}
    values |= cast("Mapping[str, Any]", data)
    body = values.pop("body", None)
    text = (
        Text(clean(body))
        if body is not None or not document.revisions
        else document.revisions[-1].text
    )
    document.changed_at = act.at
    draft = document.draft
    if draft is not None and draft.by == (act.by or ""):
        draft.values, draft.text, draft.at = values, text, act.at
        return draft
    number = document.revisions[-1].number + 1 if document.revisions else 1
    revision = Revision(number, values, text, by=act.by or "", at=act.at)
    document.revisions = (*document.revisions, revision)
    return revision


def _apply(document: Document, revision: Revision) -> None:
    for name, value in revision.values.items():
        if getattr(document, name) != value:  # what is as usual need not be stored
            setattr(document, name, value)
    document.displayed_at = revision.values.get("displayed_at") or document.first_released_at
    document.text = revision.text
    document.live_number = revision.number


def _check_displayed(draft: Revision, released_at: datetime) -> None:
    """Refuse a displayed date without a reason; forged dates are a veto in the inspection.

    Source: check indicators for government websites (State Council General Office, 2019, No. 19).
    """
    displayed_at = draft.values.get("displayed_at") or released_at
    because = draft.values.get("displayed_because", "")
    if abs(displayed_at - released_at) > SAME_MOMENT and not because.strip():
        raise Refusal(_("Please say why the displayed date is not that of the release."))


def _list(document: Document) -> None:
    _unlist(document)
    shown_at = document.displayed_at
    assert shown_at is not None  # noqa: S101  # a released document has one
    row = Row(document.oid, document.__name__ or "", document.title, shown_at)
    document.listed_as = document.__parent__.listing.put(row)


def _unlist(document: Document) -> None:
    if document.listed_as is not None:
        document.__parent__.listing.take(document.listed_as)
        document.listed_as = None
