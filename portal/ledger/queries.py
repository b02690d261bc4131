"""Look-ups in the audit entries that rules depend on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from portal.ledger.audit import fitting
from portal.ledger.tables import ADDRESS_MAX, SUBJECT_MAX, AuditEntry


def failures_since(
    session: Session, *, action: str, subject: str, since: datetime, address: str = ""
) -> Sequence[datetime]:
    """Return when `action` has failed for `subject` since its last success, oldest first.

    :param since: failures before this moment are forgotten; aware.
    :param address: network address to look at alone; empty for all.
    """
    same = _same(action, subject, address)
    last_success = select(func.coalesce(func.max(AuditEntry.id), 0)).where(
        *same, AuditEntry.succeeded
    )
    failed = select(AuditEntry.at).where(
        *same,
        ~AuditEntry.succeeded,
        AuditEntry.at >= since,
        AuditEntry.id > last_success.scalar_subquery(),
    )
    return session.execute(failed.order_by(AuditEntry.id)).scalars().all()


def has_succeeded(
    session: Session, *, action: str, subject: str, address: str, since: datetime
) -> bool:
    """Tell whether `action` succeeded for `subject` from the network address since `since`."""
    found = exists().where(
        *_same(action, subject, address), AuditEntry.succeeded, AuditEntry.at >= since
    )
    return bool(session.execute(select(found)).scalar_one())


def last_success(session: Session, *, action: str, subject: str) -> datetime | None:
    """Return when `action` last succeeded for `subject`; `None` if it never did."""
    found = select(AuditEntry.at).where(*_same(action, subject, ""), AuditEntry.succeeded)
    newest = found.order_by(AuditEntry.id.desc()).limit(1)
    return session.execute(newest).scalar_one_or_none()


def failures_from(session: Session, *, action: str, address: str, since: datetime) -> int:
    """Return how often `action` has failed from the network address `address`.

    A success does not reset this count: who has one account of their own could otherwise guess
    at those of others for ever.

    :param since: failures before this moment are forgotten; aware.
    """
    return times_from(session, action=action, address=address, since=since, succeeded=False)


def times_from(
    session: Session, *, action: str, address: str, since: datetime, succeeded: bool
) -> int:
    """Return how often `action` succeeded, or failed, from the network address since `since`."""
    count = select(func.count()).where(
        AuditEntry.action == action,
        AuditEntry.address == fitting(address, ADDRESS_MAX),
        AuditEntry.succeeded == succeeded,
        AuditEntry.at >= since,
    )
    return session.execute(count).scalar_one()


def _same(action: str, subject: str, address: str) -> list[ColumnElement[bool]]:
    same = [AuditEntry.action == action, AuditEntry.subject == fitting(subject, SUBJECT_MAX)]
    if address:
        same.append(AuditEntry.address == fitting(address, ADDRESS_MAX))
    return same
