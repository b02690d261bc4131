"""Where what moved is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import Container, is_in_use, site_of
from portal.content.redirects import moved_from, path_below

if TYPE_CHECKING:
    from pyramid.request import Request


READING = ("GET", "HEAD")
"""Requests that ask for a page alone."""
DEEPEST = 12
"""Names below a place that are looked up; sections are nested less deeply."""
HOPS_MOST = 5
"""Places that moved, one within the other, through which an address is followed."""
GONE = ""


def old_address(request: Request) -> str | None:
    """Return where the content is now that was at the address of `request`.

    Empty when it is gone or the public may not see it any more; `None` when nothing that the
    public knows was here, or in a place that this person may not see. What is sent to an old
    address, such as a form that was open meanwhile, goes on to the new one.
    """
    place = getattr(request, "context", None)
    if not isinstance(place, Container) or site_of(place) is None or not is_in_use(place):
        return None
    names = (request.view_name, *request.subpath)
    if len(names) > DEEPEST or not request.has_permission("view", place):
        return None
    found, rest = _followed(place, names, HOPS_MOST)
    return _address(found, rest, request) if found is not None else None


def _followed(place: Any, names: tuple[str, ...], hops: int) -> tuple[Any, tuple[str, ...]]:
    """Return what was at `names` below `place`, through everything that moved since."""
    found, rest = _moved(place, names)
    if isinstance(found, Container):
        found, rest = _walked(found, rest)
    if not isinstance(found, Container) or not rest or not hops:
        return found, rest
    further = _followed(found, rest, hops - 1)
    return (found, rest) if further[0] is None else further


def _moved(place: Any, names: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    """Return what was at the longest known address along `names`, and the names that are left.

    It is `GONE` where that does not exist any more, and `None` when nothing was there.
    """
    base = path_below(place)
    for count in range(len(names), 0, -1):
        oid = moved_from(site_of(place), f"{base}{'/'.join(names[:count])}")
        if oid:
            found = reach(oid, place)
            return (GONE if found is None else found), names[count:]
    return None, names


def _walked(place: Any, names: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    """Return what is at the end of `names` below `place`, and those that lead no further."""
    while names and isinstance(place, Container) and names[0] in place:
        place, names = place[names[0]], names[1:]
    return place, names


def _address(found: Any, names: tuple[str, ...], request: Request) -> str | None:
    if found is GONE or found.deleted is not None or found.state == "withdrawn":
        return GONE
    if not request.has_permission("view", found) or len(names) > 1:
        return None
    address = path_of(found, request)
    return f"{address.rstrip('/')}/{names[0]}" if names else address
