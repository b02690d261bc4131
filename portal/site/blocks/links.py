"""What the blocks that lead somewhere show: services, search, leaders, sites, the office, text."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from portal.content.addresses import path_of
from portal.content.body.queries import body_card
from portal.content.body.queries import leaders as leaders_of
from portal.content.leaving import guarded, leave_address, stays
from portal.content.values import Link
from portal.site.blocks.references import of_kinds
from portal.site.blocks.values import Contact, Entry, Finder, Leaders, SiteGroups
from portal.site.queries import sites_by_class
from portal.site.searchwords.queries import hot_links

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pyramid.request import Request

    from portal.site.blocks.declaration import Options
    from portal.site.site import Site

ENTRIES = 8
QUICK_KINDS = frozenset({"form", "guide"})
LEADER_KINDS = frozenset({"leaders"})
OFFICE_KINDS = frozenset({"organisation"})


def entries(site: Site, options: Options, request: Request) -> tuple[Entry, ...]:
    """Return quick ways to services; to sections with guides and forms if none is named."""
    given = options.get("entries", ())
    if given:
        found = (_entry(each, site, request) for each in given)
        return tuple(each for each in found if each is not None)
    sections = islice(of_kinds(QUICK_KINDS, request), ENTRIES)
    return tuple(Entry(s.title, path_of(s, request), s.title[:1]) for s in sections)


def finder(site: Site, options: Options, request: Request) -> Finder:
    """Return the search of the site, with own words that are looked for often or the cluster's."""
    address = f"{path_of(site, request)}search"
    words = options.get("words", ())
    own = tuple((word, f"{address}?{urlencode({'q': word})}") for word in words)
    usual = ((each.title, each.address) for each in hot_links(request.cluster, address))
    return Finder(address, own or tuple(usual))


def leaders(site: Site, options: Options, request: Request) -> Leaders | None:
    """Return the leaders of the body behind the site."""
    people = leaders_of(site, request)
    return Leaders(_first_of(LEADER_KINDS, request), people) if people else None


def sites(site: Site, options: Options, request: Request) -> SiteGroups | None:
    """Return the other sites of the cluster by class."""
    own = path_of(site, request)
    found = sites_by_class(request.cluster, request)
    others = ((title, tuple(e for e in links if e.address != own)) for title, links in found)
    groups = tuple((title, links) for title, links in others if links)
    return SiteGroups(groups, f"{own}bodies") if groups else None


def contact(site: Site, options: Options, request: Request) -> Contact | None:
    """Return address, telephone and office hours of the body behind the site."""
    body = body_card(site)
    if body is None or not body.facts:
        return None
    section = next(of_kinds(OFFICE_KINDS, request), None)
    return Contact(body, Link(section.title, path_of(section, request)) if section else None)


def text(site: Site, options: Options, request: Request) -> str:
    """Return cleaned HTML whose links to the outside lead past the page that asks first."""
    return guarded(options["html"], request)


def address_here(address: str, site: Site, request: Request) -> str:
    """Return what leads to `address`, a path below the home page or an address of the web."""
    if not address.startswith(("https://", "http://")):
        return f"{path_of(site, request)}{address}"
    return address if stays(address, request) else leave_address(address, request)


def _entry(given: Mapping[str, Any], site: Site, request: Request) -> Entry | None:
    section = request.shown_sections.get(given["section"])
    if given["section"] and section is None:
        return None
    title = given["title"] or (section.title if section else "")
    address = (
        path_of(section, request) if section else address_here(given["address"], site, request)
    )
    return Entry(title, address, given["label"] or title[:1])


def _first_of(kinds: frozenset[str], request: Request) -> str:
    section = next(of_kinds(kinds, request), None)
    return path_of(section, request) if section else ""
