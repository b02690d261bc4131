"""What the worker does with the audit log: it seals, checks and thins it out, and notes roots."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from transaction import TransactionManager

from portal.act import BY_COMMAND, Act
from portal.audit.pruning import prune
from portal.audit.queries import checks
from portal.audit.roots import note_roots
from portal.audit.seal import BATCH, seal
from portal.audit.verifying import Findings, Verification, verify
from portal.content.times import ZONE
from portal.jobs.queue import Job
from portal.ledger import Ledger
from portal.ledger.tables import AuditCheck

if TYPE_CHECKING:
    from portal.settings import Settings

log = logging.getLogger(__name__)
DAILY = timedelta(days=1)
SLICE = 30
"""Seals that are looked at before the worker does something else: about half a second."""


class KeepsLedger(Protocol):
    """What the jobs ask of their context."""

    @property
    def ledger(self) -> Ledger:
        """The ledger with the audit log."""


class KeepsSettings(KeepsLedger, Protocol):
    """What those jobs ask that the operator decides about."""

    @property
    def settings(self) -> Settings:
        """The settings of the installation."""


def seal_entries(office: KeepsLedger) -> None:
    """Seal every entry that is not sealed, a batch in each transaction."""
    manager = TransactionManager()
    sealed = BATCH
    while sealed == BATCH:
        with manager:
            sealed = seal(office.ledger.session(manager), datetime.now(UTC))


def check_log(office: KeepsLedger, known: str = "") -> Findings:
    """Verify the log at once, keep the result for the auditor, log what is wrong, return it."""
    manager, began = TransactionManager(), datetime.now(UTC)
    with manager:
        found = verify(office.ledger.session(manager), known)
    _keep(office, found, began)
    return found


class DailyCheck:
    """The verification that the worker does once a day, a second at a time.

    Its other work has to be done to the minute: documents are released and found meanwhile. What
    was looked at is forgotten at a restart; then it begins anew.
    """

    def __init__(self) -> None:
        self._running: Verification | None = None
        self._began = datetime.min.replace(tzinfo=UTC)

    def go_on(self, office: KeepsLedger) -> None:
        """Look at some seals, if the last check was more than a day ago or is not finished."""
        manager, now = TransactionManager(), datetime.now(UTC)
        with manager:
            session = office.ledger.session(manager)
            if self._running is None:
                last = checks(session, 1)
                if last and now - DAILY < last[0].at <= now:
                    return
                self._running, self._began = Verification(), now
            if self._running.step(session, SLICE):
                return
            found, self._running = self._running.finish(session), None
        _keep(office, found, self._began)


def _keep(office: KeepsLedger, found: Findings, began: datetime) -> None:
    manager = TransactionManager()
    with manager:
        office.ledger.session(manager).add(
            AuditCheck(
                at=began,
                seconds=round((datetime.now(UTC) - began).total_seconds()),
                entries=found.entries,
                seals=found.seals,
                root=found.root,
                problems=json.dumps([(str(each), each.mapping or {}) for each in found.problems]),
            )
        )
    for problem in found.problems:
        log.error("Audit log: %s", problem.interpolate())


def tell_roots(office: KeepsSettings) -> None:
    """Log the root of yesterday, and add it to the file that the settings name."""
    manager, today = TransactionManager(), datetime.now(ZONE).date()
    with manager:
        session = office.ledger.session(manager)
        for root in note_roots(session, today, office.settings.audit_roots_file):
            log.info("Audit root: %s", root)


def prune_log(office: KeepsSettings) -> None:
    """Remove the entries of some seals that are older than the settings keep them."""
    manager, now = TransactionManager(), datetime.now(UTC)
    act = Act(by=BY_COMMAND, at=now, announce=log.debug)
    with manager:
        before = now - timedelta(days=office.settings.audit_days)
        prune(office.ledger.session(manager), before, act)


SEALING = Job("audit.seal", seal_entries, every=timedelta(minutes=1))
CHECKING = Job("audit.check", DailyCheck().go_on, every=timedelta(seconds=10))
NOTING_ROOTS = Job("audit.roots", tell_roots, every=DAILY)
PRUNING = Job("audit.prune", prune_log, every=timedelta(minutes=10))
JOBS = (SEALING, CHECKING, NOTING_ROOTS, PRUNING)
