"""A year at a glance: its months in weeks, each day with what is known of it."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from portal.clock.working import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString

    from portal.clock.calendar import Calendar

MONTHS = 12
FRIDAY = 4


@dataclass(frozen=True)
class Cell:
    """A day of a month.

    :ivar mark: `off` and `work` for a day that the week would have the other way round, `rest` for
        a weekend, and empty otherwise.
    :ivar own: whether the office decided about it.
    """

    day: int
    iso: str
    mark: str
    name: TranslationString | str
    own: bool
    today: bool


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday on; `None` for days of other months."""

    number: int
    weeks: tuple[tuple[Cell | None, ...], ...]
    workdays: int


def months_of(calendar: Calendar | None, year: int, today: date) -> tuple[Month, ...]:
    """Return the months of `year` with what is known of their days."""
    return tuple(_month(calendar, year, number, today) for number in range(1, MONTHS + 1))


def is_certain(calendar: Calendar | None, year: int) -> bool:
    """Tell whether the swapped days of `year` are known."""
    return (
        day_of(calendar, date(year, 12, 31)).certain and day_of(calendar, date(year, 6, 30)).certain
    )


def own_days(calendar: Calendar | None, year: int) -> tuple[tuple[str, bool, str, str], ...]:
    """Return what the office decided about days of `year`: day, working day, name and source."""
    decided = calendar.days if calendar is not None else {}
    return tuple((str(day), *decided[day]) for day in sorted(decided) if day.year == year)


def _month(calendar: Calendar | None, year: int, number: int, today: date) -> Month:
    weeks = tuple(
        tuple(cell for cell in _week(calendar, first, number, today))
        for first in _mondays(year, number)
    )
    cells = [cell for week in weeks for cell in week if cell is not None]
    return Month(number, weeks, sum(cell.mark in {"", "work"} for cell in cells))


def _mondays(year: int, number: int) -> Iterator[date]:
    first = date(year, number, 1)
    monday = first - timedelta(days=first.weekday())
    last = date(year, number, months.monthrange(year, number)[1])
    while monday <= last:
        yield monday
        monday += timedelta(days=7)


def _week(
    calendar: Calendar | None, monday: date, number: int, today: date
) -> Iterator[Cell | None]:
    for each in (monday + timedelta(days=offset) for offset in range(7)):
        yield _cell(calendar, each, today) if each.month == number else None


def _cell(calendar: Calendar | None, day: date, today: date) -> Cell:
    known = day_of(calendar, day)
    as_usual = known.is_workday is (day.weekday() <= FRIDAY)
    if as_usual:
        mark = "" if known.is_workday else "rest"
    else:
        mark = "work" if known.is_workday else "off"
    own = calendar is not None and day in calendar.days
    return Cell(day.day, str(day), mark, known.name, own, day == today)
