"""Who has which document open to write in it, as far as their windows were heard of lately."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Engine, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.ledger.tables import Presence

GONE_AFTER = timedelta(seconds=60)
"""How long a window counts as open after it was last heard of."""
REMEMBERED_SECONDS = 2.0
"""How long a process shows what it read last before it reads again."""


class Here(NamedTuple):
    """A window in which a document is open; `since` is a moment in UTC."""

    by: str
    window: str
    since: datetime


def beat(session: Session, *, oid: int, by: str, window: str, at: datetime) -> None:
    """Note that `window` has the document `oid` open; after a long silence as if it came anew."""
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Presence.__table__)
    silent = Presence.beat_at < at - GONE_AFTER
    upsert = insert.on_conflict_do_update(
        index_elements=["oid", "by", "window"],
        set_={
            "since": case((silent, insert.excluded.since), else_=Presence.since),
            "beat_at": insert.excluded.beat_at,
        },
    )
    values = {"oid": oid, "by": by, "window": window, "since": at, "beat_at": at}
    session.execute(upsert, values)


def leave(session: Session, *, oid: int, by: str, window: str) -> None:
    """Note that `window` does not have the document `oid` open any more."""
    same = (Presence.oid == oid, Presence.by == by, Presence.window == window)
    session.execute(delete(Presence).where(*same))


def here(session: Session, *, oid: int, at: datetime) -> Sequence[Here]:
    """Return the windows in which the document `oid` is open at the moment `at`, oldest first."""
    query = select(Presence.by, Presence.window, Presence.since).where(
        Presence.oid == oid, Presence.beat_at > at - GONE_AFTER
    )
    return [Here(*row) for row in session.execute(query.order_by(Presence.since, Presence.by))]


def forget_gone(session: Session, *, at: datetime) -> None:
    """Delete the windows that have not been heard of for long."""
    gone = delete(Presence).where(Presence.beat_at <= at - GONE_AFTER)
    session.execute(gone, execution_options={"synchronize_session": False})


class PresenceBoard:
    """All open documents as one process read them a moment ago, for pages that must cost nothing.

    It reads beside the transactions of requests, and never writes.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._read_at = -REMEMBERED_SECONDS
        self._known: Mapping[int, Sequence[Here]] = {}

    def windows(self, oid: int) -> Sequence[Here]:
        """Return the windows in which the document `oid` is open, oldest first."""
        if time.monotonic() - self._read_at >= REMEMBERED_SECONDS and self._lock.acquire(
            blocking=False
        ):
            try:
                self._known = self._read()
                self._read_at = time.monotonic()
            finally:
                self._lock.release()
        return self._known.get(oid, ())

    def _read(self) -> Mapping[int, Sequence[Here]]:
        columns = (Presence.oid, Presence.by, Presence.window, Presence.since)
        query = select(*columns).where(Presence.beat_at > datetime.now(UTC) - GONE_AFTER)
        found: dict[int, list[Here]] = {}
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(Presence.since, Presence.by))
            for oid, by, window, since in rows:
                found.setdefault(oid, []).append(Here(by, window, since))
        return found
