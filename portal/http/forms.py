"""Forms that cannot be read are the sender's mistake, not a defect of ours."""

from __future__ import annotations

from os import SEEK_CUR
from typing import TYPE_CHECKING, Any

from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from pyramid.registry import Registry
    from pyramid.request import Request
    from pyramid.response import Response

    View = Callable[[Any, Request], Any]


ASCII_LAST = 0x7F
CONTINUING = bytes(range(0x80, 0xC0))
"""Bytes of a character of UTF-8 but its first one."""
FILE_FIELDS = frozenset({"file", "word"})
"""Names of the fields that take files; to all others, what is no text is a mistake."""


VISITOR_MAX_BYTES = 20_000_000
"""Largest form of somebody who is not signed in: reading it takes as much memory."""


class FormTooLarge(Refusal):
    """A visitor sends more than any form for visitors takes."""

    status = 413


class UnreadableForm(Exception):  # noqa: N818  # it names what happened, like Pyramid's own
    """The body of a request is no form; its page has the status 400."""


class WholeCharacters:
    """The body of a request, of which no line breaks off within a character of UTF-8.

    `cgi`, which WebOb reads forms with, takes 65,536 bytes of a long line at a time, decodes each
    of them alone and puts replacement characters where a character was cut.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def readline(self, size: int = -1) -> bytes:
        """Return the next line, or the next part of it; at most three bytes over `size`."""
        line = self._file.readline(size)
        if 0 < size == len(line) and line[-1] > ASCII_LAST:
            line += self._rest_of_character()
        return line

    def _rest_of_character(self) -> bytes:
        following = self._file.read(3)
        others = following.lstrip(CONTINUING)
        self._file.seek(-len(others), SEEK_CUR)
        return following.removesuffix(others)


def whole_text_tween(
    handler: Callable[[Request], Response], registry: Registry
) -> Callable[[Request], Response]:
    """Let long texts of forms arrive as they were sent."""

    def handle(request: Request) -> Response:
        if request.content_type == "multipart/form-data":
            request.make_body_seekable()
            request.environ["wsgi.input"] = WholeCharacters(request.body_file_raw)
        return handler(request)

    return handle


def only_readable_forms(view: View, info: Any) -> View:
    """Read the form of a request before its view, and before its token is looked for."""

    def guarded(context: Any, request: Request) -> Any:
        if getattr(request, "exception", None) is None:
            _read(request)
        return view(context, request)

    return guarded


def _read(request: Request) -> None:
    too_large = (request.content_length or 0) > VISITOR_MAX_BYTES
    if too_large and request.authenticated_userid is None:
        most = VISITOR_MAX_BYTES // 1_000_000
        raise FormTooLarge(_("What you sent is larger than ${most} MB.", mapping={"most": most}))
    try:
        sent = request.POST
    except UnicodeDecodeError:
        raise
    except (ValueError, LookupError, DeprecationWarning) as problem:
        # WebOb raises a warning for a form in another charset than UTF-8
        raise UnreadableForm(str(problem)) from problem
    if any(not isinstance(each, str) and name not in FILE_FIELDS for name, each in sent.items()):
        raise UnreadableForm("It has a file in a field of text.")
