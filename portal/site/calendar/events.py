"""What other parts of the portal may want to hear about the calendar."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.events import ContentEvent


@dataclass(frozen=True, kw_only=True)
class CalendarSet(ContentEvent):
    """Other days or hours are working ones; what is due may be due at another moment.

    :ivar before: what was decided about them before, such as `2026-02-14 work`, or `08:30-12:00`;
        `after` is what is decided now.
    :ivar year: whose whole notice was loaded; 0 for none.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    year: int = 0
