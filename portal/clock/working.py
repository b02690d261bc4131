"""Tell working days, and when something is due that has so many working days or hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from portal.clock.calendar import HOURS, Calendar
from portal.clock.seed import likely_day, official_day
from portal.clock.zone import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """What is known of a day.

    :ivar name: of the holiday that made it what it is; a message where it comes from us.
    :ivar source: where the office has it from; empty for what is known of the whole country.
    :ivar certain: whether it was announced; else it is what is likely.
    """

    is_workday: bool
    name: TranslationString | str = ""
    source: str = ""
    certain: bool = True


@dataclass(frozen=True)
class Due:
    """The last moment at which something is in time.

    :ivar at: aware, in UTC.
    :ivar provisional: whether a day on the way lies in a year that was not announced yet, so that
        it has to be reckoned again.
    """

    at: datetime
    provisional: bool = False

    @property
    def on(self) -> date:
        """The day of it in the time zone of the office."""
        return self.at.astimezone(ZONE).date()


def day_of(calendar: Calendar | None, day: date) -> Day:
    """Return what is known of `day`: by the office, by the country, else what is likely."""
    decided = calendar.days.get(day) if calendar is not None else None
    if decided is not None:
        return Day(*decided)
    if calendar is not None and day.year in calendar.years:
        return Day(day.weekday() < 5)  # noqa: PLR2004  # its notice names every other day
    known = official_day(day)
    return Day(*known) if known is not None else Day(*likely_day(day), certain=False)


def is_workday(calendar: Calendar | None, day: date) -> bool:
    """Tell whether there is work on `day`, as far as it is known.

    :param calendar: of the cluster; `None` while the office has not decided anything.
    """
    return day_of(calendar, day).is_workday


def working_days_after(calendar: Calendar | None, day: date, number: int) -> Due:
    """Return when the last of `number` working days after `day` ends: when work ends on it.

    :param day: the day of what happened, in the time zone of the office; it is not counted, the
        first one is the next working day.
    :param number: at least 1.
    :raises ValueError: for fewer.

    Source: Civil Code, Articles 201 (the day itself is not counted) and 203 (where there are
    business hours, the last day ends with them).
    """
    if number < 1:
        raise ValueError("At least one working day is needed.")
    certain = True
    for each in _days_from(day + ONE_DAY):
        found = day_of(calendar, each)
        certain &= found.certain
        number -= found.is_workday
        if not number:
            return Due(_moment(each, hours_of(calendar)[-1][1]), not certain)
    raise AssertionError  # there is always another day


def due_after(calendar: Calendar | None, start: datetime, hours: float) -> Due:
    """Return the moment at which `hours` hours of work are over, counted from `start`.

    What comes outside of working hours counts as if it came when work begins the next time.

    :param start: aware, in any zone.
    :param hours: working hours, not less than 0; `hours_in_day` of them are a working day.
    :raises ValueError: for fewer than 0.
    """
    if hours < 0:
        raise ValueError("The hours cannot be less than none.")
    left, certain = timedelta(hours=hours), True
    for each in _days_from(start.astimezone(ZONE).date()):
        found = day_of(calendar, each)
        certain &= found.certain
        for begins, ends in _spans(calendar, each) if found.is_workday else ():
            begun = max(begins, start)
            if ends > begun and left <= ends - begun:
                return Due(begun + left, not certain)
            left -= max(ends - begun, timedelta())
    raise AssertionError  # there is always another day


def hours_of(calendar: Calendar | None) -> tuple[tuple[int, int], ...]:
    """Return when there is work on a working day, in minutes after midnight."""
    return calendar.hours if calendar is not None else HOURS


def hours_in_day(calendar: Calendar | None) -> float:
    """Return how many hours a working day has."""
    return sum(ends - begins for begins, ends in hours_of(calendar)) / 60


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += ONE_DAY


def _spans(calendar: Calendar | None, day: date) -> Iterator[tuple[datetime, datetime]]:
    for begins, ends in hours_of(calendar):
        yield _moment(day, begins), _moment(day, ends)


def _moment(day: date, minutes: int) -> datetime:
    return (datetime.combine(day, time(), ZONE) + timedelta(minutes=minutes)).astimezone(UTC)
