"""Where the services of a site are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.location import lineage

from portal.content.boundary import reach
from portal.content.content import site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from addons.onlineservice.hall.content import Hall


def hall_of(content: Any) -> Hall | None:
    """Return the hall of the site that `content` is in; `None` where there is none.

    What is in the hall finds it above itself; else the sections are looked through, those at the
    top first.
    """
    above = next((each for each in lineage(content) if is_hall(each)), None)
    site = site_of(content) if above is None else None
    return above or next(filter(is_hall, _sections(site)), None)


def is_hall(place: Any) -> bool:
    """Tell whether `place` is a hall."""
    return bool(getattr(place, "is_hall", False))


def _sections(site: Any) -> Iterator[Any]:
    """Return all sections of `site`, those at the top first; none without a site."""
    places = [site] if site is not None else []
    while places:
        places = [section for place in places for section in place.sections()]
        yield from places


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
