"""What people read of a draft, each text with the way back to its place in the HTML."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from portal.content.checks.declaration import Place
from portal.content.document.fields import CORE_TITLES
from portal.content.plaintext import BLOCK_END
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portal.content.document.content import Revision

AROUND = 20
"""Most characters that are shown before and after what was found."""
SHOWN = 100
"""Most characters of what was found that are shown."""
NUMBERS = frozenset({"document_number", "index_number"})
"""Fields that hold numbers of documents."""
HIDDEN = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
"""Characters that are not seen and would hide what stands around them."""
_TAG = r'<(?:[^>"]|"[^"]*")*>'
_SPECIAL = re.compile(rf"{_TAG}|&#?[0-9a-zA-Z]+;|[{HIDDEN}]+")
_HIDDEN = re.compile(f"[{HIDDEN}]+")
_TOLD = re.compile(r' (?:alt|title)="([^"]+)"')
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d7ce-\U0001d7ff]")
_FOLD = (
    {number: number - 0xFEE0 for number in range(0xFF10, 0xFF5B)}
    | {number: 0x30 + (number - 0x1D7CE) % 10 for number in range(0x1D7CE, 0x1D800)}
    | {number + 0xFEE0: number + 0x20 for number in range(0x41, 0x5B)}
    | {number: number + 0x20 for number in range(0x41, 0x5B)}
)
"""Wide and mathematical digits and letters to plain small ones."""

Piece = tuple[int, int, int, int]
"""Where a piece begins and ends in the text, and in the HTML."""


def fold(text: str) -> str:
    """Return `text` with small plain letters and digits, each character in its place."""
    if not _WIDE.search(text):
        lowered = text.lower()
        if len(lowered) == len(text):
            return lowered
    return text.translate(_FOLD)


@dataclass(frozen=True)
class Passage:
    """A text of one field.

    :ivar text: as it is read, without characters that are not seen.
    :ivar pieces: where it is from, in order; empty where it has no HTML.
    """

    field: str
    title: str
    text: str
    pieces: tuple[Piece, ...] = ()

    @cached_property
    def folded(self) -> str:
        """The text as words and numbers are looked for in it."""
        return fold(self.text)

    def place(self, start: int, end: int) -> Place:
        """Return the place of the characters from `start` to before `end`."""
        before = self.text[max(0, start - AROUND) : start].rpartition("\n")[2]
        after = self.text[end : end + AROUND].partition("\n")[0]
        words = " ".join(self.text[start : min(end, start + SHOWN)].split())
        spans = tuple(self._spans(start, end))
        return Place(self.field, self.title, start, words, before, after, spans)

    def _spans(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        number = bisect_right(self.pieces, start, key=_end)
        while number < len(self.pieces) and self.pieces[number][0] < end:
            begin, until, source, source_end = self.pieces[number]
            if source_end - source == until - begin:
                yield source + max(0, start - begin), source + min(until, end) - begin
            elif source < source_end:
                yield source, source_end  # a character that the HTML writes in several
            number += 1


def passages(
    revision: Revision, names: Iterable[str], titles: Mapping[str, str] = CORE_TITLES
) -> tuple[Passage, ...]:
    """Return all that the public would read of `revision`, whose files are called `names`.

    :param titles: name to title of the fields that are looked at.
    """
    body = revision.text.html
    told = (html.unescape(each) for each in _TOLD.findall(body))
    return (
        *_fields(revision.values, titles),
        read(body),
        *(Passage("body", _("Description of a picture"), _seen(each)) for each in told),
        *(Passage("attachments", _("Attachments"), _seen(each)) for each in names),
    )


def read(body: str) -> Passage:
    """Return what people read of the cleaned HTML `body`, a line for each block."""
    texts: list[str] = []
    pieces: list[Piece] = []
    length = place = 0

    def take(text: str, start: int, end: int) -> None:
        nonlocal length
        if text:
            texts.append(text)
            pieces.append((length, length + len(text), start, end))
            length += len(text)

    for found in _SPECIAL.finditer(body):
        start, end = found.span()
        take(body[place:start], place, start)
        if found[0][0] == "&":
            take(html.unescape(found[0]), start, end)
        elif BLOCK_END.fullmatch(found[0]):
            take("\n", start, start)
        place = end
    take(body[place:], place, len(body))
    return Passage("body", _("Text"), "".join(texts), tuple(pieces))


def _fields(values: dict[str, Any], titles: Mapping[str, str]) -> Iterator[Passage]:
    for name, title in titles.items():
        value = values.get(name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and text:
                yield Passage(name, title, _seen(text))


def _seen(text: str) -> str:
    return _HIDDEN.sub("", text)


def _end(piece: Piece) -> int:
    return piece[1]
