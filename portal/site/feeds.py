"""Feeds: what is new on a site or in a section, for feed readers."""

from __future__ import annotations

from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from feedgen.feed import FeedGenerator
from pyramid.response import Response
from pyramid.view import view_config

from portal.content.section.content import Section
from portal.content.section.queries import rows, shown_sections
from portal.site.routing import main_address
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.catalog.listing import Row

ENTRIES = 30
"""Newest entries in a feed."""
KEEP_SECONDS = 300
"""How long a reader, or a server on the way to it, may keep a feed before it asks again."""


@view_config(context=Site, name="feed.xml", permission="view")
@view_config(context=Section, name="feed.xml", permission="view")
def atom(place: Site | Section, request: Request) -> Response:
    """Send the newest documents in Atom."""
    return _send(_feed(place, request).atom_str(), "application/atom+xml")


@view_config(context=Site, name="rss.xml", permission="view")
@view_config(context=Section, name="rss.xml", permission="view")
def rss(place: Site | Section, request: Request) -> Response:
    """Send the newest documents in RSS."""
    return _send(_feed(place, request).rss_str(), "application/rss+xml")


def _feed(place: Site | Section, request: Request) -> Any:
    address = main_address(place, request)
    newest = list(islice(_newest(place, request), ENTRIES))
    feed = FeedGenerator()
    feed.id(address)
    feed.title(place.title)
    feed.description(getattr(place, "description", "") or place.title)
    feed.link(href=address, rel="alternate")
    feed.link(href=f"{address}feed.xml", rel="self")
    feed.language(str(request.locale_name).replace("_", "-"))
    feed.updated(newest[0][0].shown_at if newest else place.changed_at)
    for row, document_address in newest:
        entry = feed.add_entry(order="append")
        entry.id(document_address)
        entry.title(row.title)
        entry.link(href=document_address)
        entry.published(row.shown_at)
        entry.updated(row.shown_at)
    return feed


def _newest(place: Site | Section, request: Request) -> Iterator[tuple[Row, str]]:
    if isinstance(place, Section):
        return rows(place, request, main_address)
    sources = (rows(section, request, main_address) for section in shown_sections(place))
    return merge(*sources, key=lambda pair: -pair[0].shown_at.timestamp())


def _send(body: bytes, content_type: str) -> Response:
    response = Response(body, content_type=content_type, charset="utf-8")
    response.cache_control.max_age = KEEP_SECONDS
    return response
