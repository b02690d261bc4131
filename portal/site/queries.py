"""Look-ups of what the pages of a site and of the cluster show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.addresses import path_of
from portal.content.section.queries import shown_sections
from portal.content.values import Branch, Link
from portal.i18n import _
from portal.site.routing import address_anywhere

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.site.cluster import Cluster
    from portal.site.site import Site

CLASS_GROUPS = (
    ("portal", _("Portals")),
    ("department", _("Departments")),
    ("agency", _("Agencies directly below the government")),
    ("institution", _("Public institutions")),
)


def branches(place: Any, request: Request) -> tuple[Branch, ...]:
    """Return the sections below `place` for the site map."""
    return tuple(
        Branch(each.title, path_of(each, request), branches(each, request))
        for each in shown_sections(place)
    )


def sites_by_class(cluster: Cluster, request: Request) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Return pairs of a group's title and links to its sites, without empty groups."""
    online = [site for site in cluster.all_sites() if site.state == "online"]
    groups = (
        (title, tuple(_site_link(s, request) for s in online if s.class_name == name))
        for name, title in CLASS_GROUPS
    )
    return tuple((title, links) for title, links in groups if links)


def _site_link(site: Site, request: Request) -> Link:
    return Link(site.short_title or site.title, address_anywhere(site, request))
