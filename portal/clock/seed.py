"""What is known of a day before the office says anything: the only place that asks the library."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

NAMES = {
    "New Year's Day": _("New Year's Day"),
    "Spring Festival": _("Spring Festival"),
    "Tomb-sweeping Day": _("Tomb-sweeping Day"),
    "Labour Day": _("Labour Day"),
    "Dragon Boat Festival": _("Dragon Boat Festival"),
    "National Day": _("National Day"),
    "Mid-autumn Festival": _("Mid-autumn Festival"),
    "Anti-Fascist 70th Day": _("70th anniversary of the victory"),
}
"""Names that the library gives, in our words."""
FIXED = {
    (1, 1): "New Year's Day",
    (5, 1): "Labour Day",
    (5, 2): "Labour Day",
    (10, 1): "National Day",
    (10, 2): "National Day",
    (10, 3): "National Day",
}
"""Month and day of holidays that no moon moves. Source: Measures on Public Holidays for Annual
Festivals and Memorial Days (State Council Decree No. 795, 2024), Article 2."""
FRIDAY = 4

Known = tuple[bool, "TranslationString | str"]
"""Whether it is a working day, and the name of the holiday that made it one or the other."""


def official_day(day: date) -> Known | None:
    """Return what the government decided about `day`; `None` for a year not announced by then."""
    if day.year not in official_years():
        return None
    from chinese_calendar import get_holiday_detail  # noqa: PLC0415  # pages never wait for it

    rests, name = get_holiday_detail(day)
    return not rests, NAMES.get(name, name or "")


def likely_day(day: date) -> Known:
    """Return what holds of `day` in any year: weekends, and holidays with a fixed date."""
    name = FIXED.get((day.month, day.day), "")
    return not name and day.weekday() <= FRIDAY, NAMES.get(name, "")


@cache
def official_years() -> range:
    """Return the years whose holidays and swapped days are known, each of them wholly."""
    from chinese_calendar.constants import holidays  # noqa: PLC0415  # as above

    return range(min(holidays).year, max(holidays).year + 1)
