"""Steps that bring drafts up to today's layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.catalog.catalog import equal
from portal.content.indexing import look_again

if TYPE_CHECKING:
    from pyramid.registry import Registry

    from portal.site.cluster import Cluster

BATCH = 1_000
"""Documents after which memory is given back."""


def drafts_are_found_by_stage(cluster: Cluster, registry: Registry) -> None:
    """Let the catalog know how far each draft is."""
    cluster.catalog.know_stages()
    total = len(cluster.catalog)
    _count, oids = cluster.catalog.find(equal(kind="portal.document"), limit=total or 1)
    for number, oid in enumerate(oids, start=1):
        document = cluster.__objectmap__.object_for(oid)
        if document is not None and document.stage:
            look_again(document, registry)
        if number % BATCH == 0:
            cluster._p_jar.cacheGC()  # noqa: SLF001  # ZODB's own name for it
