"""Decide on which day a document was shown, so that every section is as fresh as it should be."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.command.demo.words import Leaf, words

ZONE = ZoneInfo("Asia/Shanghai")
"""The time zone of the demonstration city."""

SPAN_DAYS = 1_000
"""About how many days the demonstration goes back."""

_QUARTERLY_DAYS = 100
_SATURDAY = 5
_NEWEST_DAYS = {
    "news": (1, 8),
    "notice": (2, 60),
    "policy": (5, 110),
    "personnel": (20, 200),
    "plan": (10, 200),
    "static": (60, 700),
    "exempt": (5, 200),
}


@dataclass(frozen=True)
class Turn:
    """The place of a document in its section: number 0 is the newest of `count`."""

    number: int
    count: int


def shown_on(leaf: Leaf, turn: Turn, rng: random.Random, today: date) -> date:
    """Return the day on which a document was shown, always before today."""
    annual = words()["annual"].get(leaf.slug)
    if annual:
        return _yearly(annual[0], annual[1], turn.number, today)
    if leaf.update_class == "periodic":
        step = 3 if leaf.period_days > _QUARTERLY_DAYS * 2 // 3 else 1
        return _periodic(step, turn.number, today)
    newest, latest = _NEWEST_DAYS[leaf.update_class]
    start = rng.randint(newest, latest if turn.number else max(newest, latest // 2))
    back = int(SPAN_DAYS * (turn.number / max(1, turn.count - 1)) ** 2 * rng.uniform(0.8, 1))
    if leaf.update_class == "news" and turn.number == 0:
        return today - timedelta(days=start)
    return weekday(today - timedelta(days=start + back))


def moment(day: date, rng: random.Random) -> datetime:
    """Return a moment of the working hours of a day, in UTC."""
    at = time(rng.randint(8, 16), rng.randint(5, 59))
    return datetime.combine(day, at, ZONE).astimezone(UTC)


def weekday(day: date) -> date:
    """Return the day, or the Friday before where it is a weekend."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def _yearly(month: int, day: int, number: int, today: date) -> date:
    this = date(today.year, month, day)
    return this.replace(year=today.year - number - (this >= today))


def _periodic(step: int, number: int, today: date) -> date:
    """Return the 18th of the month after the period, `step` being its months."""
    months = today.year * 12 + today.month - 1
    months -= months % step
    if date(months // 12, months % 12 + 1, 18) >= today:
        months -= step
    months -= number * step
    return date(months // 12, months % 12 + 1, 18)
