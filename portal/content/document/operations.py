"""What can be done with documents, independent of the web."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from portal.content.document import alarms
from portal.content.document.content import Document, Revision, Text
from portal.content.document.events import (
    DocumentCreated,
    DocumentReleased,
    DocumentWithdrawn,
    DraftDropped,
    DraftSaved,
)
from portal.content.document.expiry import expiry_problem, mind_expiry
from portal.content.document.naming import name_for_public
from portal.content.document.owed import settle_all
from portal.content.document.showing import (
    files_of,
    hide,
    keywords_listed,
    list_keywords,
    put_in_list,
    show,
)
from portal.content.file.operations import hide_with, show_with
from portal.content.linking import identified
from portal.content.redirects import free_name
from portal.content.richtext import clean
from portal.content.taking import need_accepting
from portal.content.times import ZONE
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from portal.act import Act
    from portal.content.document.schema import DocumentData
    from portal.content.section.content import Section


SAME_MOMENT = timedelta(minutes=1)
"""A displayed moment this near to the release needs no reason; pages show whole minutes."""


def create_document(
    section: Section, data: DocumentData, act: Act, factory: Callable[[], Document] = Document
) -> Document:
    """Add a document to `section` that only staff sees, with `data` as its first draft.

    :param factory: the class of its type.
    :raises Refusal: when the section takes none of this type.
    """
    document = _add(section, data, act, factory)
    act.announce(DocumentCreated(document, act))
    return document


def save_draft(
    document: Document, data: DocumentData, act: Act, *, beside: bool = False
) -> Revision:
    """Keep `data` beside what the public sees; what `data` does not name stays as it was last.

    A draft that waits for review goes back to who writes it.

    :param beside: keep also the draft that the same person saved before.
    """
    revision = _write(document, data, act, beside=beside)
    act.announce(DraftSaved(document, act))
    return revision


def drop_draft(document: Document, act: Act) -> None:
    """Take back the newest draft, which nobody was given yet; the one before it comes forth again.

    :raises Refusal: when there is none, or it is not the document's only one being written.
    """
    draft = document.draft
    if draft is None or draft.stage != "writing" or len(document.revisions) == 1:
        raise Refusal(_("There is no draft that could be taken back."))
    document.revisions = document.revisions[:-1]
    document.changed_at = act.at
    act.announce(DraftDropped(document, act))


def unapprove(draft: Revision, stage: str) -> None:
    """Put `draft` into `stage` and take its last approval back, or all where it is written anew."""
    draft.stage = stage
    if stage == "writing" and draft.approvals:
        draft.approvals = ()
    if draft.delegated is not None:
        draft.delegated = None
    if draft.approved_by or draft.missed:
        last = draft.approved_by
        draft.approvals = tuple(each for each in draft.approvals if each[0] != last)
        draft.release_at, draft.approved_by, draft.approved_as, draft.missed = None, "", None, ""
    if draft.published_by:
        draft.published_by = ""


def release_document(document: Document, act: Act) -> None:
    """Make the waiting draft what the public sees.

    :raises Refusal: when no draft waits, it shows another date than today's without a reason, or
        its time is over already.
    """
    draft = _to_release(document)
    released_at = document.first_released_at or act.at
    need_fit_moments(draft, released_at, act.at)
    if document.state == "withdrawn" and document.owed and document.draft is not None:
        settle_all(document)
    document.workflow.move(document, "release")
    name_for_public(document, draft)
    document.first_released_at, document.changed_at = released_at, act.at
    document.withdrawn_notice = ""
    before, shown = keywords_listed(document), set(files_of(document))
    _apply(document, draft)
    mind_expiry(document)
    _mind_date(document)
    put_in_list(document)
    list_keywords(document, before)
    for file in files_of(document):
        show_with(file, document.oid, act)
    for file in shown.difference(files_of(document)):
        hide_with(file, document.oid, act)
    act.announce(DocumentReleased(document, act))


def withdraw_document(document: Document, act: Act, *, reason: str, notice: str = "") -> None:
    """Take `document` from the public, with the files that nothing else shows; its revisions stay.

    :param reason: for the files of the office.
    :param notice: what the public reads at its address; empty for a sentence that says nothing.
    :raises Refusal: when the public does not see it, or without a reason.
    """
    if not reason.strip():
        raise Refusal(_("Please give a reason for the withdrawal."))
    document.workflow.move(document, "withdraw")
    document.changed_at, document.withdrawn_notice = act.at, notice.strip()
    hide(document, act)
    asked_by = forget_asking(document)
    act.announce(DocumentWithdrawn(document, act, reason=reason, asked_by=asked_by))


def forget_asking(document: Document) -> str:
    """Forget that somebody asked for a withdrawal, and return the account name of who did."""
    if document.withdrawal is None:
        return ""
    by, at, _reason, _notice = document.withdrawal
    alarms.forget(document, alarms.ASKED, at)
    document.withdrawal = None
    return by


def show_again(document: Document, act: Act) -> None:
    """Let the public see a withdrawn document as it was, whatever draft waits beside it.

    :raises Refusal: when it is not withdrawn, or its time is over.
    """
    if document.state != "withdrawn":
        raise Refusal(_("This is not withdrawn."))
    if document.expires_at is not None and document.expires_at <= act.at:
        raise Refusal(_("The time of this is over."))
    document.workflow.move(document, "release")
    document.changed_at, document.withdrawn_notice = act.at, ""
    show(document, act)
    act.announce(DocumentReleased(document, act))


def needs_reason(draft: Revision, released_at: datetime) -> bool:
    """Tell whether `draft` shows another date than that of its release, without a reason.

    Forged dates are a veto in the inspection.

    Source: check indicators for government websites (State Council General Office, 2019, No. 19).
    """
    displayed_at = draft.values.get("displayed_at") or released_at
    because = draft.values.get("displayed_because", "")
    return abs(displayed_at - released_at) > SAME_MOMENT and not because.strip()


def publish_document(
    section: Section, data: DocumentData, act: Act, factory: Callable[[], Document] = Document
) -> Document:
    """Add a document and release it in one go, for imports and for the demonstration.

    :param factory: the class of its type.
    """
    document = _add(section, data, act, factory)
    release_document(document, act)
    return document


def _add(
    section: Section, data: DocumentData, act: Act, factory: Callable[[], Document]
) -> Document:
    document = factory()
    need_accepting(section, document.declared)
    document.title, document.author = data["title"], act.by or ""
    day = (data.get("displayed_at") or act.at).astimezone(ZONE).date()
    section.add(free_name(section, day), document)
    _write(document, data, act)  # after it has a place, for its text may name others of the site
    return document


def _write(document: Document, data: DocumentData, act: Act, *, beside: bool = False) -> Revision:
    """Keep `data` as the waiting draft: a new one, unless the same person wrote the present one."""
    values: dict[str, Any] = dict(document.revisions[-1].values) if document.revisions else {}
    if document.draft is None and values.get("expires_at") != document.expires_at:  # it was renewed
        values |= {"expires_at": document.expires_at, "expires_how": document.expires_how}
    values |= cast("Mapping[str, Any]", data)
    body = values.pop("body", None)
    text = (
        Text(identified(clean(body), document))
        if body is not None or not document.revisions
        else document.revisions[-1].text
    )
    document.changed_at = act.at
    draft = document.draft
    if draft is not None and draft.by == (act.by or "") and not beside:
        draft.values, draft.text, draft.at = values, text, act.at
        unapprove(draft, "writing")
        return draft
    if draft is not None and draft.stage in {"approved", "scheduled"}:
        unapprove(draft, "waiting")
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


def need_fit_moments(draft: Revision, released_at: datetime, now: datetime) -> None:
    """Make sure that `draft` may come out at the moment `now` with the moments that it names.

    :param released_at: when the document came out first.
    :raises Refusal: when it shows another date without a reason, or its time is over by then.
    """
    if needs_reason(draft, released_at):
        raise Refusal(_("Please say why the displayed date is not that of the release."))
    problem = expiry_problem(draft, now)
    if problem:
        raise Refusal(problem)


def _to_release(document: Document) -> Revision:
    draft = document.draft
    if draft is None and document.state == "published":
        raise Refusal(_("There is no draft that could be released."))
    return draft or document.revisions[-1]


def _mind_date(document: Document) -> None:
    """Note whether what was released now shows another date than that of its first release."""
    shown_at, released_at = document.displayed_at, document.first_released_at
    assert shown_at is not None  # noqa: S101  # it was released
    assert released_at is not None  # noqa: S101  # as above
    apart = abs(shown_at - released_at) > SAME_MOMENT
    (alarms.note if apart else alarms.forget)(document, alarms.APART, released_at)
