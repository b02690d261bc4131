"""Sealing audit entries into a chain.

Each seal covers a batch of entries by a digest over them, and the seal before by a digest over that
one's and its own facts. So the entries of an old seal can be removed, and the chain still holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from portal.ledger.audit import canonical, canonical_moment, digest
from portal.ledger.tables import AuditEntry, AuditSeal

BATCH = 1_000
"""Most entries under one seal; they are held in memory."""

Row = dict[str, Any]


def seal(session: Session, at: datetime) -> int:
    """Seal the entries that no seal covers yet and return how many, at most `BATCH`.

    :param at: the moment, aware.
    :raises sqlalchemy.exc.IntegrityError: when somebody else sealed at the same time; to be tried
        again in a new transaction.
    """
    entries = rows(session, every_entry().where(AuditEntry.seal_id.is_(None)).limit(BATCH))
    if not entries:
        return 0
    newest = select(AuditSeal.digest).order_by(AuditSeal.id.desc()).limit(1)
    numbers = [entry["id"] for entry in entries]
    facts: Row = {
        "previous": session.execute(newest).scalar_one_or_none() or "",
        "sealed_at": at,
        "first_id": numbers[0],
        "last_id": numbers[-1],
        "entries": len(numbers),
        "content": digest(entry_lines(numbers, map(canonical, entries))),
    }
    link = AuditSeal(**facts, digest=digest([head_line(facts)]))
    session.add(link)
    session.flush()
    session.execute(
        update(AuditEntry).where(AuditEntry.id.in_(numbers)).values(seal_id=link.id),
        execution_options={"synchronize_session": False},
    )
    return len(numbers)


def head_line(link: Row) -> str:
    """Return what the digest of a seal is made of."""
    at = canonical_moment(link["sealed_at"])
    covers = f"{link['first_id']} {link['last_id']} {link['entries']} {link['content']}"
    return f"{link['previous']} {at} {covers}"


def entry_lines(numbers: Iterable[int], facts: Iterable[str]) -> Iterator[str]:
    """Give what the digest over the entries of a seal is made of: numbers and canonical facts."""
    return (f"{number} {told}" for number, told in zip(numbers, facts, strict=True))


def every_entry() -> Select[Any]:
    """Return the query for all entries in the order of their numbers."""
    return select(*AuditEntry.__table__.columns).order_by(AuditEntry.id)


def rows(session: Session, query: Select[Any]) -> list[Row]:
    """Return the rows of `query` as dictionaries."""
    found = session.execute(query)
    names = tuple(found.keys())
    return [dict(zip(names, row, strict=True)) for row in found]
