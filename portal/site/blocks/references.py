"""From the references in the options of blocks to sections of the same site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.boundary import reach
from portal.content.section.content import Section
from portal.content.section.queries import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.site.site import Site


def own_section(oid: int, site: Site) -> Section | None:
    """Return the section `oid` if it belongs to `site`."""
    found = reach(oid, site)
    return found if isinstance(found, Section) else None


def shown_sections_of(request: Request) -> dict[int, Section]:
    """Return the sections of the active site that the public sees, by identity.

    Each stands before those below it. Available as `request.shown_sections`, so that the blocks
    of a home page walk the tree once.
    """
    site = request.site
    return {each.oid: each for each in _below(site)} if site is not None else {}


def of_kinds(kinds: frozenset[str], request: Request) -> Iterator[Section]:
    """Return the sections of `kinds` that the public sees, each before those below it."""
    return (each for each in request.shown_sections.values() if each.kind in kinds)


def _below(place: Any) -> Iterator[Section]:
    for section in place.sections():
        if section.state == "hidden":
            continue
        below = tuple(_below(section))
        if below or not is_empty(section):
            yield section
            yield from below
