"""Public pages of sites and of the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.content import Home
from portal.content.section.views import page_number
from portal.content.values import Link, pages_of
from portal.i18n import _
from portal.site.cluster import Cluster
from portal.site.finding import PAGE_SIZE, QUERY_MAX, find
from portal.site.queries import blocks, branches, entries, leads, sites_by_class
from portal.site.site import Site, Sites

if TYPE_CHECKING:
    from pyramid.request import Request

LAST_PAGE = 50
"""Last page of results that is offered; who has not found it by then needs other words."""


@view_config(context=Site, permission="view", renderer="templates/home.pt")
def home(site: Site, request: Request) -> dict[str, Any]:
    """Show the home page of a site."""
    is_main = site.__name__ == request.cluster.main_site
    groups = sites_by_class(request.cluster, request) if is_main else ()
    return {
        "title": site.title,
        "lead": leads(site, request),
        "blocks": blocks(site, request),
        "entries": entries(site, request),
        "sites": tuple(
            link
            for _title, links in groups
            for link in links
            if link.address != path_of(site, request)
        ),
    }


@view_config(context=Cluster, permission="view", renderer="templates/cluster.pt")
def list_sites(cluster: Cluster, request: Request) -> dict[str, Any]:
    """List the sites of the cluster."""
    return {"title": cluster.title, "groups": sites_by_class(cluster, request), "message": ""}


@view_config(context=Sites, permission="view")
def leave_sites(sites: Sites, request: Request) -> HTTPSeeOther:
    """Lead from the folder of sites to the page that lists them."""
    return HTTPSeeOther(path_of(sites.__parent__, request))


@view_config(context=Site, name="sitemap", permission="view", renderer="templates/sitemap.pt")
def sitemap(site: Site, request: Request) -> dict[str, Any]:
    """Show all sections of a site."""
    return {"title": _("Site map"), "branches": branches(site, request)}


@view_config(context=Home, name="search", permission="view", renderer="templates/search.pt")
def search(home: Home, request: Request) -> dict[str, Any]:
    """Search a site or the whole cluster."""
    text = request.GET.get("q", "").strip()[:QUERY_MAX]
    everywhere = not home.is_site or request.GET.get("scope") == "cluster"
    by_date = request.GET.get("sort") == "date"
    number = min(page_number(request), LAST_PAGE)
    site = None if everywhere else home
    total, results = find(request, text, site, number, by_date=by_date) if text else (0, ())
    last = min(-(-total // PAGE_SIZE), LAST_PAGE)

    def address(**changes: str) -> str:
        scope, sort = "cluster" if everywhere else "site", "date" if by_date else "relevance"
        values = {"q": text, "scope": scope, "sort": sort} | changes
        return f"{path_of(home, request)}search?{urlencode(values)}"

    return {
        "title": _("Search"),
        "query": text,
        "results": results,
        "total": total,
        "pages": pages_of(number, last, lambda each: address(page=str(each))),
        "scope_links": _scopes(home, address, everywhere=everywhere),
        "sort_links": (
            Link(_("By relevance"), address(sort="relevance"), current=not by_date),
            Link(_("By date"), address(sort="date"), current=by_date),
        ),
    }


def _scopes(home: Home, address: Any, *, everywhere: bool) -> tuple[Link, ...]:
    if not home.is_site:
        return ()
    return (
        Link(_("This site"), address(scope="site"), current=not everywhere),
        Link(_("All sites"), address(scope="cluster"), current=everywhere),
    )
