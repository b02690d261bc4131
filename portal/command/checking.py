"""What `portal check` looks at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from transaction import TransactionManager

from portal.audit.verifying import verify
from portal.content.indexing import findable
from portal.ledger.outgoing import mail_state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.command.office import Office

MAIL_WAITS_LONG = timedelta(hours=1)
"""How long a letter may wait before the operator is told."""


def problems(office: Office) -> list[str]:
    """Return a line for each thing that does not fit."""
    return [*_audit(office), *_indexes(office), *_mail(office)]


def _audit(office: Office) -> Iterator[str]:
    transactions = TransactionManager()
    with transactions:
        found = verify(office.ledger.session(transactions)).problems
        yield from (f"audit log: {problem.interpolate()}" for problem in found)


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


def _mail(office: Office) -> Iterator[str]:
    transactions = TransactionManager()
    with transactions:
        state = mail_state(office.ledger.session(transactions))
        now = datetime.now(UTC)
    if state.failed:
        yield f"mail: {state.failed} letters were given up; run `portal mail status INI`"
    if state.since is not None and state.since < now - MAIL_WAITS_LONG:
        yield f"mail: {state.waiting} letters wait since {state.since:%Y-%m-%d %H:%M} UTC"
