"""Look-ups of what the pages of a site and of the cluster show."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from portal.content.addresses import path_of
from portal.content.document.queries import picture_of
from portal.content.section.queries import block, shown_sections
from portal.content.times import minute
from portal.content.values import Block, Branch, Card, Link
from portal.i18n import _
from portal.site.routing import address_anywhere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.content.section.content import Section
    from portal.site.cluster import Cluster
    from portal.site.site import Site

LEADS = 4
"""Items with a picture at the top of a home page."""
LOOKED_AT = 60
"""Newest news items among which those with a picture are looked for."""
BLOCKS = 6
ENTRIES = 8
LEAD_KINDS = frozenset({"news"})
QUICK_KINDS = frozenset({"form", "guide"})
BLOCK_KINDS = frozenset({"news", "notice", "policy", "interpretation", "data", "topic"})
CLASS_GROUPS = (
    ("portal", _("Portals")),
    ("department", _("Departments")),
    ("agency", _("Agencies directly below the government")),
    ("institution", _("Public institutions")),
)


def leads(site: Site, request: Request) -> tuple[Card, ...]:
    """Return the newest news with pictures, the first one with a large picture."""
    sections = _sections_of_kinds(site, LEAD_KINDS)
    found = chain.from_iterable(islice(_illustrated(each), LEADS) for each in sections)
    newest = sorted(found, key=lambda each: each[0].displayed_at, reverse=True)[:LEADS]
    sizes = ("large", *("medium" for _each in newest))
    return tuple(_card(*pair, size, request) for pair, size in zip(newest, sizes, strict=False))


def _illustrated(section: Section) -> Iterator[tuple[Any, Any]]:
    """Return pairs of a document of `section` and its picture, newest first."""
    for row in islice(section.listing, LOOKED_AT):
        document = section[row.name]
        picture = picture_of(document)
        if picture is not None:
            yield document, picture


def _card(document: Any, picture: Any, size: str, request: Request) -> Card:
    return Card(
        document.title,
        path_of(document, request),
        f"{path_of(picture, request)}/{size}",
        picture.alternative,
        document.summary,
        minute(document.displayed_at),
    )


def blocks(site: Site, request: Request) -> tuple[Block, ...]:
    """Return what is new in the sections that are updated."""
    found = _sections_of_kinds(site, BLOCK_KINDS)
    return tuple(block(section, request) for section in islice(found, BLOCKS))


def entries(site: Site, request: Request) -> tuple[Link, ...]:
    """Return quick ways to services and to the office."""
    found = _sections_of_kinds(site, QUICK_KINDS)
    return tuple(
        Link(section.title, path_of(section, request)) for section in islice(found, ENTRIES)
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


def _sections_of_kinds(place: Any, kinds: frozenset[str]) -> Iterator[Section]:
    for section in shown_sections(place):
        if section.kind in kinds:
            yield section
        yield from _sections_of_kinds(section, kinds)
