"""Reading the rows of a table that somebody sent: CSV in any usual encoding, or a spreadsheet."""

from __future__ import annotations

from io import BytesIO, StringIO
from itertools import islice
from typing import TYPE_CHECKING

from portal.content.plaintext import clean_line
from portal.errors import Refusal
from portal.i18n import _
from portal.site.importing.tables import csv_rows, spreadsheet_rows
from portal.site.wordlists.reading import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE_MAX_BYTES = 5_000_000
"""Largest file that is read."""
CELL_MOST = 500
"""Longest cell, in characters; what is longer ends with an ellipsis."""
COLUMNS_MOST = 50
ROWS_READ = 20_000
"""Rows of a spreadsheet that are looked at, also empty ones."""
ARCHIVE = b"PK\x03\x04"

Row = tuple[int, tuple[str, ...]]
"""Number of the line, counted from 1, and its cells."""


def rows_of(data: bytes, most: int) -> list[Row]:
    """Return the rows of the file `data` that say something.

    :param most: most rows; those without a word do not count.
    :raises Refusal: when it is no table, too large, or has more rows.
    """
    if len(data) > FILE_MAX_BYTES:
        values = {"most": FILE_MAX_BYTES // 1_000_000}
        raise Refusal(_("The file is larger than ${most} MB.", mapping=values))
    found: list[Row] = []
    for row in _of_spreadsheet(data) if data.startswith(ARCHIVE) else _of_text(data):
        if any(row[1]):
            found.append(row)
        if len(found) > most:
            raise Refusal(_("A file can have ${most} lines.", mapping={"most": most}))
    return found


def _of_text(data: bytes) -> Iterator[Row]:
    for number, cells in csv_rows(StringIO(text_of(data), newline="")):
        if cells is None:
            raise Refusal(_("Line ${line} cannot be read as CSV.", mapping={"line": number}))
        yield number, _cells(cells)


def _of_spreadsheet(data: bytes) -> Iterator[Row]:
    for number, cells in spreadsheet_rows(BytesIO(data), rows=ROWS_READ, columns=COLUMNS_MOST):
        yield number, _cells(cells or ())


def _cells(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(clean_line(cell, CELL_MOST) for cell in islice(cells, COLUMNS_MOST))
