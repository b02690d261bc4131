"""Sealing audit entries into a chain, and finding where the chain does not hold.

The chain shows changes of what it covers. It cannot show that its end was cut off, nor an entry
that was removed before it was sealed; so the digest of the last seal belongs on another machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from portal.ledger.audit import canonical, digest
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
    entries = _rows(session, _every_entry().where(AuditEntry.seal_id.is_(None)).limit(BATCH))
    if not entries:
        return 0
    newest = select(AuditSeal.digest).order_by(AuditSeal.id.desc()).limit(1)
    previous = session.execute(newest).scalar_one_or_none() or ""
    numbers = [entry["id"] for entry in entries]
    link = AuditSeal(
        first_id=numbers[0],
        last_id=numbers[-1],
        entries=len(numbers),
        digest=digest(_lines(previous, at, entries)),
        previous=previous,
        sealed_at=at,
    )
    session.add(link)
    session.flush()
    session.execute(
        update(AuditEntry).where(AuditEntry.id.in_(numbers)).values(seal_id=link.id),
        execution_options={"synchronize_session": False},
    )
    return len(numbers)


def verify(session: Session) -> list[str]:
    """Return one English line for each thing in the audit log that was changed or removed.

    Reads the whole log, a seal at a time. Entries that are not sealed yet are compared with
    their own digests only.
    """
    try:
        links = _rows(session, select(*AuditSeal.__table__.columns).order_by(AuditSeal.id))
    except ValueError:
        return ["The seals cannot be read."]
    broken: list[str] = []
    previous = ""
    for link in links:
        if link["previous"] != previous:
            broken.append(f"Seal {link['id']} does not follow the seal before it.")
        previous = link["digest"]
        broken += _broken_under(session, link)
    return broken + _broken_outside(session)


def _broken_under(session: Session, link: Row) -> list[str]:
    name = f"seal {link['id']}"
    try:
        entries = _rows(session, _every_entry().where(AuditEntry.seal_id == link["id"]))
        changed = _changed(entries)
        lines = _lines(link["previous"], link["sealed_at"], entries)
        holds = digest(lines, _algorithm(link["digest"])) == link["digest"]
    except ValueError:
        return [f"The entries under {name} cannot be read."]
    if len(entries) != link["entries"]:
        changed.append(
            f"There are {len(entries)} entries under {name} instead of {link['entries']}."
        )
    if not holds and not changed:
        changed.append(f"The entries under {name} are not those that were sealed.")
    return changed


def _broken_outside(session: Session) -> list[str]:
    without = _every_entry().where(AuditEntry.seal_id.is_(None))
    stray = select(AuditEntry.id).where(
        AuditEntry.seal_id.is_not(None), AuditEntry.seal_id.not_in(select(AuditSeal.id))
    )
    broken = [f"The seal of entry {number} is missing." for number in session.scalars(stray)]
    try:
        return broken + _changed(_rows(session, without))
    except ValueError:
        return [*broken, "The entries that are not sealed yet cannot be read."]


def _changed(entries: list[Row]) -> list[str]:
    return [
        f"Entry {entry['id']} was changed."
        for entry in entries
        if digest([canonical(entry)], _algorithm(entry["digest"])) != entry["digest"]
    ]


def _lines(previous: str, at: datetime, entries: list[Row]) -> Iterator[str]:
    """Give what a seal is the digest of."""
    yield f"{previous} {at.astimezone(UTC).isoformat(timespec='microseconds')}"
    for entry in entries:
        yield f"{entry['id']} {canonical(entry)}"


def _algorithm(named: str) -> str:
    return named.partition(":")[0]


def _every_entry() -> Select[Any]:
    return select(*AuditEntry.__table__.columns).order_by(AuditEntry.id)


def _rows(session: Session, query: Select[Any]) -> list[Row]:
    return [row._asdict() for row in session.execute(query)]
