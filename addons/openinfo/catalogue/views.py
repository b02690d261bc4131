"""The public page of a catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.exceptions import PredicateMismatch
from pyramid.view import view_config

from addons.openinfo.catalogue.content import Catalogue
from addons.openinfo.catalogue.place import SECTION, catalogue_of
from addons.openinfo.catalogue.queries import (
    PAGE_SIZE,
    Wanted,
    chosen,
    rows,
    wanted_of,
    ways,
)
from addons.openinfo.i18n import _
from portal.content.addresses import path_of
from portal.content.redirects import path_below
from portal.content.section.content import Section
from portal.content.section.views import page_number
from portal.content.values import pages_of

if TYPE_CHECKING:
    from pyramid.request import Request


@view_config(context=Catalogue, permission="view", renderer="templates/catalogue.pt")
def browse(catalogue: Catalogue, request: Request) -> dict[str, Any]:
    """Show what a site discloses, narrowed by topic, body, genre and year."""
    title = _("Catalogue of government information")
    return page_of(catalogue, request, path_of(catalogue, request), title)


@view_config(
    context=Section,
    request_method=("GET", "HEAD"),
    permission="view",
    renderer="templates/catalogue.pt",
)
def browse_in_section(section: Section, request: Request) -> dict[str, Any]:
    """Show the catalogue as the page of the section for what has to be disclosed.

    :raises PredicateMismatch: for any other section, which has its usual page.
    """
    if tuple(path_below(section).strip("/").split("/")) != SECTION:
        raise PredicateMismatch
    return page_of(catalogue_of(section), request, path_of(section, request), section.title)


def page_of(catalogue: Catalogue, request: Request, base: str, title: str) -> dict[str, Any]:
    """Return the values of a page at the address `base` that shows `catalogue`."""
    wanted = wanted_of(catalogue, request)

    def address(other: Wanted, page: int = 1) -> str:
        query = other.query(page)
        return f"{base}?{query}" if query else base

    total = catalogue.count(wanted.kinds, wanted.year)
    last = max(1, -(-total // PAGE_SIZE))
    number = min(page_number(request), last)
    return {
        "title": title,
        "total": total,
        "rows": rows(catalogue, wanted, number, request),
        "chosen": chosen(catalogue, wanted, address),
        "ways": ways(catalogue, wanted, address),
        "whole": base if wanted != Wanted() else "",
        "pages": pages_of(number, last, lambda each: address(wanted, each)),
    }
