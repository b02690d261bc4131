"""The root of each day: the last seal of it, whose digest covers all entries up to then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.content.times import ZONE
from portal.ledger.tables import AuditSeal

_LINE = re.compile(r"(\d{4}-\d\d-\d\d) ")


@dataclass(frozen=True)
class Root:
    """The last seal of a day in the time zone of the sites.

    :ivar seal: its number; 0 and an empty digest where there was none by then.
    """

    day: date
    seal: int
    digest: str

    def __str__(self) -> str:
        """Return the line by which it is noted: `2026-03-02 17 sha256:5f2c...`."""
        return f"{self.day.isoformat()} {self.seal} {self.digest or '-'}"


def root_of(session: Session, day: date) -> Root:
    """Return the root of `day`: that of the last seal made before its end."""
    end = datetime.combine(day + timedelta(days=1), time.min, ZONE)
    last = (
        select(AuditSeal.id, AuditSeal.digest)
        .where(AuditSeal.sealed_at < end)
        .order_by(AuditSeal.id.desc())
        .limit(1)
    )
    found = session.execute(last).first()
    return Root(day, found.id, found.digest) if found else Root(day, 0, "")


def note_roots(session: Session, today: date, file: Path | None) -> Iterator[Root]:
    """Give the roots that are to be noted, having added them to `file`.

    Those of the days since the last one in the file, up to yesterday; only that of yesterday where
    there is no file yet.
    """
    yesterday = today - timedelta(days=1)
    last = _last_day(file) if file is not None else None
    day = last + timedelta(days=1) if last else yesterday
    while day <= yesterday:
        root = root_of(session, day)
        if file is not None:
            with file.open("a", encoding="ascii") as lines:
                lines.write(f"{root}\n")
        yield root
        day += timedelta(days=1)


def _last_day(file: Path) -> date | None:
    if not file.exists():
        return None
    found = _LINE.findall(file.read_text("ascii", "replace"))
    return date.fromisoformat(found[-1]) if found else None
