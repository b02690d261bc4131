"""Look-ups in the words of the search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from portal.content.addresses import path_of
from portal.content.content import Container, is_public, site_of
from portal.content.declaration import kind_of
from portal.content.times import ZONE, day
from portal.content.values import Link
from portal.site.hosts import split_host
from portal.site.searchwords.matching import asks_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.registry import Registry
    from pyramid.request import Request

    from portal.site.cluster import Cluster

SHOWN_PROMOTED = 3
"""Most pages that stand above the results of a search."""


@dataclass(frozen=True, kw_only=True)
class PromotionRow:
    """A promotion as the office sees it.

    :ivar title: of the page, and its `address`; empty when it is gone.
    :ivar shown: whether the public sees it now.
    """

    words: str
    oid: int
    title: str
    address: str
    until: str
    shown: bool


class Promotion(NamedTuple):
    """A page that is found first; the cluster stores it as a plain tuple.

    :ivar oid: identity of the page, which stays when it moves.
    :ivar until: last day, in the time zone of the sites; `None` for good.
    """

    words: str
    oid: int
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Tell whether the page is still found first on `day`."""
        return self.until is None or day <= self.until


def promotions(cluster: Cluster) -> tuple[Promotion, ...]:
    """Return every promotion, also those that are over."""
    return tuple(Promotion(*each) for each in cluster.promoted)


def promoted(request: Request, text: str) -> tuple[Any, ...]:
    """Return the pages to be shown above the results for `text`, only what the public may see."""
    cluster, today = request.cluster, request.act.at.astimezone(ZONE).date()
    found = (cluster.__objectmap__.object_for(oid) for oid in promoted_for(cluster, text, today))
    shown = [each for each in found if each is not None and is_public(each)]
    return tuple(shown[:SHOWN_PROMOTED])


def promoted_for(cluster: Cluster, text: str, today: date) -> tuple[int, ...]:
    """Return the identities of the pages that are promoted to `text`, each once.

    They are when `text` holds the words of the promotion, whole or each of them somewhere.
    """
    valid = (each for each in promotions(cluster) if each.holds_on(today))
    return tuple(dict.fromkeys(each.oid for each in valid if asks_for(text, each.words)))


def page_at(address: str, request: Request) -> Any | None:
    """Return the content whose page has `address`, a whole one or a path on the cluster's host."""
    try:
        parts = urlsplit(address.strip())
        start = _path_of_host(parts.netloc, request) if parts.netloc else ""
    except ValueError:
        return None
    if start is None or parts.scheme not in {"", "http", "https"}:
        return None
    place: Any = request.cluster
    for name in filter(None, f"{start}/{parts.path}".split("/")):
        place = place.get(name) if isinstance(place, Container) else None
        if place is None:
            return None
    return place


def _path_of_host(netloc: str, request: Request) -> str | None:
    name, _port = split_host(netloc)
    if name in request.registry["settings"].hosts:
        return ""
    path: str | None = request.cluster.host_index.get(name, (None, ""))[0]
    return path


def can_be_promoted(content: Any, registry: Registry) -> bool:
    """Tell whether `content` is a page of a site that anyone may see."""
    if content is None or site_of(content) is None:
        return False
    return kind_of(content, registry) is not None and is_public(content)


def hot_links(cluster: Cluster, search_address: str) -> tuple[Link, ...]:
    """Return the hot words as links to their results."""
    return tuple(
        Link(each, f"{search_address}?{urlencode({'q': each})}") for each in cluster.hot_words
    )


def promotion_rows(request: Request) -> Iterator[PromotionRow]:
    """Return what the office sees of each promotion."""
    today = request.act.at.astimezone(ZONE).date()
    for each in promotions(request.cluster):
        page = request.cluster.__objectmap__.object_for(each.oid)
        yield PromotionRow(
            words=each.words,
            oid=each.oid,
            title="" if page is None else page.title,
            address="" if page is None else path_of(page, request),
            until=day(each.until),
            shown=page is not None and is_public(page) and each.holds_on(today),
        )
