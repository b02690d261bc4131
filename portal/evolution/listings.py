"""Steps that bring lists, and what follows from them, up to today's layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.catalog.keywords import KeywordIndex
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.section.content import Section
from portal.site.cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.registry import Registry

BATCH = 1_000
"""Rows after which memory is given back."""


def lists_count_their_rows(cluster: Cluster, registry: Registry) -> None:
    """Count the rows of all lists, so that a page far down is found at once."""
    for section in _sections(cluster):
        section.listing.count_spans()


def documents_are_found_by_keywords(cluster: Cluster, registry: Registry) -> None:
    """Give each site an index of the keywords of the documents that it lists."""
    for site in cluster.all_sites():
        site.by_keyword = KeywordIndex()
    for document in _listed(cluster):
        site_of(document).by_keyword.put(document.keywords, document.listed_as)


def files_know_their_documents(cluster: Cluster, registry: Registry) -> None:
    """Note on attachments and lead pictures which listed documents show them."""
    for document in _listed(cluster):
        for oid in (*document.attachments, document.lead_picture):
            file = reach(oid, document) if oid else None
            if file is not None and document.oid not in file.shown_with:
                file.shown_with = (*file.shown_with, document.oid)


def _listed(cluster: Cluster) -> Iterator[Document]:
    """Return the documents of all lists; those already passed leave the memory again."""
    count = 0
    for section in _sections(cluster):
        for row in section.listing:
            found = section[row.name]
            if isinstance(found, Document):
                yield found
            count += 1
            if count % BATCH == 0:
                cluster._p_jar.cacheGC()  # noqa: SLF001  # ZODB's own name for it


def _sections(place: Any) -> Iterator[Section]:
    places = place.all_sites() if isinstance(place, Cluster) else place.sections()
    for each in places:
        if isinstance(each, Section):
            yield each
        yield from _sections(each)
