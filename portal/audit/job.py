"""The job that seals the audit log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

from transaction import TransactionManager

from portal.audit.seal import BATCH, seal
from portal.jobs.queue import Job
from portal.ledger import Ledger


class KeepsLedger(Protocol):
    """What the job asks of its context."""

    @property
    def ledger(self) -> Ledger:
        """The ledger whose entries are sealed."""


def seal_entries(office: KeepsLedger) -> None:
    """Seal every entry that is not sealed, a batch in each transaction."""
    manager = TransactionManager()
    sealed = BATCH
    while sealed == BATCH:
        with manager:
            sealed = seal(office.ledger.session(manager), datetime.now(UTC))


SEALING = Job("audit.seal", seal_entries, every=timedelta(minutes=1))
