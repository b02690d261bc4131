"""Repeated rows of a few cells: how they are kept, checked and asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import colander
from deform import widget

from portal.forms.types import Texts
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyramid.i18n import TranslationString

BAR = " | "
"""Stands between the cells of a row that is kept."""
_BARS = re.compile("[|\N{FULLWIDTH VERTICAL LINE}]")
SPARE = 3
"""Empty rows that a form shows behind the others, to be filled in where there is no script."""
ROWS_READ = 1_000
"""Most rows of a form that are read."""
DIGITS = 4
"""Most digits of the place of a row."""
ROW_MAX = 4_000
"""Longest row with its bars, in characters."""
TOO_MANY: TranslationString = _("This has more parts than there are columns.")
MISSING: TranslationString = _("“${column}” is missing.")
BARRED: TranslationString = _("“${column}” cannot contain a bar.")
TOO_LONG: TranslationString = _("“${column}” is longer than ${longest} characters.")
UNKNOWN: TranslationString = _("“${column}” is none of the choices.")
"""What is said beside a row, as the others above."""


@dataclass(frozen=True)
class Column:
    """One cell of each row.

    :ivar choices: pairs of what is kept and its title; empty for any text.
    :ivar longest: most characters.
    :ivar needed: whether a row without it is refused.
    :ivar lines: how many lines of text the form shows.
    """

    title: str
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 200
    needed: bool = False
    lines: int = 1


class WrongRows(colander.Invalid):
    """Something is wrong in some rows.

    :ivar rows: place of a row, counted from 0, to what is said beside it.
    """

    def __init__(self, node: Any, rows: Mapping[int, TranslationString]) -> None:
        super().__init__(node, _("Please look at the marked rows."))
        self.rows = rows


class Rows(Texts):
    """A tuple of rows, each kept as one text of cells with bars between them.

    Such as `Identity card | original`; cells at the end that are empty are left out.

    :param most: most rows.
    """

    def __init__(self, *columns: Column, most: int = 50) -> None:
        super().__init__(most=most, longest=ROW_MAX)
        self.columns = columns

    def deserialize(self, node: Any, sent: Any) -> Any:
        """Return the rows that were sent, as lists of cells or with bars between the cells."""
        if sent is colander.null or not sent:
            return colander.null
        found, wrong = [], {}
        for place, row in enumerate(sent):
            cells = self.cells(row) if isinstance(row, str) else tuple(row)
            problem = self._problem(cells)
            if problem:
                wrong[place] = problem
            found.append(BAR.join(map(self._kept, self.columns, cells)).rstrip(" |"))
        if wrong:
            raise WrongRows(node, wrong)
        return super().deserialize(node, tuple(found))

    def cells(self, row: str) -> tuple[str, ...]:
        """Return the cells of a row with bars, empty ones for those that were left out."""
        cells = [cell.strip() for cell in _BARS.split(row)]
        return (*cells, *[""] * (len(self.columns) - len(cells)))

    def shown(self, row: str) -> tuple[str, ...]:
        """Return the cells of a kept row as people read them."""
        titles = (dict(column.choices) for column in self.columns)
        pairs = zip(titles, self.cells(row), strict=False)
        return tuple(known.get(cell, cell) for known, cell in pairs)

    def _problem(self, cells: Sequence[str]) -> TranslationString | None:
        """Return what is wrong in a row, the first thing; `None` for nothing."""
        if len(cells) > len(self.columns):
            return TOO_MANY
        for column, cell in zip(self.columns, cells, strict=False):
            problem = _wrong_cell(column, cell.strip())
            if problem:
                return problem
        return None

    @staticmethod
    def _kept(column: Column, cell: str) -> str:
        """Return what is kept of a cell: one line, and for the title of a choice the choice."""
        text = " ".join(cell.split())
        return next((value for value, title in column.choices if title == text), text)


def _wrong_cell(column: Column, cell: str) -> TranslationString | None:
    named = {"column": column.title, "longest": str(column.longest)}
    if not cell:
        return MISSING % named if column.needed else None
    if _BARS.search(cell):
        return BARRED % named
    if len(cell) > column.longest:
        return TOO_LONG % named
    known = not column.choices or any(cell in pair for pair in column.choices)
    return None if known else UNKNOWN % named


@dataclass(frozen=True)
class ShownCell:
    """A cell as the form shows it, under the `name` that is sent."""

    name: str
    column: Column
    value: str


@dataclass(frozen=True)
class ShownRow:
    """A row as the form shows it.

    :ivar number: counted from 1.
    :ivar problem: what is wrong in it; empty for nothing.
    :ivar is_spare: whether it is one of the empty ones at the end.
    """

    number: int
    cells: tuple[ShownCell, ...]
    problem: TranslationString | str
    is_spare: bool


class RowsWidget(widget.Widget):
    """Asks for rows, each with its cells, its place among the others, and a way to remove it."""

    template = "rows"
    is_group = True

    def serialize(self, field: Any, cstruct: Any, **values: Any) -> Any:
        """Return the HTML of the rows, with a few empty ones behind them."""
        known = () if cstruct in (None, colander.null) else tuple(cstruct)
        shown = {"rows": tuple(_shown(field, known))}
        return field.renderer(
            self.template, **self.get_template_values(field, known, values | shown)
        )

    def deserialize(self, field: Any, pstruct: Any) -> Any:
        """Return the rows in which something was filled in, as cells, in the order of places."""
        if pstruct is colander.null:
            return ()
        if not isinstance(pstruct, list):
            raise colander.Invalid(field.schema, _("This is no text."))
        count, found = len(field.schema.typ.columns), []
        for number, row in enumerate(pstruct[:ROWS_READ], start=1):
            cells = _cells_sent(row, count)
            if any(cells):
                found.append((*_place_sent(row, number), cells))
        return tuple(cells for _place, _moved, cells in sorted(found, key=lambda each: each[:2]))


def _shown(field: Any, known: Sequence[Any]) -> Iterator[ShownRow]:
    kind: Rows = field.schema.typ
    wrong: Mapping[int, TranslationString] = getattr(field.error, "rows", {})
    spare = min(SPARE, max(kind.most - len(known), 0))
    rows = [*known, *[""] * spare]
    for place, row in enumerate(rows):
        values = kind.cells(row) if isinstance(row, str) else row
        pairs = enumerate(zip(kind.columns, values, strict=False))
        cells = tuple(ShownCell(f"cell{number}", *pair) for number, pair in pairs)
        yield ShownRow(place + 1, cells, wrong.get(place, ""), place >= len(known))


def _cells_sent(row: Any, count: int) -> tuple[str, ...]:
    """Return the cells of a row of a form; none of one that is to be removed, or is no row."""
    if not isinstance(row, dict) or "remove" in row:
        return ()
    cells = (row.get(f"cell{number}", "") for number in range(count))
    return tuple(each.strip() if isinstance(each, str) else "" for each in cells)


def _place_sent(row: Mapping[str, Any], number: int) -> tuple[float, bool]:
    """Return where a row is to stand; one that was put there comes before one that stood there."""
    text = row.get("place", "")
    digits = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= DIGITS
    place = int(text) if digits else number
    return (place, place == number) if place <= number else (place + 0.5, True)
