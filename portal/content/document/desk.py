"""Pages on which documents are written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.httpexceptions import HTTPNotFound, HTTPRequestEntityTooLarge, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from portal.content.adding import TYPE, asked_type, is_document_type
from portal.content.addresses import path_of
from portal.content.checks.checking import checked, stops
from portal.content.checks.showing import checks_of, marked
from portal.content.checks.tags import REQUIRED, lacking
from portal.content.checks.views import BESIDE_FORM
from portal.content.content import site_of
from portal.content.declaration import kind_of
from portal.content.document.attached import files_of
from portal.content.document.content import DOCUMENT, Document, Text
from portal.content.document.drafted import drafted_page
from portal.content.document.drafts import (
    as_shown,
    latest,
    shown_revision,
    title_of,
    values_of,
    version_of,
)
from portal.content.document.fields import spare
from portal.content.document.operations import create_document, save_draft
from portal.content.document.presence import others_now
from portal.content.document.repairing import Trouble, troubles_in
from portal.content.document.review import HELD, hand_in, incomplete
from portal.content.document.reworking import rework, sent_word, told
from portal.content.linking import identified, linked
from portal.content.picturing import for_host, to_be_kept
from portal.content.richtext import clean
from portal.content.section.content import Section
from portal.content.times import minute
from portal.errors import Refusal
from portal.forms.form import Form, NotFilledIn
from portal.i18n import _
from portal.security.resuming import RESUME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.content.declaration import ContentType
    from portal.content.document.content import Revision
    from portal.content.document.drafts import ShownRevision
    from portal.content.document.schema import DocumentData
    from portal.content.document.wordimport import WordFile

Answer: TypeAlias = dict[str, Any] | HTTPSeeOther | Response

JSON = "application/json"
"""What the script that saves by itself wants to be answered with."""
PASTE_MAX_BYTES = 20_000_000
"""Longest HTML from the clipboard that is cleaned."""

BUTTONS = (
    ("save", _("Save the draft")),
    ("hand_in", _("Save and hand in for review")),
    ("hand_in_urgently", _("Save and hand in as urgent")),
)


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
        self.kind = asked_type(section, request, DOCUMENT.name)
        if not is_document_type(self.kind):
            raise HTTPNotFound
        self.form = form_of_type(self.kind, request)
        self.form.kept = {TYPE: self.kind.name} if self.kind.addon else {}

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show the empty form."""
        return self._page(self.form.filled({"source": _source(self.section)}))

    @view_config(request_method="POST")
    def send(self) -> Answer:
        """Keep the draft, and do what else the button says."""
        try:
            data: DocumentData = self.form.validated(self.request.POST)
            word = sent_word(self.request) if RESUME not in self.request.POST else None
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(self.form.filled(data), refused=refusal.message)
        if RESUME in self.request.POST:
            return self._page(self.form.filled(data))
        kept = _to_keep(data, self.section, self.request)
        document = create_document(self.section, kept, self.request.act, self.kind.factory)
        return _kept(document, word, self.request)

    def _page(self, form: str, *, refused: str = "") -> dict[str, Any]:
        return {
            "title": _("New: ${kind}", mapping={"kind": self.kind.title})
            if self.kind.addon
            else _("New document"),
            "form": form,
            "said": tuple(_resumed(self.request)),
            "present": (),
            "resumed": RESUME in self.request.POST,
            "missing": (),
            "theirs": None,
            "refused": refused,
            "files": None,
            "held": False,
            "clean_address": f"{path_of(self.section, self.request)}clean-paste",
            "preview_address": "",
            "share_address": "",
            "troubles": (),
            "checks": None,
            "stopped": False,
            "choose": path_of(self.section, self.request),
        }


@view_defaults(
    context=Document, name="edit", permission="portal.edit", renderer="templates/edit.pt"
)
class EditDocument:
    """The draft of a document."""

    def __init__(self, document: Document, request: Request) -> None:
        self.document = document
        self.request = request
        kind = kind_of(document, request.registry) or DOCUMENT
        self.form = form_of_type(kind, request)

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show the draft, or else what the public sees, to be changed."""
        revision, query = latest(self.document), self.request.GET
        self.form.kept = {"version": version_of(self.document)}
        saved = (_saved_at(self.document),) if "saved" in query else ()
        missing = lacking(self.document, revision) if "missing" in query else ()
        wrong = {name: REQUIRED for name, _title in missing}
        return self._page(
            self.form.filled(self._values(revision), wrong),
            said=(*saved, *told(query)),
            missing=tuple((title, f"#{self.form[name].oid}") for name, title in missing),
        )

    @view_config(request_method="POST")
    def send(self) -> Answer:
        """Keep the draft; if somebody saved another one meanwhile, show both and keep both."""
        sent, version = self.request.POST, version_of(self.document)
        meanwhile = sent.get("version") != version
        beside = meanwhile or "beside" in sent
        self.form.kept = {"version": version} | ({"beside": "1"} if beside else {})
        try:
            data: DocumentData = self.form.validated(sent)
            word = sent_word(self.request) if RESUME not in sent else None
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html, meanwhile=meanwhile)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(self.form.filled(data), meanwhile=meanwhile, refused=refusal.message)
        if meanwhile:
            self.request.response.status_int = 409
            return self._page(self.form.filled(data), meanwhile=True)
        if RESUME in sent:
            return self._page(self.form.filled(data))
        kept = _to_keep(data, self.document, self.request)
        save_draft(self.document, kept, self.request.act, beside="beside" in sent)
        return _kept(self.document, word, self.request)

    def _values(self, revision: Revision) -> dict[str, Any]:
        body = for_host(revision.text.html, self.document, self.request)
        ends = {}
        if self.document.draft is None:  # what was renewed since has another end, or none
            ends = {each: getattr(self.document, each) for each in ("expires_at", "expires_how")}
        return values_of(revision) | {"body": body} | ends

    def _page(
        self,
        form: str,
        *,
        said: tuple[str, ...] = (),
        missing: tuple[tuple[str, str], ...] = (),
        meanwhile: bool = False,
        refused: str = "",
    ) -> dict[str, Any]:
        address = path_of(self.document, self.request)
        return {
            "title": title_of(self.document) or _("Untitled"),
            "form": form,
            "said": (*said, *_resumed(self.request)),
            "present": others_now(self.document, self.request),
            "resumed": RESUME in self.request.POST,
            "missing": missing,
            "theirs": self._theirs() if meanwhile else None,
            "refused": refused,
            "files": files_of(self.document, self.request),
            "held": self.document.stage in HELD,
            "clean_address": f"{address}/clean-paste",
            "preview_address": f"{address}/preview",
            "share_address": f"{address}/share",
            "troubles": _troubles(self.document, self.request),
            "checks": checks_of(self.document, self.request, back="edit", without=BESIDE_FORM),
            "stopped": "stopped" in self.request.GET,
            "choose": f"{address}/",
        }

    def _theirs(self) -> ShownRevision:
        shown = shown_revision(self.document, latest(self.document))
        body = for_host(shown.body, self.document, self.request)
        return replace(shown, body=linked(body, self.document, self.request, marked=True))


def form_of_type(kind: ContentType, request: Request) -> Form:
    """Return the form of documents of type `kind`."""
    schema = kind.schema().clone()  # its fields are those of every form in this process
    spare(schema, kind.spared)
    return Form(schema, request, buttons=BUTTONS)


@view_config(
    context=Section, name="clean-paste", permission="portal.add_content", request_method="POST"
)
@view_config(context=Document, name="clean-paste", permission="portal.edit", request_method="POST")
def clean_paste(place: Section | Document, request: Request) -> Response:
    """Return the HTML that was sent as the house keeps it; nothing is stored."""
    if (request.content_length or 0) > PASTE_MAX_BYTES:
        raise HTTPRequestEntityTooLarge
    return Response(json={"html": clean(request.body.decode("utf-8", "replace"))})


@view_config(context=Document, name="preview", permission="portal.work")
def preview(document: Document, request: Request) -> Response:
    """Show the page as the public would see it if the newest revision were released."""
    shown, revision = as_shown(document, latest(document)), latest(document)
    if "checks" in request.GET:
        shown.text = Text(marked(revision.text.html, checked(document, revision)))
    return drafted_page(shown, request, marked=True)


def _kept(document: Document, word: WordFile | None, request: Request) -> HTTPSeeOther | Response:
    """Lead on from a kept draft: to its form, or to its page once it is handed in."""
    address = path_of(document, request)
    done = rework(document, word, request)
    if request.headers.get("Accept") == JSON:
        said = request.localizer.translate(_saved_at(document))
        version = version_of(document)
        troubles = [each.told(request.localizer) for each in _troubles(document, request)]
        answer = {"said": said, "version": version, "address": f"{address}/edit"}
        return Response(json={**answer, "troubles": troubles})
    return HTTPSeeOther(f"{address}/{_next(document, done, request)}")


def _next(document: Document, done: str, request: Request) -> str:
    """Return where a person goes from a draft that was kept, after handing it in if asked to."""
    if done:
        return f"edit?saved&{done}"
    if "check" in request.POST:
        return "edit?saved#checks"
    urgent = "hand_in_urgently" in request.POST
    if not urgent and "hand_in" not in request.POST:
        return "edit?saved"
    if incomplete(document, latest(document)):
        return "edit?saved&missing"
    if stops(document, latest(document)):
        return "edit?saved&stopped"
    hand_in(document, request.act, urgent=urgent)
    return "draft?done=hand_in"


def _to_keep(data: DocumentData, place: Any, request: Request) -> DocumentData:
    body = to_be_kept(data["body"], place, request)
    return {**data, "body": identified(body, place, request)}


def _resumed(request: Request) -> Iterator[TranslationString]:
    """Say of a form that came back through sign-in what is and what is not there again."""
    if RESUME in request.POST:
        yield _("This is what you typed before your session ended. It is not saved yet.")
    if request.POST.get(RESUME) == "files":
        yield _("Files do not come back by themselves; please choose them again.")


def _troubles(document: Document, request: Request) -> tuple[Trouble, ...]:
    return troubles_in(latest(document).text.html, document, request)


def _saved_at(document: Document) -> TranslationString:
    return _("Saved at ${when}.", mapping={"when": minute(latest(document).at)[-5:]})


def _source(section: Section) -> str:
    """Return the source that a new document of `section` most likely has."""
    site = site_of(section)
    return str(site.sponsor or site.title)
