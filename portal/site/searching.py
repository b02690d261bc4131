"""The search page of sites and of the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.content import Home
from portal.content.values import Link, pages_of
from portal.i18n import _
from portal.search.query import Hits
from portal.site.asking import LAST_PAGE, Asking, asking_of
from portal.site.facets import chosen, facets
from portal.site.finding import PAGE_SIZE, Found, find, promoted_result, sites_of
from portal.site.searchwords.noting import note_search
from portal.site.searchwords.queries import promoted
from portal.site.suggesting import better_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.request import Request

    from portal.content.values import Result

    AddressOf = Callable[..., str]

NOTHING = Found(0, (), Hits(0, ()).counts, loose=False)


@view_config(context=Home, name="search", permission="view", renderer="templates/search.pt")
def search(home: Home, request: Request) -> dict[str, Any]:
    """Search a site or the whole cluster."""
    asking, base = asking_of(home, request), f"{path_of(home, request)}search"

    def address(**changes: str) -> str:
        return f"{base}?{asking.query(**changes)}"

    found = find(asking, home, request) if asking.text else NOTHING
    if asking.text:
        note_search(request, asking.text, 0 if found.loose else found.total)
    last = min(-(-found.total // PAGE_SIZE), LAST_PAGE)
    above = _above(asking, request)
    return {
        "title": _("Search"),
        "query": asking.text,
        "scope": "cluster" if asking.everywhere and home.is_site else "",
        "promoted": above,
        "results": _without(found.results, above),
        "total": found.total,
        "loose": found.loose,
        "pages": pages_of(asking.number, last, lambda each: address(page=str(each))),
        "chosen": chosen(asking, address),
        "unnarrowed": address(site="", kind="", year="") if asking.is_narrowed else "",
        "facets": facets(asking, found.counts, request, address),
        "suggestion": _suggestion(asking, found, home, request, address),
        **_choices(home, asking, address),
    }


def _above(asking: Asking, request: Request) -> tuple[Result, ...]:
    """Return the pages that the office recommends, on the first page of the whole result."""
    if not asking.text or asking.is_narrowed or asking.number > 1:
        return ()
    pages = promoted(request, asking.text)
    return tuple(promoted_result(each, asking.text, request) for each in pages)


def _without(results: tuple[Result, ...], above: tuple[Result, ...]) -> tuple[Result, ...]:
    known = {each.address for each in above}
    return tuple(each for each in results if each.address not in known)


def _suggestion(
    asking: Asking, found: Found, home: Home, request: Request, address: AddressOf
) -> Link | None:
    """Return better words where these find nothing, or only in part."""
    if not asking.text or (found.total and not found.loose):
        return None
    words = better_words(asking.text, request.registry, sites_of(asking, home))
    return Link(words, address(q=words)) if words else None


def _choices(home: Home, asking: Asking, address: AddressOf) -> dict[str, tuple[Link, ...]]:
    """Return where to search, for a site, and in which order."""
    everywhere, by_date = asking.everywhere, asking.by_date
    scopes = (
        Link(_("This site"), address(scope="site", site=""), current=not everywhere),
        Link(_("All sites"), address(scope="cluster"), current=everywhere),
    )
    orders = (
        Link(_("By relevance"), address(sort="relevance"), current=not by_date),
        Link(_("By date"), address(sort="date"), current=by_date),
    )
    return {"scope_links": scopes if home.is_site else (), "sort_links": orders}
