"""Steps that bring files up to today's layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.catalog.catalog import equal
from portal.content.document.attachments import note_files_of
from portal.content.document.content import Document

if TYPE_CHECKING:
    from pyramid.registry import Registry

    from portal.site.cluster import Cluster

BATCH = 1_000
"""Documents after which memory is given back."""


def files_know_who_names_them(cluster: Cluster, registry: Registry) -> None:
    """Note on each file which documents name it, live, in a draft or in their text."""
    total = len(cluster.catalog)
    _count, oids = cluster.catalog.find(equal(kind="portal.document"), limit=total or 1)
    for number, oid in enumerate(oids, start=1):
        document = cluster.__objectmap__.object_for(oid)
        if isinstance(document, Document):
            note_files_of(document)
        if number % BATCH == 0:
            cluster._p_jar.cacheGC()  # noqa: SLF001  # ZODB's own name for it
