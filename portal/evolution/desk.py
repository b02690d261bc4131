"""Steps that bring what the desk reads up to today's layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from BTrees.OOBTree import OOBTree

from portal.site.cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.registry import Registry

BATCH = 1_000
"""Objects after which memory is given back."""


def documents_are_found_by_titles(cluster: Cluster, registry: Registry) -> None:
    """Let the catalog know the title of everything that it knows."""
    cluster.catalog.know_titles()
    for number, oid in enumerate(list(cluster.catalog.oids()), start=1):
        content = cluster.__objectmap__.object_for(oid)
        if content is not None:
            cluster.catalog.call(oid, getattr(content, "newest_title", content.title))
        if number % BATCH == 0:
            cluster._p_jar.cacheGC()  # noqa: SLF001  # ZODB's own name for it


def people_know_their_places(cluster: Cluster, registry: Registry) -> None:
    """Note for each person where roles were given to that person."""
    cluster.held_at = OOBTree()
    for place in places_below(cluster):
        for login in place.grants:
            cluster.held_at[login] = (*cluster.held_at.get(login, ()), place.oid)


def places_below(place: Any) -> Iterator[Any]:
    """Return `place` and below it all sites and sections: where roles may have been given."""
    yield place
    below = place.all_sites() if isinstance(place, Cluster) else place.sections()
    for each in below:
        yield from places_below(each)
