"""From a file in any usual form to one JSON object a line, so that an import reads only that.

What cannot be used stands there with its reason, and every record is in the line that it came from.
"""

from __future__ import annotations

import codecs
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from portal.content.plaintext import without_controls
from portal.errors import Refusal
from portal.i18n import _
from portal.site.importing.columns import DAY, LINES, NUMBER, Column
from portal.site.importing.problems import is_missing
from portal.site.importing.reader import (
    DAMAGED,
    BadLine,
    Record,
    read_records,
    written,
)
from portal.site.importing.tables import csv_rows, spreadsheet_rows
from portal.site.importing.unpacking import PIECE, encoding_of, in_utf8, unpack

ROWS_MOST = 500_000
"""Most lines of a file, also empty ones."""
WORKBOOK = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
JSON_ENDINGS = (".jsonl", ".json", ".ndjson")
NUMBER_LENGTH = 9
IGNORED_MOST = 50
"""Headings without a column that are told."""
HEADING_SHOWN = 60
"""Characters of them that are told."""
_DAY = re.compile("([0-9]{4})[-/.\u5e74]([0-9]{1,2})[-/.\u6708]([0-9]{1,2})\u65e5?", re.ASCII)
_MIDNIGHT = re.compile("[ T]0?0:00(:00)?")
"""What spreadsheets add to a day."""

Titles = Mapping[str, Mapping[str, str]]
"""Name of a column to its values by title, in all languages."""


@dataclass(frozen=True)
class Converted:
    """What was found in a file.

    :ivar rows: records, and lines that cannot be used.
    :ivar ignored: headings of a table that name no column, the first ones.
    """

    rows: int
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """What a file may hold.

    :ivar headings: heading of a table in small letters, to the name of the column.
    :ivar titles: for columns with codes, title to code.
    """

    columns: tuple[Column, ...]
    headings: Mapping[str, str]
    titles: Titles


def convert(source: BinaryIO, name: str, form: Form, target: Path) -> Converted:
    """Write the records of `source` to `target`.

    :param name: of the file; its ending tells JSON lines from a table that cannot be told by what
        is in it.
    :raises Refusal: when it is no such file, too large, or its table lacks a column.
    """
    with ExitStack() as stack:
        plain, spare = (
            stack.enter_context(tempfile.TemporaryFile(dir=target.parent)) for _ in range(2)
        )
        lines = stack.enter_context(target.open("w", encoding="ascii"))
        is_damaged = unpack(source, plain)
        file = _File(plain, spare, name.lower().removesuffix(".gz"))
        entries, ignored = _entries(file, form)
        if is_damaged:
            entries = _ending_damaged(entries)
        return Converted(_write(entries, lines), ignored)


@dataclass(frozen=True)
class _File:
    """An unpacked file, and an empty one for what has to be recoded."""

    plain: BinaryIO
    spare: BinaryIO
    name: str


def _entries(file: _File, form: Form) -> tuple[Iterator[Record | BadLine], tuple[str, ...]]:
    plain = file.plain
    beginning = plain.read(PIECE)
    plain.seek(0)
    if beginning.startswith(OLD_WORKBOOK):
        raise Refusal(_("This is a workbook of an old form. Save it as XLSX, please."))
    if beginning.startswith(WORKBOOK):
        return _of_table(spreadsheet_rows(plain, rows=ROWS_MOST + 1), form)
    is_json = beginning.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{"
    if not beginning or is_json or file.name.endswith(JSON_ENDINGS):
        return read_records(in_utf8(plain, file.spare)), ()
    text = io.TextIOWrapper(plain, encoding_of(plain), newline="")
    return _of_table(csv_rows(text), form)


def _of_table(
    rows: Iterable[tuple[int, tuple[str, ...] | None]], form: Form
) -> tuple[Iterator[Record | BadLine], tuple[str, ...]]:
    every = ((number, cells) for number, cells in rows if cells is None or any(cells))
    first = next(every, (0, ()))[1] or ()
    said = tuple(" ".join(cell.split()) for cell in first)
    names = [form.headings.get(cell.lower(), "") for cell in said]
    _need_columns(names, form)
    known = {each.name: each for each in form.columns}
    columns = [known.get(name) for name in names]
    entries = (_entry(number, cells, columns, form.titles) for number, cells in every)
    pairs = zip(said, names, strict=True)
    ignored = (cell[:HEADING_SHOWN] for cell, name in pairs if cell and not name)
    return entries, tuple(islice(ignored, IGNORED_MOST))


def _need_columns(names: list[str], form: Form) -> None:
    twice = next((name for name in names if name and names.count(name) > 1), "")
    titles = {each.name: each.title for each in form.columns}
    if twice:
        values = {"title": titles[twice]}
        raise Refusal(_("Two columns are called “${title}”.", mapping=values))
    for each in form.columns:
        if each.required and each.name not in names:
            values = {"title": each.title}
            raise Refusal(
                _(
                    "The first line names the columns, and “${title}” is not among them.",
                    mapping=values,
                )
            )


def _entry(
    number: int, cells: tuple[str, ...] | None, columns: list[Column | None], titles: Titles
) -> Record | BadLine:
    if cells is None:
        return BadLine(number, _("Line ${line} cannot be read as CSV.", mapping={"line": number}))
    values: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        text = without_controls(cell).strip()
        if column is not None and text:
            values[column.name] = _value(column, text, titles)
    lacking = next((c.name for c in columns if c and c.required and c.name not in values), "")
    return BadLine(number, is_missing(lacking)) if lacking else Record(number, values)


def _value(column: Column, text: str, titles: Titles) -> Any:
    if column.kind == LINES:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if column.kind == NUMBER and text.isdecimal() and len(text) <= NUMBER_LENGTH:
        return int(text)
    day = _DAY.match(text) if column.kind == DAY else None
    if day:
        year, month, number = day.groups()
        rest = _MIDNIGHT.sub("", text[day.end() :])
        return f"{year}-{int(month):02}-{int(number):02}{rest}"
    return titles.get(column.name, {}).get(text, text)


def _ending_damaged(entries: Iterator[Record | BadLine]) -> Iterator[Record | BadLine]:
    last = 0
    for entry in entries:
        last = entry.line
        yield entry
    yield BadLine(last + 1, DAMAGED)


def _write(entries: Iterator[Record | BadLine], lines: Any) -> int:
    """Write each entry into its line, and return how many there are."""
    line, count = 0, 0
    for entry in entries:
        if entry.line > ROWS_MOST:
            raise Refusal(_("A file can have ${most} lines.", mapping={"most": ROWS_MOST}))
        lines.write("\n" * (entry.line - line - 1) + written(entry) + "\n")
        line, count = entry.line, count + 1
    return count
