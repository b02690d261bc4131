"""Numbers of audit entries that were given, and are not there any more.

SQLite gives the numbers of a table one after the other, takes back those of a transaction that
fails, and notes the highest one; so a number that is missing is an entry that was removed. In
PostgreSQL numbers are lost with each transaction that fails, so a gap says nothing there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyramid.i18n import TranslationString
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.i18n import _
from portal.ledger.tables import AuditEntry, AuditSeal

Span = tuple[int, int]
"""First and last of numbers that follow each other."""


def given_numbers(session: Session) -> dict[str, int]:
    """Return the highest number that was ever given in each table; nothing where it says nothing.

    To be asked before the tables are read, for others write meanwhile.
    """
    if session.get_bind().dialect.name != "sqlite":
        return {}
    noted = session.execute(text("SELECT name, seq FROM sqlite_sequence"))
    return {row.name: row.seq for row in noted}


def missing_numbers(session: Session, given: dict[str, int]) -> Iterator[TranslationString]:
    """Give a message for each gap in the numbers that no removal for age explains.

    :param given: what `given_numbers` returned.
    """
    if not given:
        return
    spans = select(AuditSeal.first_id, AuditSeal.last_id).where(AuditSeal.pruned_at.is_not(None))
    pruned = [(first, last) for first, last in session.execute(spans.order_by(AuditSeal.first_id))]
    for gap in _gaps(session, given.get(AuditEntry.__tablename__, 0)):
        for first, last in _without(gap, pruned):
            yield _named(first, last)
    made = given.get(AuditSeal.__tablename__, 0)
    if made > (session.scalar(select(func.max(AuditSeal.id))) or 0):
        yield _("The last seals are missing: ${count} were made.", mapping={"count": str(made)})


def _gaps(session: Session, given: int) -> Iterator[Span]:
    before = func.lag(AuditEntry.id, 1, 0).over(order_by=AuditEntry.id)
    pairs = select(before.label("before"), AuditEntry.id.label("number")).subquery()
    found = select(pairs).where(pairs.c.number > pairs.c.before + 1)
    for last_before, number in session.execute(found):
        yield last_before + 1, number - 1
    highest = session.scalar(select(func.max(AuditEntry.id))) or 0
    if given > highest:
        yield highest + 1, given


def _without(gap: Span, pruned: Iterable[Span]) -> Iterator[Span]:
    """Give the parts of `gap` that are in none of the spans `pruned`, which are in order."""
    start, end = gap
    for first, last in pruned:
        if first > end:
            break
        if first > start:
            yield start, first - 1
        start = max(start, last + 1)
    if start <= end:
        yield start, end


def _named(first: int, last: int) -> TranslationString:
    if first == last:
        return _("Entry ${entry} is missing.", mapping={"entry": str(first)})
    span = {"first": str(first), "last": str(last)}
    return _("The entries ${first} to ${last} are missing.", mapping=span)
