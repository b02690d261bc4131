"""Where browsers send large files piece by piece, and ask how much of a file is here already."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from portal.content.document.content import Document
from portal.content.file.pieces import PIECE_MAX_BYTES, OutOfStep, forget_old
from portal.content.section.content import Section
from portal.content.uploading import pieces_of
from portal.errors import Refusal
from portal.i18n import _
from portal.jobs.queue import Job
from portal.site.site import Media

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.settings import Settings

DIGITS = 12
"""Longest number that is read; no file is that large."""
CHANGED_MAX = 40
"""Longest moment of a change that is read, as browsers tell it."""


class KeepsUploads(Protocol):
    """What the job asks of its context."""

    @property
    def settings(self) -> Settings:
        """Where the pieces are."""


@view_defaults(name="pieces")
class SendPieces:
    """Files on their way to a place; answers are data for a script.

    What to do with a file that is here whole, its form says (see `portal.content.uploading`).
    """

    def __init__(self, place: Any, request: Request) -> None:
        self.place = place
        self.request = request
        self.pieces = pieces_of(request)

    @view_config(context=Document, permission="portal.edit", request_method="POST")
    @view_config(context=Media, permission="portal.add_content", request_method="POST")
    @view_config(context=Section, permission="portal.add_content", request_method="POST")
    def begin(self) -> Response:
        """Begin a file, or go on with it: `{"key": "…", "offset": 0, "size": 9}`."""
        sent = self.request.POST
        size, changed = (
            _number(str(sent.get("size", ""))),
            str(sent.get("changed", ""))[:CHANGED_MAX],
        )
        try:
            begun = self.pieces.begin(str(sent.get("name", "")), size, changed)
        except Refusal as refusal:
            return self._refused(refusal.message)
        return _told(key=begun.key, offset=begun.offset, size=begun.size)

    @view_config(context=Document, permission="portal.edit", request_method="GET")
    @view_config(context=Media, permission="portal.add_content", request_method="GET")
    @view_config(context=Section, permission="portal.add_content", request_method="GET")
    def ask(self) -> Response:
        """Tell how much of a file is here."""
        begun = self.pieces.find(self.request.GET.get("key", ""))
        if begun is None:
            return self._unknown()
        return _told(offset=begun.offset, size=begun.size)

    @view_config(
        context=Document, permission="portal.edit", request_method="POST", request_param="offset"
    )
    @view_config(
        context=Media,
        permission="portal.add_content",
        request_method="POST",
        request_param="offset",
    )
    @view_config(
        context=Section,
        permission="portal.add_content",
        request_method="POST",
        request_param="offset",
    )
    def send(self) -> Response:
        """Take a piece, and tell where the next one begins; one that does not follow is refused."""
        query = self.request.GET
        begun = self.pieces.find(query.get("key", ""))
        if begun is None:
            return self._unknown()
        if not 0 < (self.request.content_length or 0) <= PIECE_MAX_BYTES:
            return self._refused(_("The piece has a wrong size."), 413)
        try:
            offset = self.pieces.add(begun, _number(query.get("offset", "")), self.request.body)
        except OutOfStep as answer:
            return _told(409, offset=answer.offset, size=begun.size)
        except Refusal as refusal:
            return self._refused(refusal.message)
        return _told(offset=offset, size=begun.size)

    def _unknown(self) -> Response:
        return self._refused(_("Nothing is known of this file. Please send it again."), 404)

    def _refused(self, problem: TranslationString, status: int = 422) -> Response:
        return _told(status, problem=self.request.localizer.translate(problem))


def forget_pieces(office: KeepsUploads) -> None:
    """Forget the pieces of files that nobody goes on with."""
    forget_old(office.settings.uploads_folder)


FORGETTING = Job("uploads.forget", forget_pieces, every=timedelta(hours=1))


def _told(status: int = 200, **answer: Any) -> Response:
    return Response(json_body=answer, status=status)


def _number(text: str) -> int:
    """Return the number that a browser sent; -1 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else -1
