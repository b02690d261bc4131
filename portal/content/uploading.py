"""Files that a form sends: each is kept, or refused with its reason, and stops no other one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token

from portal.content.file.names import plain_line, safe_file_name, title_from
from portal.content.file.operations import add_file
from portal.content.file.schema import FILE_MAX_BYTES, MEDIA_TYPES, TITLE_MAX, WORDS_MAX
from portal.content.image.operations import ENDINGS, add_image
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.content.content import Container
    from portal.content.file.content import File

LEAD_PICTURE = "lead_picture"
"""Name of the form that takes one picture."""
MOST = 500
"""Most files of one form that are looked at."""


@dataclass(frozen=True)
class Outcome:
    """What became of a file that was sent.

    :ivar oid: identity of what was kept; 0 if nothing was.
    :ivar problem: why it was not kept; empty otherwise.
    :ivar lacks_words: whether nothing but the alternative text of a picture is missing.
    """

    name: str
    oid: int = 0
    problem: TranslationString | str = ""
    lacks_words: bool = False


@dataclass(frozen=True)
class Uploader:
    """A form that sends files.

    :ivar into: what becomes of them, for the view that takes them.
    :ivar address: where they are sent; `page` is that of the list that they come into.
    :ivar accept: endings that browsers offer.
    :ivar typed: title and alternative text that come back with a refusal.
    """

    into: str
    address: str
    page: str
    csrf_token: str
    accept: str
    many: bool = True
    choose: str = ""
    typed: tuple[str, str] = ("", "")
    lacks_words: bool = False


def uploader(
    request: Request, into: str, address: str, *, page: str = "", choose: str = ""
) -> Uploader:
    """Return the form that sends files to `address`; a lead picture is one, and a picture."""
    pictures = into == LEAD_PICTURE
    again = request.POST.get("into") == into and request.response.status_int != 200  # noqa: PLR2004
    typed = (_words(request, "title"), _words(request, "alternative")) if again else ("", "")
    return Uploader(
        into=into,
        address=address,
        page=page or address,
        csrf_token=get_csrf_token(request),
        accept=",".join(sorted(ENDINGS if pictures else MEDIA_TYPES)),
        many=not pictures,
        choose=choose,
        typed=typed,
        lacks_words=again and not typed[1],
    )


def keep_sent(
    media: Container, request: Request, *, only_pictures: bool = False
) -> tuple[Outcome, ...]:
    """Keep the files that `request` brings in `media`, and tell what became of each."""
    sent = tuple(_sent(request))
    if not sent:
        return (Outcome("", problem=_("Please choose a file first.")),)
    alone = sum(_is_picture(each.filename) for each in sent) == 1
    return tuple(
        _keep_one(
            media,
            each,
            {
                "title": _words(request, "title") if len(sent) == 1 else "",
                "alternative": _words(request, "alternative") if alone else "",
            },
            request,
            only_pictures=only_pictures,
        )
        for each in sent
    )


def _keep_one(
    media: Container, sent: Any, words: dict[str, str], request: Request, *, only_pictures: bool
) -> Outcome:
    name = safe_file_name(sent.filename)
    try:
        content = _content(sent)
        title = words["title"] or title_from(name)
        data: Any = {**words, "title": title[:TITLE_MAX], "file_name": name}
        add = add_image if only_pictures or _is_picture(name) else add_file
        file: File = add(media, data, content, request.act)
    except Refusal as refusal:
        lacks_words = _is_picture(name) and not words["alternative"]
        return Outcome(name, problem=refusal.message, lacks_words=lacks_words)
    return Outcome(name, oid=file.oid)


def _sent(request: Request) -> Iterator[Any]:
    """Yield the files of the form; a field in which none was chosen brings a text."""
    for each in request.POST.getall("file")[:MOST]:
        if getattr(each, "filename", ""):
            yield each


def _content(sent: Any) -> bytes:
    size = sent.file.seek(0, 2)
    if size > FILE_MAX_BYTES:
        raise Refusal(_("The file is too large."))
    sent.file.seek(0)
    content: bytes = sent.file.read()
    return content


def _is_picture(name: str) -> bool:
    return PurePath(safe_file_name(name)).suffix.lower() in ENDINGS


def _words(request: Request, name: str) -> str:
    return plain_line(str(request.POST.get(name, "")))[: WORDS_MAX[name]]
