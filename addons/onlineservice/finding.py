"""Where the services of a site are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.boundary import reach
from portal.content.content import site_of

if TYPE_CHECKING:
    from addons.onlineservice.hall.content import Hall


def hall_of(content: Any) -> Hall | None:
    """Return the hall of the site that `content` is in; `None` where there is none."""
    site = site_of(content)
    sections = site.sections() if site is not None else ()
    return next((each for each in sections if getattr(each, "is_hall", False)), None)


def holder_of(code: str, place: Any) -> int:
    """Return the identity of the item of the site of `place` that has `code`; 0 for none."""
    hall = hall_of(place)
    oid = hall.codes.get(code, 0) if hall is not None else 0
    item = reach(oid, place) if oid else None
    return int(oid) if item is not None and code_of(item) == code else 0


def code_of(item: Any) -> str:
    """Return the code that the newest version of `item` has."""
    newest = item.revisions[-1].values.get("task_code", "") if item.revisions else ""
    return str(newest or item.task_code)
