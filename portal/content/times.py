"""Moments and days as people read them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from portal.clock.zone import ZONE as ZONE  # noqa: PLC0414  # it is offered here too

if TYPE_CHECKING:
    from datetime import date


def minute(moment: datetime | None) -> str:
    """Return `moment` in the time zone of the sites, such as `2026-03-02 09:30`.

    Source: Guidelines on the Development of Government Websites (State Council General Office,
    2017, No. 47), annex on page design: 24-hour clock, in lists and on pages.
    """
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}" if moment else ""


def day(date_: date | None) -> str:
    """Return a day such as `2026-03-02`; empty for none."""
    return date_.isoformat() if date_ else ""


def moment_of(text: str) -> datetime | None:
    """Return the moment that `text` names in UTC; without a zone, it means that of the sites."""
    try:
        moment = datetime.fromisoformat(text)
        named = moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
        return named.astimezone(ZONE).astimezone(UTC)  # it is shown in the one, stored in the other
    except (ValueError, OverflowError):
        return None
