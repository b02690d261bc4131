"""Building search and catalog anew from the content."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from portal.catalog.catalog import ContentCatalog
from portal.command.feeding import feeding
from portal.command.options import bar
from portal.content.indexing import look_again

if TYPE_CHECKING:
    from portal.command.office import Office

BATCH = 500


def rebuild(office: Office) -> int:
    """Empty the indexes, fill them from the content, and return the number of objects.

    Each batch is a transaction. After an interruption run it again: it begins anew.
    """
    office.search.clear()
    office.search.commit()
    with office.transaction() as (cluster, _act):
        cluster.catalog = ContentCatalog()
        oids = list(cluster.__objectmap__.objectid_to_path.keys())
    with bar() as progress, feeding(office) as feed:
        for batch in progress.track(_batches(oids), description="Indexing"):
            with office.transaction() as (cluster, _act):
                for oid in batch:
                    look_again(cluster.__objectmap__.object_for(oid), office.registry)
            feed()
    return len(oids)


def refill(office: Office) -> None:
    """Let the worker fill a search index that is empty because its folder was thrown away."""
    with office.transaction() as (cluster, _act):
        if not office.search.is_fresh or cluster.outbox.waiting():
            return
        for oid in cluster.catalog.oids():
            cluster.outbox.put(oid)


def _batches(oids: list[int]) -> list[list[int]]:
    entries = iter(oids)
    return list(iter(lambda: list(islice(entries, BATCH)), []))
