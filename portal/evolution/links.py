"""Steps that bring links between documents up to today's layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.catalog.catalog import equal
from portal.catalog.links import LinkIndex
from portal.content.document.content import Document
from portal.content.document.drafts import latest
from portal.content.document.linking import note_links_of
from portal.content.linking import identified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.registry import Registry

    from portal.site.cluster import Cluster

BATCH = 1_000
"""Documents after which memory is given back."""


def links_are_kept_by_identity(cluster: Cluster, registry: Registry) -> None:
    """Give each site an index of links, and make those in its texts fit for moves."""
    for site in cluster.all_sites():
        site.links = LinkIndex()
    for document in _documents(cluster):
        document.linked = ()
        for text in filter(None, {document.text, latest(document).text}):
            body = identified(text.html, document)
            if body != text.html:
                text.html = body
        note_links_of(document)


def _documents(cluster: Cluster) -> Iterator[Document]:
    """Return all documents but those in the trash; those already passed leave the memory again."""
    total = len(cluster.catalog)
    _count, oids = cluster.catalog.find(equal(kind="portal.document"), limit=total or 1)
    for number, oid in enumerate(oids, start=1):
        document = cluster.__objectmap__.object_for(oid)
        if isinstance(document, Document):
            yield document
        if number % BATCH == 0:
            cluster._p_jar.cacheGC()  # noqa: SLF001  # ZODB's own name for it
