"""The part of the page of a draft on which files are attached to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound, HTTPSeeOther
from pyramid.response import FileResponse, Response
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.attached import files_of
from portal.content.document.attachments import (
    attach,
    attached_to,
    lead_picture_of,
    need_room,
    set_lead_picture,
    shift,
    take_off,
)
from portal.content.document.content import Document
from portal.content.document.drafts import title_of
from portal.content.file.content import File
from portal.content.file.operations import describe_media
from portal.content.file.views import download
from portal.content.image.content import Image
from portal.content.image.sizes import sized
from portal.content.uploading import LEAD_PICTURE, Outcome, keep_sent
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.request import Request

Answer: TypeAlias = dict[str, Any] | Response
Outcomes: TypeAlias = tuple[Outcome, ...]

_NUMBER = re.compile(r"-?[0-9]{1,19}", re.ASCII)


@view_defaults(
    context=Document, name="attach", permission="portal.edit", renderer="templates/attach.pt"
)
class Attach:
    """The files of a draft."""

    def __init__(self, document: Document, request: Request) -> None:
        self.document = document
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show the files."""
        return self._page()

    @view_config(request_method="POST")
    def change(self) -> Answer:
        """Do what one of the buttons says; a script is told as data."""
        deed = next((each for name, each in DEEDS.items() if name in self.request.POST), None)
        if deed is None:
            raise HTTPBadRequest
        try:
            outcomes = deed(self.document, self.request)
        except Refusal as refusal:
            outcomes = (Outcome("", problem=refusal.message),)
        problems = tuple(each for each in outcomes if each.problem)
        self.request.response.status_int = 422 if problems else 200
        if self.request.headers.get("Accept") == "application/json":
            return told(problems, self.request)
        if problems:
            return self._page(problems)
        return HTTPSeeOther(f"{path_of(self.document, self.request)}/edit#files")

    def _page(self, problems: Outcomes = ()) -> dict[str, Any]:
        return {
            "title": title_of(self.document) or _("Untitled"),
            "edit": f"{path_of(self.document, self.request)}/edit",
            "files": files_of(self.document, self.request, problems),
        }


@view_config(context=Document, name="attached", permission="portal.work")
def send_attached(document: Document, request: Request) -> Response:
    """Send a file of the draft to those who work on it; a picture in its small size."""
    oid = named(request, "file")
    if oid not in {*attached_to(document), lead_picture_of(document)}:
        raise HTTPNotFound
    file = reach(oid, document)
    if isinstance(file, Image):
        place = sized(file, "small", request.registry["settings"].copies_folder)
        return FileResponse(str(place), request=request, content_type="image/webp")
    if not isinstance(file, File):
        raise HTTPNotFound
    return download(file, request)


def told(problems: Outcomes, request: Request) -> Response:
    """Tell a script what was wrong with what it sent: `{"problem": "", "lacks_words": false}`."""
    first = problems[0] if problems else Outcome("")
    answer = {
        "problem": request.localizer.translate(first.problem),
        "lacks_words": first.lacks_words,
    }
    return Response(json_body=answer, status=request.response.status_int)


def named(request: Request, name: str) -> int:
    """Return the identity that the field `name` brings; 0 for what is none."""
    sent = str(request.params.get(name, ""))
    return int(sent) if _NUMBER.fullmatch(sent) else 0


def _into_lead(request: Request) -> bool:
    return bool(request.POST.get("into") == LEAD_PICTURE)


def _upload(document: Document, request: Request) -> Outcomes:
    lead = _into_lead(request)
    if not lead:
        need_room(document, sum(len(request.POST.getall(name)) for name in ("file", "sent")))
    outcomes = keep_sent(site_of(document)["media"], request, only_pictures=lead)
    kept = [each.oid for each in outcomes if each.oid]
    if lead and kept:
        set_lead_picture(document, kept[-1], request.act)
    elif kept:
        attach(document, kept, request.act)
    return outcomes


def _take(document: Document, request: Request) -> Outcomes:
    oid = named(request, "take")
    if _into_lead(request):
        set_lead_picture(document, oid, request.act)
    else:
        attach(document, (oid,), request.act)
    return ()


def _remove(document: Document, request: Request) -> Outcomes:
    take_off(document, named(request, "remove"), request.act)
    return ()


def _up(document: Document, request: Request) -> Outcomes:
    shift(document, named(request, "up"), -1, request.act)
    return ()


def _down(document: Document, request: Request) -> Outcomes:
    shift(document, named(request, "down"), 1, request.act)
    return ()


def _no_picture(document: Document, request: Request) -> Outcomes:
    set_lead_picture(document, 0, request.act)
    return ()


def _describe(document: Document, request: Request) -> Outcomes:
    oid = named(request, "describe")
    file = reach(oid, document)
    mine = oid in {*attached_to(document), lead_picture_of(document)}
    if not (mine and isinstance(file, File) and file.state != "published"):
        raise Refusal(_("The public sees this file already; it is changed on its own page."))
    words: Any = {"title": request.POST.get("title", "")}
    if isinstance(file, Image):
        words["alternative"] = request.POST.get("alternative", "")
    describe_media(file, words, request.act)
    return ()


DEEDS: dict[str, Callable[[Document, Request], Outcomes]] = {
    "upload": _upload,
    "take": _take,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "no_picture": _no_picture,
    "describe": _describe,
}
"""Name of a button to what it does."""
