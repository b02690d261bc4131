"""Look-ups in the audit log for whoever reads it: newest first, a page at a time.

A list is never counted, and its next page begins where the last one ended: so it is as fast among
a million entries as among a thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.ledger.tables import AuditCheck, AuditEntry, AuditSeal

FEW = 5_000
"""So many entries are sorted after they were found; more of them lie close in the order of time."""

Key: TypeAlias = tuple[datetime, int]
"""Moment and number of an entry: its place in the list."""
Clause: TypeAlias = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What is looked for; what is empty or `None` does not narrow.

    :ivar actions: any of these.
    :ivar site: name of a site; empty for the cluster alone.
    :ivar path: of the content or of what is below it; `subject` exactly that.
    :ivar oids: identities of the content; with `subject`, one of both.
    :ivar since: first moment; `until` the one after the last.
    """

    by: str = ""
    actions: tuple[str, ...] = ()
    site: str | None = None
    path: str = ""
    subject: str = ""
    oids: tuple[int, ...] = ()
    address: str = ""
    succeeded: bool | None = None
    since: datetime | None = None
    until: datetime | None = None


def newest(
    session: Session, wanted: Narrowed, size: int, before: Key | None = None
) -> Sequence[AuditEntry]:
    """Return at most `size` entries that fit, the newest first, after the place `before`."""
    query = select(AuditEntry).where(*_clauses(session, wanted))
    if before is not None:
        query = query.where(_place() < before)
    query = query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    return session.scalars(query.limit(size)).all()


def oldest_after(session: Session, wanted: Narrowed, size: int, after: Key) -> Sequence[AuditEntry]:
    """Return the entries that stand right before the place `after`, the newest first."""
    query = select(AuditEntry).where(*_clauses(session, wanted), _place() > after)
    found = session.scalars(query.order_by(AuditEntry.at, AuditEntry.id).limit(size)).all()
    return found[::-1]


def entry_with(session: Session, number: int) -> AuditEntry | None:
    """Return the entry of that number."""
    return session.get(AuditEntry, number)


def seal_of(session: Session, entry: AuditEntry) -> AuditSeal | None:
    """Return the seal that covers `entry`, if there is one."""
    return session.get(AuditSeal, entry.seal_id) if entry.seal_id else None


def story(session: Session, oid: int, size: int, after: Key | None = None) -> Sequence[AuditEntry]:
    """Return what happened to the content `oid`, wherever it was, the oldest first."""
    query = select(AuditEntry).where(AuditEntry.subject_oid == oid)
    if after is not None:
        query = query.where(_place() > after)
    return session.scalars(query.order_by(AuditEntry.at, AuditEntry.id).limit(size)).all()


def checks(session: Session, size: int) -> Sequence[AuditCheck]:
    """Return what the last checks of the whole log found, the last one first."""
    return session.scalars(select(AuditCheck).order_by(AuditCheck.id.desc()).limit(size)).all()


def waiting(session: Session) -> int:
    """Return how many entries no seal covers yet."""
    unsealed = select(func.count()).where(AuditEntry.seal_id.is_(None))
    return session.execute(unsealed).scalar_one()


def _place() -> ColumnElement[Key]:
    return tuple_(AuditEntry.at, AuditEntry.id)


def _clauses(session: Session, wanted: Narrowed) -> Iterator[Clause]:
    equal = (
        (AuditEntry.by, wanted.by or None),
        (AuditEntry.site, wanted.site),
        (AuditEntry.address, wanted.address or None),
    )
    yield from (column == value for column, value in equal if value is not None)
    if wanted.succeeded is not None:
        yield and_(AuditEntry.succeeded) if wanted.succeeded else not_(AuditEntry.succeeded)
    yield from _within(wanted)
    if wanted.actions:
        yield _one_of(session, AuditEntry.action, wanted.actions)
    if wanted.path:
        yield _fastest(session, _below(session, AuditEntry.subject, wanted.path))
    if wanted.subject or wanted.oids:
        yield _fastest(session, or_(*_about(wanted)))


def _within(wanted: Narrowed) -> Iterator[Clause]:
    if wanted.since is not None:
        yield AuditEntry.at >= wanted.since
    if wanted.until is not None:
        yield AuditEntry.at < wanted.until


def _about(wanted: Narrowed) -> Iterator[Clause]:
    yield AuditEntry.subject == wanted.subject
    if wanted.oids:
        yield AuditEntry.subject_oid.in_(wanted.oids)


def _one_of(session: Session, column: InstrumentedAttribute[str], values: Iterable[str]) -> Clause:
    several = tuple(values)
    return column == several[0] if len(several) == 1 else _fastest(session, column.in_(several))


def _below(session: Session, column: InstrumentedAttribute[str], path: str) -> Clause:
    """Return that a path is `path` or begins with it and a slash.

    SQLite looks up a range by the index, and sorts by bytes; PostgreSQL sorts as its language says.
    """
    base = path.rstrip("/")
    if session.get_bind().dialect.name == "sqlite":
        return or_(column == base, and_(column >= f"{base}/", column < f"{base}0"))
    return or_(column == base, column.startswith(f"{base}/", autoescape=True))


def _fastest(session: Session, clause: Clause) -> Clause:
    """Return `clause` so that a database uses an index for it only where that helps.

    Few entries are found by the index and then sorted. Where many fit, those of a page are among
    the newest ones, and the list is walked in the order of time; without statistics a database
    would sort them all.
    """
    few = select(AuditEntry.id).where(clause).limit(FEW + 1)
    count = session.execute(select(func.count()).select_from(few.subquery())).scalar_one()
    if count <= FEW:
        return AuditEntry.id.in_(few)
    return func.coalesce(clause, False)  # the argument of a function of SQL
