"""What can be decided about working days and hours, independent of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.clock.calendar import Calendar
from portal.clock.seed import official_years
from portal.errors import Refusal
from portal.i18n import _
from portal.site.calendar.events import CalendarSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from portal.act import Act
    from portal.clock.notice import Found
    from portal.site.cluster import Cluster

NAME_MOST = 30
SOURCE_MOST = 100
"""Longest name of a holiday and longest source, in characters."""
SPANS_MOST = 3
"""Most times at which work begins on a day."""
OFF_LEAST = 13
"""Fewest days off of a year. Source: Measures on Public Holidays for Annual Festivals and Memorial
Days (State Council Decree No. 795, 2024), Article 2."""
MINUTES = 24 * 60


def set_day(cluster: Cluster, found: Found, source: str, act: Act) -> None:
    """Decide about one day.

    :raises Refusal: when the name or the source is too long, or the year is far away.
    """
    _set_days(cluster, [found], source, act)


def load_notice(
    cluster: Cluster, days: Sequence[Found], source: str, act: Act, *, whole_year: int = 0
) -> None:
    """Decide about all `days` at once.

    :param whole_year: a year in which every other day is as the week has it; 0 for none.
    :raises Refusal: when there is no day, or too few days off for a whole year.
    """
    if not days:
        raise Refusal(_("There is no day in this text."))
    off = {day for day, is_workday, _name in days if not is_workday}
    if whole_year and len(off) < OFF_LEAST:
        raise Refusal(
            _(
                "A year has at least ${least} days off, but this text names ${count}.",
                mapping={"least": OFF_LEAST, "count": len(off)},
            )
        )
    _set_days(cluster, days, source, act, whole_year=whole_year)


def clear_days(cluster: Cluster, days: Iterable[date], act: Act) -> None:
    """Take back what was decided about `days`; nothing to do is no error."""
    calendar = cluster.calendar
    gone = [day for day in days if calendar is not None and day in calendar.days]
    if calendar is None or not gone:
        return
    before = _lines(calendar, gone)
    calendar.days = {day: each for day, each in calendar.days.items() if day not in gone}
    calendar.version += 1
    act.announce(CalendarSet(cluster, act, before=before, after=()))


def clear_year(cluster: Cluster, year: int, act: Act) -> None:
    """Take back all that was decided about `year`, also that its notice was loaded."""
    calendar = cluster.calendar
    if calendar is None:
        return
    calendar.years = tuple(each for each in calendar.years if each != year)
    clear_days(cluster, [day for day in calendar.days if day.year == year], act)


def set_hours(cluster: Cluster, spans: Sequence[tuple[int, int]], act: Act) -> None:
    """Let there be work from the first to the last minute of each span on a working day.

    :param spans: minutes after midnight.
    :raises Refusal: when there is none, too many, or they are not one after the other.
    """
    if not 1 <= len(spans) <= SPANS_MOST:
        raise Refusal(_("Please say when work begins and ends."))
    ends_before = 0
    for begins, ends in spans:
        if not ends_before <= begins < ends <= MINUTES:
            raise Refusal(_("Each time has to begin after the one before it has ended."))
        ends_before = ends
    calendar = _calendar(cluster)
    before, calendar.hours = calendar.hours, tuple(spans)
    calendar.version += 1
    told = (tuple(f"{clock(a)}-{clock(b)}" for a, b in each) for each in (before, spans))
    act.announce(CalendarSet(cluster, act, before=next(told), after=next(told)))


def clock(minutes: int) -> str:
    """Return a time of the day such as `08:30`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _set_days(
    cluster: Cluster, days: Sequence[Found], source: str, act: Act, *, whole_year: int = 0
) -> None:
    source = _line(source, SOURCE_MOST)
    for day, _is_workday, _name in days:
        _need_near(day.year, act)
    decided = {day: (work, _line(name, NAME_MOST), source) for day, work, name in days}
    calendar = _calendar(cluster)
    before = _lines(calendar, decided)
    calendar.days = {**calendar.days, **decided}
    if whole_year and whole_year not in calendar.years:
        calendar.years = (*calendar.years, whole_year)
    calendar.version += 1
    after = _lines(calendar, decided)
    act.announce(CalendarSet(cluster, act, before=before, after=after, year=whole_year))


def _calendar(cluster: Cluster) -> Calendar:
    if cluster.calendar is None:
        cluster.calendar = Calendar()
    return cluster.calendar


def _lines(calendar: Calendar, days: Iterable[date]) -> tuple[str, ...]:
    known = ((day, calendar.days[day]) for day in sorted(days) if day in calendar.days)
    return tuple(f"{day} {'work' if each[0] else 'off'}" for day, each in known)


def _need_near(year: int, act: Act) -> None:
    if not official_years()[0] <= year <= act.at.year + 2:
        raise Refusal(_("About the year ${year} nothing can be decided.", mapping={"year": year}))


def _line(text: str, most: int) -> str:
    kept = " ".join(text.split())
    if not kept.isprintable():
        raise Refusal(_("There are characters that cannot be shown."))
    if len(kept) > most:
        raise Refusal(_("This is longer than ${most} characters.", mapping={"most": most}))
    return kept
