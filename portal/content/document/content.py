"""Documents: what the public sees beside what is being written."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from persistent import Persistent

from portal.content.content import Content, site_of
from portal.content.declaration import ContentType
from portal.content.document.naming import DocumentFormSchema
from portal.content.extraction import read_text, readable_attachments
from portal.content.plaintext import plain
from portal.content.times import ZONE
from portal.content.workflow import DOCUMENT_WORKFLOW
from portal.i18n import _
from portal.search.entry import Findable

if TYPE_CHECKING:
    from portal.catalog.links import Linked
    from portal.catalog.listing import Key


class Text(Persistent):
    """The cleaned HTML of one revision, an object of its own so that lists need not load it."""

    def __init__(self, html: str) -> None:
        self.html = html


class Revision(Persistent):
    """All values of a document as somebody saved them; never changed after its release.

    :ivar number: counted from 1 within the document.
    :ivar values: field to value, all of `DocumentData` but the body.
    :ivar by: account name of who saved it last.
    :ivar stage: `writing`, `waiting` for a decision of the reviewers, `returned` by them,
        `approved` and waiting for who publishes it, or `scheduled`: waiting for its moment.
    :ivar reason: why it was returned, also to the review before; empty otherwise.
    :ivar urgent: whether who handed it in wants it reviewed sooner.
    :ivar due_at: when the review that it waits for is due; `chase_at` when that is said next,
        `due_from` since when its time runs.
    :ivar delegated: to whom the review that it waits for was handed, by whom and when.
    :ivar release_at: moment from which the public is to see it, while it is scheduled.
    :ivar approvals: who approved it and when, the last one also; they stay after the release.
    :ivar approved_by: account name of who gave the last approval; it stays after the release.
    :ivar published_by: account name of the publisher who scheduled it, where that is another one.
    :ivar approved_as: how the document was then: identity of its section, its state, and whether
        the public saw the section.
    :ivar missed: why its moment passed without a release, a key of `MISSED`; empty otherwise.
    """

    stage = "writing"
    reason = ""
    handed_in_at: datetime | None = None
    urgent = False
    due_at: datetime | None = None
    due_from: datetime | None = None
    chase_at: datetime | None = None
    delegated: tuple[str, str, datetime] | None = None
    release_at: datetime | None = None
    approvals: tuple[tuple[str, datetime], ...] = ()
    approved_by = ""
    published_by = ""
    approved_as: tuple[int, str, bool] | None = None
    missed = ""

    def __init__(
        self, number: int, values: dict[str, Any], text: Text, *, by: str, at: datetime
    ) -> None:
        self.number = number
        self.values = values
        self.text = text
        self.by = by
        self.at = at


class Document(Content):
    """An article. Its attributes are what the public sees; drafts wait in `revisions`.

    :ivar displayed_at: the moment that the public sees; `first_released_at` the one when the
        document really came out. They differ only with a reason, `displayed_because`.
    :ivar live_number: number of the revision that the attributes were taken from; 0 for none.
    :ivar url_name: the name in addresses that was chosen for the first release; empty to make it
        from the title.
    :ivar withdrawn_notice: what the public reads at the address of a withdrawn document.
    :ivar expires_at: when its time is over, and `expires_how`, what happens then: one of
        `portal.content.document.expiry.WAYS`; `expired_how` what happened already.
    :ivar withdrawal: who asked when for its withdrawal, why, and the words for the public.
    :ivar owed: approvals that are to follow an urgent release, each the values of an `Owed`.
    :ivar wanted: identities of the files that it names, live or in its newest revision; each of
        them notes it in `wanted_by`.
    :ivar linked: what it links to, with `LIVE` or `DRAFT`; the index of the site has the same.
    :ivar shares: links to the draft for people without an account, each the values of a `Share`.
    :ivar listed_as: key of the document's row in the listing of its section.
    :ivar accepted: what somebody said is right though a check found it: the key of the finding,
        the reason, who said so and when.
    """

    workflow = DOCUMENT_WORKFLOW
    subtitle = ""
    summary = ""
    source = ""
    source_address = ""
    author_name = ""
    issuer = ""
    document_number = ""
    index_number = ""
    keywords: tuple[str, ...] = ()
    region = ""
    written_on: date | None = None
    effective_on: date | None = None
    expired_on: date | None = None
    validity = ""
    history: tuple[str, ...] = ()
    displayed_at: datetime | None = None
    displayed_because = ""
    first_released_at: datetime | None = None
    attachments: tuple[int, ...] = ()
    lead_picture = 0
    live_number = 0
    url_name = ""
    withdrawn_notice = ""
    expires_at: datetime | None = None
    expires_how = ""
    expired_how = ""
    withdrawal: tuple[str, datetime, str, str] | None = None
    owed: tuple[Any, ...] = ()
    wanted: tuple[int, ...] = ()
    linked: tuple[Linked, ...] = ()
    shares: tuple[tuple[str, str, str, datetime, datetime], ...] = ()
    listed_as: Key | None = None
    accepted: tuple[tuple[str, str, str, datetime], ...] = ()
    text: Text | None = None
    revisions: tuple[Revision, ...] = ()

    @property
    def body(self) -> str:
        """The live text, cleaned HTML."""
        return self.text.html if self.text is not None else ""

    @property
    def draft(self) -> Revision | None:
        """The revision that waits to be released, if there is one."""
        latest = self.revisions[-1] if self.revisions else None
        return latest if latest is not None and latest.number != self.live_number else None

    @property
    def newest_title(self) -> str:
        """The title that staff sees: that of the newest revision."""
        return str(self.revisions[-1].values.get("title", "")) if self.revisions else self.title

    @property
    def stage(self) -> str:
        """How far the draft is; empty where there is none."""
        return self.draft.stage if self.draft is not None else ""


def findable_document(document: Document) -> Findable:
    """Return the words under which the public finds `document`, which it may see."""
    assert document.displayed_at is not None  # noqa: S101  # a released document has one
    return Findable(
        oid=document.oid,
        site=site_of(document).oid,
        section=document.__parent__.oid,
        kind="portal.document",
        title=document.title,
        summary=f"{document.subtitle} {document.summary}",
        body="\n".join((plain(document.body), *map(read_text, readable_attachments(document)))),
        document_number=document.document_number,
        keywords=" ".join((*document.keywords, document.issuer)),
        shown_at=document.displayed_at.astimezone(ZONE),
        section_kind=document.__parent__.kind,
    )


DOCUMENT = ContentType(
    name="portal.document",
    title=_("Document"),
    factory=Document,
    schema=DocumentFormSchema,
    permission="portal.add_content",
    addable_in=("portal.section",),
    findable=findable_document,
)
