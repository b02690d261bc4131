"""Finding where the audit log is not what was written.

What nobody can see by the database alone: an entry that was made up with a right digest before the
next seal, and, where numbers may have gaps, one that was removed before it. That the end was cut
off shows by the numbers that SQLite gave, and anywhere by a root that is kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pyramid.i18n import TranslationString
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit.numbers import given_numbers, missing_numbers
from portal.audit.seal import Row, entry_lines, every_entry, head_line, rows
from portal.i18n import _
from portal.ledger.audit import canonical, canonical_moment, digest
from portal.ledger.tables import AuditEntry, AuditSeal

KEPT_LEAST = timedelta(days=400)
"""So long every entry is kept at least. Source: a year is asked for (NetApp-2024, application-level
duties: logs), and somebody has to come and read them."""
SEALS_AT_ONCE = 100
TOLD_MOST = 1_000
"""Most problems that are told."""


@dataclass(frozen=True)
class Findings:
    """What was read, and what of it does not hold.

    :ivar root: digest of the last seal; empty where there is none.
    :ivar problems: messages for people; empty if all holds.
    """

    entries: int
    seals: int
    root: str
    problems: tuple[TranslationString, ...]


class Verification:
    """A look at the whole log, some seals at a time: whoever does it has other work too.

    :param known: a root that was noted elsewhere; it has to be in the chain.
    """

    def __init__(self, known: str = "") -> None:
        self._known = known
        self._given: dict[str, int] | None = None
        self._last = 0
        self._root = ""
        self._problems: list[TranslationString] = []
        self._seals = 0

    def step(self, session: Session, seals: int) -> bool:
        """Look at the next `seals`, and tell whether there may be more."""
        if self._given is None:
            self._given = given_numbers(session)
        columns = select(*AuditSeal.__table__.columns).where(AuditSeal.id > self._last)
        try:
            links = rows(session, columns.order_by(AuditSeal.id).limit(seals))
        except ValueError:
            self._problems.append(_("The seals cannot be read."))
            return False
        for link in links:
            self._look_at(session, link)
        return len(links) == seals

    def finish(self, session: Session) -> Findings:
        """Look at what is outside of all seals, and return what was found.

        Entries that are not sealed yet are compared with their own digests only.
        """
        problems = [*self._lost_root(session), *self._problems, *_broken_outside(session)]
        problems += missing_numbers(session, self._given or {})
        entries = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
        return Findings(entries, self._seals, self._root, tuple(problems[:TOLD_MOST]))

    def _look_at(self, session: Session, link: Row) -> None:
        if link["previous"] != self._root:
            message = _("Seal ${seal} does not follow the seal before it.", mapping=_named(link))
            self._problems.append(message)
        self._problems += _broken_under(session, link)
        self._root, self._last = link["digest"], link["id"]
        self._seals += 1

    def _lost_root(self, session: Session) -> Iterator[TranslationString]:
        there = select(AuditSeal.id).where(AuditSeal.digest == self._known)
        if self._known and session.execute(there).first() is None:
            yield _(
                "The root that was given is not in the chain: its end was cut off, or made anew."
            )


def verify(session: Session, known: str = "") -> Findings:
    """Read the whole log at once, and return what was changed or removed; see `Verification`."""
    verification = Verification(known)
    while verification.step(session, SEALS_AT_ONCE):
        pass
    return verification.finish(session)


def problems_of(session: Session, entry: AuditEntry) -> list[TranslationString]:
    """Return what is wrong with `entry`, or with what is under the same seal."""
    if entry.seal_id is None:
        alone = rows(session, every_entry().where(AuditEntry.id == entry.id))
        return list(_changed(alone, list(map(canonical, alone))))
    columns = select(*AuditSeal.__table__.columns).where(AuditSeal.id == entry.seal_id)
    links = rows(session, columns)
    if not links:
        return [_("The seal of entry ${entry} is missing.", mapping={"entry": str(entry.id)})]
    return _broken_under(session, links[0])


def _broken_under(session: Session, link: Row) -> list[TranslationString]:
    if link["pruned_at"] is not None:
        return list(_broken_pruned(session, link))
    try:
        entries = rows(session, every_entry().where(AuditEntry.seal_id == link["id"]))
        told = list(map(canonical, entries))
        broken = list(_changed(entries, told))
        holds = _holds(link, entries, told)
    except ValueError:
        return [_("The entries under seal ${seal} cannot be read.", mapping=_named(link))]
    if len(entries) != link["entries"]:
        counted = {"found": str(len(entries)), "expected": str(link["entries"]), **_named(link)}
        broken.append(
            _(
                "There are ${found} entries under seal ${seal} instead of ${expected}.",
                mapping=counted,
            )
        )
    if not holds and not broken:
        broken.append(
            _(
                "The entries under seal ${seal} are not those that were sealed.",
                mapping=_named(link),
            )
        )
    return broken


def _holds(link: Row, entries: list[Row], told: list[str]) -> bool:
    """Tell whether the digests of a seal are those of its entries and of its own facts."""
    lines = entry_lines((entry["id"] for entry in entries), told)
    if not link["content"]:  # sealed before the two digests were told apart
        first = f"{link['previous']} {canonical_moment(link['sealed_at'])}"
        return bool(digest([first, *lines], _algorithm(link["digest"])) == link["digest"])
    same = digest(lines, _algorithm(link["content"])) == link["content"]
    return same and _head_holds(link)


def _head_holds(link: Row) -> bool:
    return bool(digest([head_line(link)], _algorithm(link["digest"])) == link["digest"])


def _broken_pruned(session: Session, link: Row) -> Iterator[TranslationString]:
    """Give what is wrong with a seal whose entries are said to have been removed for their age."""
    try:
        whole = bool(link["content"]) and _head_holds(link)
    except ValueError:
        whole = False
    if not whole:
        yield _("Seal ${seal} is not what it was.", mapping=_named(link))
    elif min(link["pruned_at"], datetime.now(UTC)) - link["sealed_at"] < KEPT_LEAST:
        yield _(
            "The entries under seal ${seal} were removed before their time.", mapping=_named(link)
        )
    left = select(func.count()).where(AuditEntry.seal_id == link["id"])
    if session.scalar(left):
        yield _("There are entries under seal ${seal}, which has none.", mapping=_named(link))


def _broken_outside(session: Session) -> Iterator[TranslationString]:
    stray = select(AuditEntry.id).where(
        AuditEntry.seal_id.is_not(None), AuditEntry.seal_id.not_in(select(AuditSeal.id))
    )
    for number in session.scalars(stray.order_by(AuditEntry.id)):
        yield _("The seal of entry ${entry} is missing.", mapping={"entry": str(number)})
    try:
        entries = rows(session, every_entry().where(AuditEntry.seal_id.is_(None)))
        yield from list(_changed(entries, list(map(canonical, entries))))
    except ValueError:
        yield _("The entries that are not sealed yet cannot be read.")


def _changed(entries: list[Row], told: list[str]) -> Iterator[TranslationString]:
    for entry, facts in zip(entries, told, strict=True):
        if digest([facts], _algorithm(entry["digest"])) != entry["digest"]:
            yield _("Entry ${entry} was changed.", mapping={"entry": str(entry["id"])})


def _algorithm(named: str) -> str:
    return named.partition(":")[0]


def _named(link: Row) -> dict[str, str]:
    return {"seal": str(link["id"])}
