"""Pages on which documents are written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.httpexceptions import HTTPRequestEntityTooLarge, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.content import site_of
from portal.content.document.attached import files_of
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
from portal.content.document.reworking import rework, sent_word, told
from portal.content.document.schema import DocumentSchema
from portal.content.document.views import show
from portal.content.picturing import for_host, to_be_kept
from portal.content.richtext import clean
from portal.content.section.content import Section
from portal.content.times import minute
from portal.errors import Refusal
from portal.forms.form import Form, NotFilledIn
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.content.document.content import Revision
    from portal.content.document.drafts import ShownRevision
    from portal.content.document.schema import DocumentData
    from portal.content.document.wordimport import WordFile

Answer: TypeAlias = dict[str, Any] | HTTPSeeOther | Response

JSON = "application/json"
"""What the script that saves by itself wants to be answered with."""
PASTE_MAX_BYTES = 20_000_000
"""Longest HTML from the clipboard that is cleaned."""

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
        """Keep the draft, and do what else the button says."""
        try:
            data: DocumentData = self.form.validated(self.request.POST)
            word = sent_word(self.request)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(self.form.filled(data), refused=refusal.message)
        document = create_document(
            self.section, _to_keep(data, self.section, self.request), self.request.act
        )
        return _kept(document, word, self.request)

    def _page(self, form: str, *, refused: str = "") -> dict[str, Any]:
        return {
            "title": _("New document"),
            "form": form,
            "said": (),
            "missing": (),
            "theirs": None,
            "refused": refused,
            "files": None,
            "held": False,
            "clean_address": f"{path_of(self.section, self.request)}clean-paste",
            "preview_address": "",
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
        revision, query = latest(self.document), self.request.GET
        self.form.kept = {"version": version_of(self.document)}
        saved = (_saved_at(self.document),) if "saved" in query else ()
        return self._page(
            self.form.filled(self._values(revision)),
            said=(*saved, *told(query)),
            missing=incomplete(revision) if "missing" in query else (),
        )

    @view_config(request_method="POST")
    def send(self) -> Answer:
        """Keep the draft; if somebody saved another one meanwhile, show both and keep both."""
        sent, version = self.request.POST, version_of(self.document)
        meanwhile = sent.get("version") != version
        self.form.kept = {"version": version} | ({"beside": "1"} if meanwhile else {})
        try:
            data: DocumentData = self.form.validated(sent)
            word = sent_word(self.request)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html, meanwhile=meanwhile)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(self.form.filled(data), meanwhile=meanwhile, refused=refusal.message)
        if meanwhile:
            self.request.response.status_int = 409
            return self._page(self.form.filled(data), meanwhile=True)
        kept = _to_keep(data, self.document, self.request)
        save_draft(self.document, kept, self.request.act, beside="beside" in sent)
        return _kept(self.document, word, self.request)

    def _values(self, revision: Revision) -> dict[str, Any]:
        body = for_host(revision.text.html, self.document, self.request)
        return values_of(revision) | {"body": body}

    def _page(
        self,
        form: str,
        *,
        said: tuple[str, ...] = (),
        missing: tuple[str, ...] = (),
        meanwhile: bool = False,
        refused: str = "",
    ) -> dict[str, Any]:
        address = path_of(self.document, self.request)
        return {
            "title": title_of(self.document) or _("Untitled"),
            "form": form,
            "said": said,
            "missing": missing,
            "theirs": self._theirs() if meanwhile else None,
            "refused": refused,
            "files": files_of(self.document, self.request),
            "held": self.document.stage == "waiting",
            "clean_address": f"{address}/clean-paste",
            "preview_address": f"{address}/preview",
        }

    def _theirs(self) -> ShownRevision:
        shown = shown_revision(self.document, latest(self.document))
        return replace(shown, body=for_host(shown.body, self.document, self.request))


@view_config(
    context=Section, name="clean-paste", permission="portal.add_content", request_method="POST"
)
@view_config(context=Document, name="clean-paste", permission="portal.edit", request_method="POST")
def clean_paste(place: Section | Document, request: Request) -> Response:
    """Return the HTML that was sent as the house keeps it; nothing is stored."""
    if (request.content_length or 0) > PASTE_MAX_BYTES:
        raise HTTPRequestEntityTooLarge
    return Response(json={"html": clean(request.body.decode("utf-8", "replace"))})


@view_config(
    context=Document, name="preview", permission="portal.work", renderer="templates/document.pt"
)
def preview(document: Document, request: Request) -> dict[str, Any]:
    """Show the page as the public would see it if the newest revision were released."""
    shown: dict[str, Any] = show(as_shown(document, latest(document)), request)
    return shown


def _kept(document: Document, word: WordFile | None, request: Request) -> HTTPSeeOther | Response:
    """Lead on from a kept draft: to its form, or to its page once it is handed in."""
    address = path_of(document, request)
    done = rework(document, word, request)
    if request.headers.get("Accept") == JSON:
        said = request.localizer.translate(_saved_at(document))
        version = version_of(document)
        return Response(json={"said": said, "version": version, "address": f"{address}/edit"})
    if done:
        return HTTPSeeOther(f"{address}/edit?saved&{done}")
    if "hand_in" not in request.POST:
        return HTTPSeeOther(f"{address}/edit?saved")
    if incomplete(latest(document)):
        return HTTPSeeOther(f"{address}/edit?saved&missing")
    hand_in(document, request.act)
    return HTTPSeeOther(f"{address}/draft?done=hand_in")


def _to_keep(data: DocumentData, place: Any, request: Request) -> DocumentData:
    return {**data, "body": to_be_kept(data["body"], place, request)}


def _saved_at(document: Document) -> TranslationString:
    return _("Saved at ${when}.", mapping={"when": minute(latest(document).at)[-5:]})


def _source(section: Section) -> str:
    """Return the source that a new document of `section` most likely has."""
    site = site_of(section)
    return str(site.sponsor or site.title)
