"""Pages on which documents are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.document.drafts import (
    as_shown,
    latest,
    shown_revision,
    title_of,
    values_of,
    version_of,
)
from portal.content.document.operations import create_document, save_draft
from portal.content.document.review import hand_in, incomplete
from portal.content.document.schema import DocumentSchema
from portal.content.document.views import show
from portal.content.section.content import Section
from portal.content.times import minute
from portal.forms.form import Form, NotFilledIn
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.content.document.schema import DocumentData

Answer: TypeAlias = dict[str, Any] | HTTPSeeOther

BUTTONS = (("save", _("Save the draft")), ("hand_in", _("Save and hand in for review")))


@view_defaults(
    context=Section,
    name="add-document",
    permission="portal.add_content",
    renderer="templates/edit.pt",
)
class AddDocument:
    """A new document in a section."""

    def __init__(self, section: Section, request: Request) -> None:
        self.section = section
        self.request = request
        self.form = Form(DocumentSchema(), request, buttons=BUTTONS)

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show the empty form."""
        return self._page(self.form.filled({"source": _source(self.section)}))

    @view_config(request_method="POST")
    def send(self) -> Answer:
        """Keep the draft, and hand it in if that was wanted."""
        try:
            data: DocumentData = self.form.validated(self.request.POST)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        document = create_document(self.section, data, self.request.act)
        return _kept(document, self.request)

    def _page(self, form: str) -> dict[str, Any]:
        return {
            "title": _("New document"),
            "form": form,
            "said": "",
            "missing": (),
            "theirs": None,
        }


@view_defaults(
    context=Document, name="edit", permission="portal.edit", renderer="templates/edit.pt"
)
class EditDocument:
    """The draft of a document."""

    def __init__(self, document: Document, request: Request) -> None:
        self.document = document
        self.request = request
        self.form = Form(DocumentSchema(), request, buttons=BUTTONS)

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show the draft, or else what the public sees, to be changed."""
        revision = latest(self.document)
        self.form.kept = {"version": version_of(self.document)}
        said = _("Saved at ${when}.", mapping={"when": minute(revision.at)[-5:]})
        return self._page(
            self.form.filled(values_of(revision)),
            said=said if "saved" in self.request.GET else "",
            missing=incomplete(revision) if "missing" in self.request.GET else (),
        )

    @view_config(request_method="POST")
    def send(self) -> Answer:
        """Keep the draft; if somebody saved another one meanwhile, show both and keep both."""
        sent, version = self.request.POST, version_of(self.document)
        meanwhile = sent.get("version") != version
        self.form.kept = {"version": version} | ({"beside": "1"} if meanwhile else {})
        try:
            data: DocumentData = self.form.validated(sent)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html, meanwhile=meanwhile)
        if meanwhile:
            self.request.response.status_int = 409
            return self._page(self.form.filled(data), meanwhile=True)
        save_draft(self.document, data, self.request.act, beside="beside" in sent)
        return _kept(self.document, self.request)

    def _page(
        self, form: str, *, said: str = "", missing: tuple[str, ...] = (), meanwhile: bool = False
    ) -> dict[str, Any]:
        return {
            "title": title_of(self.document) or _("Untitled"),
            "form": form,
            "said": said,
            "missing": missing,
            "theirs": shown_revision(self.document, latest(self.document)) if meanwhile else None,
        }


@view_config(
    context=Document, name="preview", permission="portal.work", renderer="templates/document.pt"
)
def preview(document: Document, request: Request) -> dict[str, Any]:
    """Show the page as the public would see it if the newest revision were released."""
    shown: dict[str, Any] = show(as_shown(document, latest(document)), request)
    return shown


def _kept(document: Document, request: Request) -> HTTPSeeOther:
    """Lead on from a kept draft: to its form, or to its page once it is handed in."""
    address = path_of(document, request)
    if "hand_in" not in request.POST:
        return HTTPSeeOther(f"{address}/edit?saved")
    if incomplete(latest(document)):
        return HTTPSeeOther(f"{address}/edit?saved&missing")
    hand_in(document, request.act)
    return HTTPSeeOther(f"{address}/draft?done=hand_in")


def _source(section: Section) -> str:
    """Return the source that a new document of `section` most likely has."""
    site = site_of(section)
    return str(site.sponsor or site.title)
