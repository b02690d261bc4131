"""Reading the rows of a table that somebody sent: CSV in any usual encoding, or a spreadsheet."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from itertools import islice
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from portal.content.plaintext import clean_line
from portal.errors import Refusal
from portal.i18n import _
from portal.site.wordlists.reading import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE_MAX_BYTES = 5_000_000
"""Largest file that is read."""
UNPACKED_MAX_BYTES = 100_000_000
"""Largest spreadsheet, unpacked."""
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
    text = text_of(data)
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, _cells(cells)
    except csv.Error as error:
        raise Refusal(
            _("Line ${line} cannot be read as CSV.", mapping={"line": reader.line_num})
        ) from error


def _of_spreadsheet(data: bytes) -> Iterator[Row]:
    import openpyxl  # noqa: PLC0415  # it takes a fifth of a second, for which no start shall wait

    try:
        _check_size(data)
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a file may claim any size
        rows = sheet.iter_rows(max_row=ROWS_READ, max_col=COLUMNS_MOST, values_only=True)
        for number, cells in enumerate(rows, start=1):
            yield number, _cells(cells)
    except Exception as error:  # whatever a broken or hostile workbook makes the library raise
        raise Refusal(
            _("This spreadsheet cannot be read. Save it as XLSX or CSV once more.")
        ) from error


def _check_size(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as package:
        if sum(part.file_size for part in package.infolist()) > UNPACKED_MAX_BYTES:
            raise BadZipFile


def _cells(cells: Iterable[Any]) -> tuple[str, ...]:
    return tuple(clean_line(_said(cell), CELL_MOST) for cell in islice(cells, COLUMNS_MOST))


def _said(cell: Any) -> str:
    """Return what people see in a cell; a whole number has no point, such as a telephone."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
