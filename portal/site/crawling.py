"""What search engines are told: where they may go, and what there is."""

from __future__ import annotations

from itertools import islice
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

ADDRESSES = 10_000
"""Addresses in one file, written in a tenth of a second.

Source: the sitemaps protocol 0.9 of sitemaps.org, which allows up to 50,000.
"""
ASKED_AGAIN = "no-cache"
"""No server on the way keeps the list, so that it names nothing that was withdrawn."""
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
    sections = list(_sections(site))
    files = -(-(1 + sum(1 + len(section.listing) for section in sections)) // ADDRESSES)
    number = page_number(request)
    if files > 1 and "page" not in request.GET:
        base = f"{main_address(site, request)}sitemap.xml"
        parts = (
            f"<sitemap><loc>{base}?page={each}</loc></sitemap>" for each in range(1, files + 1)
        )
        return _xml(f"<sitemapindex {SPACE}>{''.join(parts)}</sitemapindex>")
    if number > files:
        raise HTTPNotFound
    entries = _entries(site, sections, request, (number - 1) * ADDRESSES)
    return _xml(f"<urlset {SPACE}>{''.join(islice(entries, ADDRESSES))}</urlset>")


def _xml(text: str) -> Response:
    response = Response(f"{HEAD}{text}\n", content_type="application/xml", charset="utf-8")
    response.headers["Cache-Control"] = ASKED_AGAIN
    return response


def _sections(place: Any) -> Iterator[Section]:
    for section in shown_sections(place):
        yield section
        yield from _sections(section)


def _entries(site: Site, sections: list[Section], request: Request, start: int) -> Iterator[str]:
    """Return the entries of the site from number `start` on, without making those before."""
    if start == 0:
        yield _entry(main_address(site, request))
    skipped = max(0, start - 1)
    for section in sections:
        entries = 1 + len(section.listing)
        if skipped < entries:
            yield from _section_entries(section, request, skipped)
        skipped = max(0, skipped - entries)


def _section_entries(section: Section, request: Request, start: int) -> Iterator[str]:
    base = main_address(section, request)
    if start == 0:
        yield _entry(base)
    for row in section.listing.rows(max(0, start - 1)):
        yield _entry(f"{base}{row.name}", f"<lastmod>{row.shown_at.date()}</lastmod>")


def _entry(address: str, more: str = "") -> str:
    return f"<url><loc>{escape(address)}</loc>{more}</url>"
