"""Public pages of sites and of the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.i18n import _
from portal.site.blocks.core import FINDER
from portal.site.blocks.queries import shown_blocks
from portal.site.cluster import Cluster
from portal.site.queries import branches, sites_by_class
from portal.site.site import Site, Sites

if TYPE_CHECKING:
    from pyramid.request import Request


@view_config(context=Site, permission="view", renderer="templates/home.pt")
def home(site: Site, request: Request) -> dict[str, Any]:
    """Show the home page of a site."""
    blocks = shown_blocks(site, request)
    return {
        "title": site.title,
        "blocks": blocks,
        "has_search": any(each.macro == FINDER.macro for each in blocks),
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
