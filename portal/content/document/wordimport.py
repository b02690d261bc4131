"""Take over a Word file whole: its text, its tables, and its pictures into the site's media."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from portal.content import textreader
from portal.content.content import site_of
from portal.content.document.schema import BODY_MAX, TITLE_MAX
from portal.content.extraction import run_reader
from portal.content.file.names import safe_file_name
from portal.content.file.schema import WORDS_MAX
from portal.content.image.operations import add_image
from portal.content.picturing import picture_tag
from portal.content.plaintext import clean_line, plain
from portal.content.richtext import clean
from portal.content.tagsoup import readable
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from typing import BinaryIO

    from portal.act import Act
    from portal.content.image.schema import ImageData

WORD_MAX_BYTES = 100_000_000
NAME_MAX = 60
"""Longest beginning of the name of a picture, which is that of its Word file."""
WAIT_SECONDS = 90
"""Longest time for one file; more than its own limit of computing time."""
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/jpg": ".jpg"}
"""Kinds of pictures that are taken over, and how their files are called."""
FAULTS = {
    textreader.MACROS: _("The file holds macros. Please save it as .docx without macros."),
    textreader.UNREADABLE: _("This is no Word file that can be read, or it is protected."),
}
TOO_LARGE = _("The Word file is too large. Please divide it into several.")
_PICTURE = re.compile(r'<img\b[^>]*? src="picture-(\d+)"[^>]*>')
_ALTERNATIVE = re.compile(r' alt="([^"]*)"')
_ANCHOR = re.compile(r'<a href="#[^"]*"[^>]*>(.*?)</a>')
_BACK = "\u2191"
"""Arrow with which mammoth leads back from a note."""
_TITLE = re.compile(r'<(h2|p) class="centred">(.*?)</\1>|<h2>(.*?)</h2>')


@dataclass(frozen=True)
class WordFile:
    """What was read of a Word file; nothing of it is stored yet.

    :ivar name: of the file, without its ending.
    :ivar html: cleaned, but with pictures that nobody else could show.
    :ivar pictures: kind and content of each picture that `html` names by its number.
    """

    name: str
    html: str
    pictures: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class TakenOver:
    """What becomes of a Word file in a document.

    :ivar title: empty if nothing in the file looks like one.
    :ivar body: cleaned HTML with the addresses of the stored pictures.
    :ivar left_out: number of pictures that could not be taken.
    """

    title: str
    body: str
    left_out: int


def read_word(name: str, content: BinaryIO) -> WordFile:
    """Read an uploaded Word file, in a process of its own.

    :param name: of the file, as the browser sent it.
    :raises Refusal: when it is no Word file, holds macros, is too large or longer than a document.
    """
    path = PurePath(safe_file_name(name))
    if path.suffix.lower() in {".docm", ".dotm"}:
        raise Refusal(FAULTS[textreader.MACROS])
    if path.suffix.lower() != ".docx":
        raise Refusal(_("Please choose a Word file whose name ends in .docx."))
    with TemporaryFile() as kept, TemporaryFile() as read:
        _copy(content, kept)
        ended = run_reader("word", kept, read, wait=WAIT_SECONDS)
        if ended:
            raise Refusal(FAULTS.get(ended, TOO_LARGE))
        read.seek(0)
        found: dict[str, Any] = json.load(read)
    body = clean(_ANCHOR.sub(_unlinked, found["html"]))
    if len(body) > BODY_MAX:
        raise Refusal(TOO_LARGE)
    pictures = ((each["kind"], base64.b64decode(each["content"])) for each in found["pictures"])
    return WordFile(path.stem, body, tuple(pictures))


def take_over(word: WordFile, place: Any, act: Act, *, titled: str = "") -> TakenOver:
    """Store the pictures of `word` in the media of the site of `place`, and return its text.

    A title at the beginning of the text is taken out of it, unless the document has another one.
    """
    left_out: list[int] = []

    def stored(found: re.Match[str]) -> str:
        number, told = int(found[1]), _ALTERNATIVE.search(found[0])
        tag = _store(word, number, readable(told[1]) if told else "", place, act)
        left_out.extend([] if tag else [number])
        return tag

    body = clean(_PICTURE.sub(stored, word.html))
    title, rest = _title(body)
    if titled and titled != title:
        return TakenOver(titled, body, len(left_out))
    return TakenOver(title, rest, len(left_out))


def _store(word: WordFile, number: int, alternative: str, place: Any, act: Act) -> str:
    """Return the tag of a picture that was stored; an empty one if it cannot be taken."""
    kind, content = word.pictures[number]
    ending = ENDINGS.get(kind, "")
    name = f"{word.name[:NAME_MAX]}-{number + 1}"
    told = clean_line(alternative, WORDS_MAX["alternative"]) or name
    data: ImageData = {"title": told, "file_name": f"{name}{ending}", "alternative": told}
    try:
        return picture_tag(add_image(site_of(place)["media"], data, content, act))
    except Refusal:
        return ""


def _title(body: str) -> tuple[str, str]:
    """Return the title that `body` begins with, and the rest; without one, an empty title."""
    found = _TITLE.match(body)
    title = " ".join(plain(found[0]).split()) if found else ""
    if not found or not title or len(title) > TITLE_MAX:
        return "", body
    return title, body[found.end() :]


def _unlinked(found: re.Match[str]) -> str:
    return "" if found[1] == _BACK else found[1]


def _copy(content: BinaryIO, kept: Any) -> None:
    size = 0
    while chunk := content.read(1_000_000):
        size += len(chunk)
        if size > WORD_MAX_BYTES:
            raise Refusal(TOO_LARGE)
        kept.write(chunk)
    kept.seek(0)
    kept.flush()
