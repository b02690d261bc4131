"""Working days and hours, checked against the calendar of the country."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest

from portal.clock.calendar import Calendar
from portal.clock.seed import official_years
from portal.clock.working import (
    Due,
    day_of,
    due_after,
    hours_in_day,
    is_workday,
    working_days_after,
)
from portal.clock.zone import ZONE


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def due(start: str, hours: float, calendar: Calendar | None = None) -> str:
    found = due_after(calendar, at(start), hours).at.astimezone(ZONE)
    return f"{found:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("event", "last"), [("2026-01-30", "2026-03-05"), ("2026-09-21", "2026-10-26")]
)
def test_twenty_working_days_pass_over_a_festival_and_count_its_swapped_days(
    event: str, last: str
) -> None:
    found = working_days_after(None, date.fromisoformat(event), 20)
    assert (found.on.isoformat(), found.provisional) == (last, False)


def test_a_number_of_days_ends_with_the_work_of_the_last_one() -> None:
    found = working_days_after(None, date(2026, 3, 2), 1)
    assert found == Due(datetime(2026, 3, 3, 10, 0, tzinfo=UTC))


MOVED_IN_2019 = {date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)}
"""A second notice of that year made Labour Day longer; the release in the lock has the first one."""


def test_every_day_since_2008_is_what_another_library_says() -> None:
    other = holidays.country_holidays("CN", years=range(2008, 2027))
    day, differing = date(2008, 1, 1), []
    while day.year <= official_years()[-1]:
        if is_workday(None, day) is not other.is_working_day(day):
            differing.append(day)
        day += timedelta(days=1)
    assert set(differing) <= MOVED_IN_2019


def test_a_year_that_was_not_announced_is_provisional() -> None:
    year = official_years()[-1] + 1
    assert day_of(None, date(year, 10, 1)).certain is False
    assert not is_workday(None, date(year, 10, 1))
    assert working_days_after(None, date(year - 1, 12, 30), 5).provisional
    assert due_after(None, at(f"{year}-03-01 09:00"), 8).provisional


def test_what_the_office_decided_counts_more_than_what_is_known() -> None:
    calendar = Calendar()
    calendar.days = {
        date(2026, 3, 3): (False, "三月三", "gov.cn"),
        date(2026, 3, 7): (True, "", ""),
    }
    assert day_of(calendar, date(2026, 3, 3)).name == "三月三"
    assert working_days_after(calendar, date(2026, 3, 2), 1).on == date(2026, 3, 4)
    assert working_days_after(calendar, date(2026, 3, 6), 1).on == date(2026, 3, 7)


def test_in_a_year_whose_notice_was_loaded_all_other_days_are_as_the_week_has_them() -> None:
    calendar = Calendar()
    calendar.years = (2031,)
    assert day_of(calendar, date(2031, 10, 1)).is_workday
    assert not working_days_after(calendar, date(2031, 3, 3), 5).provisional


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-02 09:00", 2, "2026-03-02 11:00"),
        ("2026-03-02 11:00", 2, "2026-03-02 14:30"),
        ("2026-03-02 17:00", 2, "2026-03-03 09:30"),
        ("2026-03-06 17:30", 1, "2026-03-09 09:00"),
        ("2026-03-07 12:00", 8, "2026-03-09 18:00"),
        ("2026-03-02 03:00", 0, "2026-03-02 08:30"),
        ("2026-03-02 12:30", 0, "2026-03-02 13:30"),
        ("2026-03-02 08:30", 3.5, "2026-03-02 12:00"),
        ("2026-03-02 20:00", 1.5, "2026-03-03 10:00"),
        ("2026-02-13 17:00", 8, "2026-02-14 17:00"),
    ],
)
def test_hours_of_work_are_counted_only_while_there_is_work(
    start: str, hours: float, end: str
) -> None:
    assert due(start, hours) == end


def test_the_hours_of_a_day_are_those_of_the_office() -> None:
    calendar = Calendar()
    calendar.hours = ((9 * 60, 12 * 60),)
    assert hours_in_day(calendar) == 3
    assert due("2026-03-02 11:00", 2, calendar) == "2026-03-03 10:00"


def test_one_working_day_in_hours_ends_at_the_same_time_of_the_next_day() -> None:
    assert due("2026-03-02 10:15", hours_in_day(None)) == "2026-03-03 10:15"


@pytest.mark.parametrize("number", [0, -1])
def test_fewer_than_one_working_day_is_a_mistake_of_the_caller(number: int) -> None:
    with pytest.raises(ValueError, match="working day"):
        working_days_after(None, date(2026, 3, 2), number)


def test_fewer_than_no_hours_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="hours"):
        due_after(None, at("2026-03-02 10:00"), -0.5)
