"""Feeds: what is new on a site or in a section, for feed readers."""

from __future__ import annotations

from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotModified
from pyramid.response import Response
from pyramid.view import view_config

from portal.content.content import site_of
from portal.content.section.content import Section
from portal.content.section.queries import rows, shown_sections
from portal.site.reading import languages_of
from portal.site.routing import main_address
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyramid.request import Request

    from portal.catalog.listing import Row

ENTRIES = 30
"""Newest entries in a feed."""
ASKED_AGAIN = "no-cache"
"""Whoever keeps a feed asks each time whether it is still the same, so that what was withdrawn is
nowhere; the answer is short."""


@view_config(context=Site, name="feed.xml", permission="view")
@view_config(context=Section, name="feed.xml", permission="view")
def atom(place: Site | Section, request: Request) -> Response:
    """Send the newest documents in Atom."""
    return _send(place, request, "application/atom+xml", lambda feed: feed.atom_str())


@view_config(context=Site, name="rss.xml", permission="view")
@view_config(context=Section, name="rss.xml", permission="view")
def rss(place: Site | Section, request: Request) -> Response:
    """Send the newest documents in RSS."""
    return _send(place, request, "application/rss+xml", lambda feed: feed.rss_str())


def _send(
    place: Site | Section, request: Request, content_type: str, write: Callable[[Any], bytes]
) -> Response:
    """Send the feed, or no more than that it is still the same one."""
    changed_at = datetime.fromtimestamp(_changed_at(place), UTC)
    tag = f"{place.oid:x}.{changed_at.timestamp():.6f}.{request.host}.{request.locale_name}"
    known = request.if_none_match
    since = request.if_modified_since if not request.headers.get("If-None-Match") else None
    if tag in known or (since is not None and changed_at.replace(microsecond=0) <= since):
        response = HTTPNotModified()
    else:
        response = Response(write(_feed(place, request)), content_type=content_type)
        response.charset = "utf-8"
    response.etag, response.last_modified = tag, changed_at
    response.headers["Cache-Control"] = ASKED_AGAIN
    return response


def _changed_at(place: Site | Section) -> float:
    """Return when something came to the feed of `place` or went from it, in seconds since 1970.

    Settings count as well: those of the site, and of sections that have been hidden or shown.
    """
    site, sections = site_of(place), list(_all_sections(place))
    settings = (each.changed_at for each in (site, *sections) if each.changed_at)
    rows = (section.listing.changed_at for section in sections)
    return max((*(each.timestamp() for each in settings), *rows), default=0)


def _all_sections(place: Site | Section) -> Iterator[Section]:
    if isinstance(place, Section):
        yield place
    for below in place.sections():
        yield from _all_sections(below)


def _feed(place: Site | Section, request: Request) -> Any:
    from feedgen.feed import FeedGenerator  # noqa: PLC0415  # a start shall not wait for it

    address = main_address(place, request)
    newest = list(islice(_newest(place, request), ENTRIES))
    feed = FeedGenerator()
    feed.id(address)
    feed.title(place.title)
    feed.description(getattr(place, "description", "") or place.title)
    feed.link(href=address, rel="alternate")
    feed.link(href=f"{address}feed.xml", rel="self")
    feed.language(languages_of(request)[0].replace("_", "-"))
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
