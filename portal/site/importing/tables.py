"""The rows of tables: CSV, and the first sheet of a workbook."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from portal.errors import Refusal
from portal.i18n import _
from portal.site.importing.workbooks import check_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

COLUMNS_MOST = 200
"""More columns of a sheet are not looked at; a sheet may claim thousands that are empty."""
ROW_MOST = 8_000_000
"""Longest row of a text, in characters: a row is in memory as a whole."""
BEGINNING = 20_000
"""Characters of a table that tell what stands between its cells."""

Row = tuple[int, tuple[str, ...] | None]
"""Number of the line on which a row ends, counted from 1, and its cells; `None` if it has none."""


def csv_rows(text: TextIO) -> Iterator[Row]:
    """Yield the rows of a table in `text`, which was opened without translation of line ends."""
    beginning = text.read(BEGINNING).partition("\n")[0]
    text.seek(0)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=max(",\t;", key=beginning.count))
    while True:
        lines.room = ROW_MOST
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, None
        else:
            yield reader.line_num, tuple(cells)


class _Lines:
    """The lines of a text, as long as those of one row of a table fit into `room`.

    :ivar room: characters that the row may still have.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.room = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self.room + 1)
        self.room -= len(line)
        if self.room < 0:
            values = {"most": ROW_MOST // 1_000_000}
            raise Refusal(_("A row of this table is longer than ${most} MB.", mapping=values))
        if not line:
            raise StopIteration
        return line


def spreadsheet_rows(file: BinaryIO, *, rows: int, columns: int = COLUMNS_MOST) -> Iterator[Row]:
    """Yield the rows of the first sheet of a workbook, of formulas what they gave the last time.

    :param rows: so many are looked at, also empty ones; so are `columns`.
    :raises Refusal: when it cannot be read, or is too large.
    """
    import openpyxl  # noqa: PLC0415  # it takes a fifth of a second, for which no start shall wait

    try:
        check_parts(file)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a file may claim any size
        found = sheet.iter_rows(max_row=rows, max_col=columns, values_only=True)
        for number, cells in enumerate(found, start=1):
            yield number, _cells(cells, columns)
    except Exception as error:  # whatever a broken or hostile workbook makes the library raise
        raise Refusal(
            _("This spreadsheet cannot be read. Save it as XLSX or CSV once more.")
        ) from error


def _cells(cells: Iterable[Any], columns: int) -> tuple[str, ...]:
    return tuple(_said(cell) for cell in islice(cells, columns))


def _said(cell: Any) -> str:
    """Return what people see in a cell; a whole number has no point, such as a telephone."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
