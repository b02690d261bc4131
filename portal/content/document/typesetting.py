"""Set the type of a text as official documents are set, without changing a word of it.

Blanks for layout go, for the style sheet indents; marks beside Chinese are full-width; nothing
stands between Chinese and Latin; lines become paragraphs, and numbered ones headings.
"""

from __future__ import annotations

import html
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from portal.content.elements import INLINE
from portal.content.richtext import clean
from portal.content.tagsoup import Tag, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_DATA = tomllib.loads((Path(__file__).parent / "data" / "typesetting.toml").read_text("utf-8"))
_HAN = "\u3400-\u9fff\uf900-\ufaff\u3007"
_WIDE = re.escape(_DATA["wide"]["always"])
_QUOTES = re.escape(_DATA["wide"]["beside_chinese"])
_BLANK = " \t\n\xa0\u3000"
_LATIN = "A-Za-z0-9"
_MARKS: dict[str, str] = _DATA["marks"]
_STOP = _DATA["full_stop"]

_EDGES = re.compile(rf"\A[{_BLANK}]+|[{_BLANK}]+\Z")
_BLANKS = re.compile(rf"(?<=[{_BLANK}])[{_BLANK}]+")
_NEEDLESS = re.compile(
    rf"(?<=[{_HAN}])[{_BLANK}]+(?=[{_LATIN}{_QUOTES}])"
    rf"|(?<=[{_LATIN}{_QUOTES}])[{_BLANK}]+(?=[{_HAN}])"
    rf"|(?<=[{_WIDE}])[{_BLANK}]+|[{_BLANK}]+(?=[{_WIDE}])"
)
_HALF = "".join(map(re.escape, _MARKS))
_CHINESE_BEFORE = rf"(?:(?<=[{_HAN}{_WIDE}])|(?<=[{_HAN}{_WIDE}][{_QUOTES}]))"
_MARK = re.compile(
    rf"{_CHINESE_BEFORE}[{_HALF}]|(?<=[^\s0-9])[{_HALF}](?=[{_HAN}])|(?<=[0-9])[,;?!](?=[{_HAN}])"
    rf"|(?<=[{_HAN}][{_BLANK}])[{_HALF}](?=[{_BLANK}]?[{_HAN}])"
)
_FULL_STOP = re.compile(
    rf"{_CHINESE_BEFORE}{re.escape(_STOP['half'])}(?=[{_HAN}{_WIDE}{_QUOTES}]|[{_BLANK}]*\Z)"
)
_ROUNDS = 5
"""How often the rules are gone through at most; each may make room for another."""
_NUMBER = re.compile(_DATA["numbers"]["pattern"])
_HEADINGS = tuple((each["tag"], re.compile(each["pattern"])) for each in _DATA["headings"])
_PIECES = re.compile(r"(<p>.*?</p>|</?[a-z][^>]*>)")
_CONTAINERS = frozenset({"ul", "ol", "table", "blockquote", "figure"})


def typeset(source: str) -> str:
    """Return the HTML `source` with its type set; setting the result again does not change it."""
    body = clean(source)
    body = clean("".join(_blocks(_apart(tokens(body)))))
    return _with_headings(body)


def _apart(pieces: Iterable[str | Tag]) -> Iterator[str | Tag]:
    """Make a paragraph of each line of a paragraph; what is bold goes on being so."""
    paragraph: Tag | None = None
    inside: list[Tag] = []
    for piece in pieces:
        if isinstance(piece, Tag):
            if piece.name == "p":
                paragraph = None if piece.closing else piece
                inside.clear()
            elif piece.name == "br" and paragraph:
                yield from (Tag(each.name, closing=True, rest="") for each in reversed(inside))
                yield Tag("p", closing=True, rest="")
                yield paragraph
                yield from inside
                continue
            elif piece.name in INLINE:
                _follow(inside, piece)
        yield piece


def _follow(inside: list[Tag], tag: Tag) -> None:
    if not tag.closing:
        inside.append(tag)
    elif inside:
        inside.pop()


def _blocks(pieces: Iterable[str | Tag]) -> Iterator[str]:
    """Write the HTML anew; texts and inline elements between two others are set as one line."""
    line: list[str | Tag] = []
    for piece in pieces:
        if isinstance(piece, str) or piece.name in INLINE:
            line.append(piece)
            continue
        yield from _line(line)
        line.clear()
        yield _source(piece)
    yield from _line(line)


def _line(pieces: list[str | Tag]) -> Iterator[str]:
    """Set one line, whose characters stay within their elements."""
    cells = list("".join(piece for piece in pieces if isinstance(piece, str)))
    if any(not cell.isspace() for cell in cells):
        _set(cells)
    place = 0
    for piece in pieces:
        if isinstance(piece, Tag):
            yield _source(piece)
        else:
            yield html.escape("".join(cells[place : place + len(piece)]), quote=False)
            place += len(piece)


def _set(cells: list[str]) -> None:
    for _round in range(_ROUNDS):
        before = cells.copy()
        for rule in _RULES:
            _apply(rule, cells)
        if cells == before:
            return


def _apply(rule: Callable[[str], Iterator[tuple[int, str]]], cells: list[str]) -> None:
    """Change single characters of a line; each cell holds one, or none where it was taken out."""
    places = [place for place, cell in enumerate(cells) if cell]
    text = "".join(cells)
    for at, character in rule(text):
        cells[places[at]] = character


def _without_blanks(text: str) -> Iterator[tuple[int, str]]:
    for pattern in (_EDGES, _BLANKS, _NEEDLESS):
        for found in pattern.finditer(text):
            yield from ((at, "") for at in range(*found.span()))


def _runs(text: str) -> Iterator[tuple[int, str]]:
    for half, full in _DATA["runs"].items():
        for found in re.finditer(rf"{_CHINESE_BEFORE}{re.escape(half)}(?![-.])", text):
            for number in range(len(half)):
                yield found.start() + number, full[number] if number < len(full) else ""


def _pairs(text: str) -> Iterator[tuple[int, str]]:
    """Find marks around or beside Chinese that come in pairs."""
    for pair in _DATA["pairs"]:
        (opening, closing), full = map(re.escape, pair["half"]), pair["full"]
        for found in re.finditer(rf"{opening}([^{opening}{closing}]*){closing}", text):
            around = text[max(0, found.start() - 1) : found.end() + 1]
            if re.search(rf"[{_HAN}]", around):
                yield found.start(), full[0]
                yield found.end() - 1, full[1]


def _marks(text: str) -> Iterator[tuple[int, str]]:
    for found in _MARK.finditer(text):
        yield found.start(), _MARKS[found[0]]


def _full_stops(text: str) -> Iterator[tuple[int, str]]:
    number = _NUMBER.match(text)
    for found in _FULL_STOP.finditer(text):
        if number is None or found.start() >= number.end():
            yield found.start(), _STOP["full"]


_RULES = (_without_blanks, _runs, _pairs, _marks, _full_stops, _without_blanks)


def _with_headings(body: str) -> str:
    """Make headings of numbered lines that stand for themselves, not in lists or tables."""
    depth, written = 0, list[str]()
    for piece in _PIECES.split(body):
        if piece.startswith("<") and piece.strip("</>") in _CONTAINERS:
            depth += -1 if piece.startswith("</") else 1
        written.append(_heading(piece) if not depth and piece.startswith("<p>") else piece)
    return "".join(written)


def _heading(paragraph: str) -> str:
    inside = paragraph.removeprefix("<p>").removesuffix("</p>")
    words = html.unescape(re.sub("<[^>]*>", "", inside))
    tag = next((tag for tag, pattern in _HEADINGS if pattern.fullmatch(words)), "")
    return f"<{tag}>{inside}</{tag}>" if tag and "<img" not in inside else paragraph


def _source(tag: Tag) -> str:
    slash = "/" if tag.closing else ""
    return f"<{slash}{tag.name}{tag.rest}>"
