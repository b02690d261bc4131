"""Where what moved is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.redirects import moved_from, path_below
from portal.content.section.content import Section
from portal.content.workflow import DELETED

if TYPE_CHECKING:
    from pyramid.request import Request


READING = ("GET", "HEAD")


def old_address(request: Request) -> str | None:
    """Return where the content is now that was at the address of `request`.

    Empty when it is gone or the public may not see it any more; `None` when nothing that the
    public knows was here, or in a place that this person may not see.
    """
    section = getattr(request, "context", None)
    if not isinstance(section, Section) or request.subpath or request.method not in READING:
        return None
    if not request.has_permission("view", section):
        return None
    oid = moved_from(request.site, f"{path_below(section)}{request.view_name}")
    if not oid:
        return None
    found = reach(oid, section)
    if found is None or found.state in {DELETED, "withdrawn"}:
        return ""
    return path_of(found, request) if request.has_permission("view", found) else None
