"""Removing audit entries that are old enough; what was sealed about them stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.act import Act
from portal.ledger.audit import record
from portal.ledger.tables import AuditEntry, AuditSeal

PRUNED = "audit.pruned"
SEALS_AT_ONCE = 10
"""Seals whose entries are removed in one transaction; on SQLite nobody else writes meanwhile."""


def prune(session: Session, before: datetime, act: Act) -> int:
    """Remove the entries of some seals that were made before a moment; return how many seals.

    Whole seals only, so that what is left still holds; those that keep no digest of their entries
    alone (see `AuditSeal`) keep the entries.
    """
    old = (
        select(AuditSeal.id, AuditSeal.entries, AuditSeal.digest)
        .where(AuditSeal.sealed_at < before, AuditSeal.pruned_at.is_(None), AuditSeal.content != "")
        .order_by(AuditSeal.id)
        .limit(SEALS_AT_ONCE)
    )
    found = session.execute(old).all()
    if not found:
        return 0
    numbers = [link.id for link in found]
    session.execute(delete(AuditEntry).where(AuditEntry.seal_id.in_(numbers)))
    session.execute(
        update(AuditSeal).where(AuditSeal.id.in_(numbers)).values(pruned_at=act.at),
    )
    told = {
        "first_seal": numbers[0],
        "last_seal": numbers[-1],
        "entries": sum(link.entries for link in found),
        "root": found[-1].digest,
    }
    record(session, act, PRUNED, subject="audit", detail=told)
    return len(found)
