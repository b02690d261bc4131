"""What search engines are told: where they may go, and what there is."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from portal.content.section.queries import shown_sections
from portal.content.section.views import page_number
from portal.site.cluster import Cluster
from portal.site.routing import main_address
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.content.section.content import Section

ADDRESSES = 50_000
"""Most addresses in one file. Source: the sitemaps protocol 0.9 of sitemaps.org."""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
PRIVATE = ("account", "search", "sign-in", "sign-out")
"""Pages that are not to be listed by search engines."""


@view_config(context=Site, name="robots.txt", permission="view")
@view_config(context=Cluster, name="robots.txt", permission="view")
def robots(home: Site | Cluster, request: Request) -> Response:
    """Tell programs which pages they may read, and where the list of all pages is."""
    lines = ["User-agent: *", *(f"Disallow: /{name}" for name in PRIVATE)]
    if isinstance(home, Site):
        lines.append(f"Sitemap: {main_address(home, request)}sitemap.xml")
    return Response("\n".join(lines) + "\n", content_type="text/plain", charset="utf-8")


@view_config(context=Site, name="sitemap.xml", permission="view")
def sitemap(site: Site, request: Request) -> Response:
    """List the addresses of a site; those of a large one in several files, `?page=2` and so on."""
    files = -(-_count(site) // ADDRESSES)
    if files > 1 and "page" not in request.GET:
        base = f"{main_address(site, request)}sitemap.xml"
        parts = (
            f"<sitemap><loc>{base}?page={number + 1}</loc></sitemap>" for number in range(files)
        )
        return _xml(f"<sitemapindex {SPACE}>{''.join(parts)}</sitemapindex>")
    first = (page_number(request) - 1) * ADDRESSES
    entries = "".join(islice(_entries(site, request), first, first + ADDRESSES))
    if not entries:
        raise HTTPNotFound
    return _xml(f"<urlset {SPACE}>{entries}</urlset>")


def _xml(text: str) -> Response:
    return Response(f"{HEAD}{text}\n", content_type="application/xml", charset="utf-8")


def _count(site: Site) -> int:
    return 1 + sum(1 + len(section.listing) for section in _sections(site))


def _sections(place: Any) -> Iterator[Section]:
    for section in shown_sections(place):
        yield section
        yield from _sections(section)


def _entries(site: Site, request: Request) -> Iterator[str]:
    home = [_entry(main_address(site, request))]
    return chain(home, *(_section_entries(each, request) for each in _sections(site)))


def _section_entries(section: Section, request: Request) -> Iterator[str]:
    base = main_address(section, request)
    yield _entry(base)
    for row in section.listing:
        yield _entry(f"{base}{row.name}", f"<lastmod>{row.shown_at:%Y-%m-%d}</lastmod>")


def _entry(address: str, more: str = "") -> str:
    return f"<url><loc>{escape(address)}</loc>{more}</url>"
