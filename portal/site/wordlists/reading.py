"""Reading the words of a file that somebody sent: CSV or plain text, in any usual encoding."""

from __future__ import annotations

import codecs
import csv
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from portal.content.checks.declaration import STOP, WARN
from portal.content.checks.passages import fold
from portal.content.checks.words import Rule
from portal.content.plaintext import without_controls
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FILE_MAX_BYTES = 20_000_000
"""Largest file that is read."""
WORDS_MOST = 200_000
"""Most words of a list."""
WORD_LEAST = 2
WORD_MOST = 100
"""Shortest word, for a single character stands everywhere; the longest, both in characters."""
CELL_MOST = 200
"""Longest suggestion or category, in characters."""
LINE_MOST = 2_000
"""Longest line that is parted into cells, in characters."""
COLUMNS = ("word", "suggestion", "level", "category")
"""What the columns hold in files that do not say it."""
LEFT_OUT = {
    "twice": _("the same word twice"),
    "short": _("words of a single character"),
    "long": _("words of more than a hundred characters"),
    "unseen": _("characters that cannot be shown"),
}
"""Why a line is not taken."""
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_ENCODINGS = ("utf-8", "gb18030")
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
"""Beginnings of archives, of workbooks and of other files that hold no plain text."""


@dataclass(frozen=True)
class Read:
    """The words of a file, each once, and how many lines were left out for which reason."""

    rules: tuple[Rule, ...]
    left_out: tuple[tuple[str, int], ...]


def read_words(data: bytes, level: str, category: str) -> Read:
    """Return the words of the file `data`.

    Nothing in it is taken for more than words: a pattern stands for its own characters.

    :param level: of words for which the file says none; so is `category`.
    :raises Refusal: when it is no text, too large, or holds no word.
    """
    if len(data) > FILE_MAX_BYTES:
        raise Refusal(too_large())
    found: dict[str, Rule] = {}
    left_out: Counter[str] = Counter()
    for rule in _rules(_lines(text_of(data)), level, category):
        folded = fold(rule.word)
        why = _why_not(folded, rule) or ("twice" if folded in found else "")
        if why:
            left_out[why] += 1
        else:
            found[folded] = rule
        if len(found) > WORDS_MOST:
            raise Refusal(_("A list can have ${most} words.", mapping={"most": WORDS_MOST}))
    if not found:
        raise Refusal(_("There is no word in this file."))
    return Read(tuple(found.values()), tuple(sorted(left_out.items())))


def too_large() -> str:
    """Say that a file is too large."""
    most = FILE_MAX_BYTES // 1_000_000
    message: str = _("The file is larger than ${most} MB.", mapping={"most": most})
    return message


def text_of(data: bytes) -> str:
    """Return the text of a file in any usual encoding.

    :raises Refusal: when it is no text.
    """
    if not data.startswith(_NO_TEXT):
        marked = next((_MARKS[mark] for mark in _MARKS if data.startswith(mark)), "")
        for encoding in (marked,) if marked else _ENCODINGS:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return text
    raise Refusal(
        _("This is no text file. Save the list as CSV or TXT, with UTF-8 or GBK characters.")
    )


def _lines(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if not line.strip():
            continue
        if len(line) > LINE_MOST:
            yield [line]  # too long for a word, and told as such
            continue
        delimiter = "\t" if "\t" in line else ","
        yield [" ".join(cell.split()) for cell in next(csv.reader([line], delimiter=delimiter))]


def _rules(lines: Iterator[list[str]], level: str, category: str) -> Iterator[Rule]:
    columns: Sequence[str] = COLUMNS
    for number, cells in enumerate(lines):
        named = _columns(cells) if number == 0 else ()
        if named:
            columns = named
            continue
        values = dict(zip(columns, cells, strict=False))
        word = values.get("word", "")
        if word:
            yield Rule(
                word,
                _short(values.get("suggestion", "")),
                _level(values.get("level", "")) or level,
                _short(values.get("category", "")) or category,
            )


def _columns(cells: list[str]) -> tuple[str, ...]:
    """Return what the columns hold if `cells` are their heads, else nothing."""
    known = {head: name for name, heads in _data()["columns"].items() for head in heads}
    named = tuple(known.get(cell.lower(), "") for cell in cells)
    is_head = "word" in named and all(named) and (len(named) > 1 or cells[0].isascii())
    return named if is_head else ()


def _level(cell: str) -> str:
    for level in (STOP, WARN):
        if cell.lower() in _data()["levels"][level]:
            return level
    return ""


def _why_not(folded: str, rule: Rule) -> str:
    if len(folded) < WORD_LEAST:
        return "short"
    if len(folded) > WORD_MOST:
        return "long"
    return "" if all(map(str.isprintable, rule)) else "unseen"


def _short(cell: str) -> str:
    return without_controls(cell)[:CELL_MOST]


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "data" / "columns.toml").read_text("utf-8"))
