"""What `portal check` looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transaction import TransactionManager

from portal.audit.seal import verify
from portal.content.indexing import findable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.command.office import Office


def problems(office: Office) -> list[str]:
    """Return a line for each thing that does not fit."""
    return [*_audit(office), *_indexes(office)]


def _audit(office: Office) -> Iterator[str]:
    transactions = TransactionManager()
    with transactions:
        yield from (f"audit log: {line}" for line in verify(office.ledger.session(transactions)))


def _indexes(office: Office) -> Iterator[str]:
    with office.transaction() as (cluster, _act):
        paths = cluster.__objectmap__.objectid_to_path
        catalogued = set(cluster.catalog.oids())
        public = 0
        for oid in paths:
            content = cluster.__objectmap__.object_for(oid)
            public += findable(content, office.registry) is not None
        waiting = cluster.outbox.waiting()
        if gone := catalogued - set(paths):
            yield f"catalog: {len(gone)} entries of objects that are gone; run `portal reindex INI`"
    found = office.search.count()
    if not waiting and found != public:
        yield f"search: {found} of {public} public objects; run `portal reindex INI`"
