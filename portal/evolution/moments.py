"""Steps that bring what the worker minds up to today's layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.catalog.catalog import equal
from portal.content.document import alarms
from portal.content.document.content import Document
from portal.content.document.duetimes import begin_review
from portal.content.document.operations import SAME_MOMENT

if TYPE_CHECKING:
    from pyramid.registry import Registry

    from portal.site.cluster import Cluster

BATCH = 1_000
"""Documents after which memory is given back."""


def documents_know_what_waits_for_them(cluster: Cluster, registry: Registry) -> None:
    """Note displayed dates that differ from the release, and when waiting drafts are due."""
    total = len(cluster.catalog)
    _count, oids = cluster.catalog.find(equal(kind="portal.document"), limit=total or 1)
    for number, oid in enumerate(oids, start=1):
        document = cluster.__objectmap__.object_for(oid)
        if isinstance(document, Document):
            _note(document)
        if number % BATCH == 0:
            cluster._p_jar.cacheGC()  # noqa: SLF001  # ZODB's own name for it


def _note(document: Document) -> None:
    shown_at, released_at = document.displayed_at, document.first_released_at
    if shown_at and released_at and abs(shown_at - released_at) > SAME_MOMENT:
        alarms.note(document, alarms.APART, released_at)
    draft = document.draft
    if draft is not None and draft.stage == "waiting" and draft.due_at is None:
        begin_review(document, draft, draft.handed_in_at or draft.at)
