"""Files that a form sends: each is kept, or refused with its reason, and stops no other one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.csrf import get_csrf_token

from portal.content.file.names import plain_line, safe_file_name, title_from
from portal.content.file.operations import add_file
from portal.content.file.pieces import PIECE_BYTES, Pieces
from portal.content.file.schema import FILE_MAX_BYTES, MEDIA_TYPES, TITLE_MAX, WORDS_MAX
from portal.content.image.operations import ENDINGS, add_image
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.act import Act
    from portal.content.content import Container
    from portal.content.file.content import File

Words: TypeAlias = dict[str, str]
"""Title and alternative text that are sent with a file."""

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
    piece: int = PIECE_BYTES

    @property
    def pieces(self) -> str:
        """Where a file that is larger than `piece` is sent in pieces of this size."""
        return f"{self.address.rpartition('/')[0]}/pieces"


@dataclass(frozen=True)
class Sent:
    """A file that arrived, with its form or before it in pieces.

    :ivar file: its content; `None` if not all of its pieces are here.
    :ivar key: of one that arrived in pieces.
    """

    name: str
    file: BinaryIO | None
    key: str = ""


def pieces_of(request: Request) -> Pieces:
    """Return what the person of `request` has begun to send to its context."""
    folder = request.registry["settings"].uploads_folder
    return Pieces(folder, request.authenticated_userid, request.context.oid)


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

    def keep(sent: Sent, words: Words) -> int:
        return keep_one(media, sent, words, request.act, only_pictures=only_pictures)

    return keep_each(request, keep)


def keep_each(request: Request, keep: Callable[[Sent, Words], int]) -> tuple[Outcome, ...]:
    """Let `keep` keep each file that `request` brings, and tell what became of it.

    :param keep: returns the identity of what it made of the file, or raises a refusal.
    """
    sent = tuple(_sent(request))
    if not sent:
        return (Outcome("", problem=_("Please choose a file first.")),)
    alone = sum(_is_picture(each.name) for each in sent) == 1
    words = {
        "title": _words(request, "title") if len(sent) == 1 else "",
        "alternative": _words(request, "alternative") if alone else "",
    }
    return tuple(_kept(each, words, keep, request) for each in sent)


def keep_one(
    media: Container, sent: Sent, words: Words, act: Act, *, only_pictures: bool = False
) -> int:
    """Keep a file in `media`, and return its identity.

    :raises Refusal: when it is not taken.
    """
    name = safe_file_name(sent.name)
    title = words["title"] or title_from(name)
    data: Any = {**words, "title": title[:TITLE_MAX], "file_name": name}
    add = add_image if only_pictures or _is_picture(name) else add_file
    file: File = add(media, data, _content(sent), act)
    return file.oid


def _kept(
    sent: Sent, words: Words, keep: Callable[[Sent, Words], int], request: Request
) -> Outcome:
    name = safe_file_name(sent.name)
    try:
        outcome = Outcome(name, oid=keep(sent, words))
    except Refusal as refusal:
        lacks_words = _is_picture(name) and not words["alternative"]
        outcome = Outcome(name, problem=refusal.message, lacks_words=lacks_words)
    if sent.key and sent.file is not None and not outcome.lacks_words:
        _forget(sent.key, request)
    return outcome


def _forget(key: str, request: Request) -> None:
    """Forget the pieces of a file once it is kept for good, or refused for good."""
    pieces = pieces_of(request)

    def forget(committed: bool) -> None:  # noqa: FBT001  # the transaction calls it so
        if committed:
            pieces.drop(key)

    request.tm.get().addAfterCommitHook(forget)


def _sent(request: Request) -> Iterator[Sent]:
    """Yield the files of the form; a field in which none was chosen brings a text."""
    for each in request.POST.getall("file")[:MOST]:
        if getattr(each, "filename", ""):
            yield Sent(each.filename, each.file)
    for key in request.POST.getall("sent")[:MOST]:
        found = pieces_of(request).open(str(key))
        if found is None:
            yield Sent("", None, str(key))
        else:
            request.add_finished_callback(partial(_close, found[1]))
            yield Sent(*found, str(key))


def _close(file: BinaryIO, _request: Request) -> None:
    file.close()


def _content(sent: Sent) -> bytes:
    if sent.file is None:
        raise Refusal(_("This did not arrive whole. Please send it again."))
    size = sent.file.seek(0, 2)
    if size > FILE_MAX_BYTES:
        raise Refusal(_("The file is too large."))
    sent.file.seek(0)
    return sent.file.read()


def _is_picture(name: str) -> bool:
    return PurePath(safe_file_name(name)).suffix.lower() in ENDINGS


def _words(request: Request, name: str) -> str:
    return plain_line(str(request.POST.get(name, "")))[: WORDS_MAX[name]]
