"""Another calendar moves the moments at which reviews are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.document import alarms
from portal.content.document.duetimes import reckon_again
from portal.events import on
from portal.site.calendar.events import CalendarSet

if TYPE_CHECKING:
    from portal.site.cluster import Cluster


@on(CalendarSet)
def move_due_reviews(event: CalendarSet) -> None:
    """Reckon anew when the open reviews are due that are not overdue yet."""
    cluster: Cluster = event.content
    for document in tuple(alarms.noted(cluster, alarms.REVIEW)):
        reckon_again(document, event.act.at)
