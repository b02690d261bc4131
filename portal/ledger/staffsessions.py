"""The sign-ins of staff that are in force, so that each can be ended before its time."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine, bindparam, delete, exists, select, update
from sqlalchemy.orm import Session

from portal.ledger.audit import fitting
from portal.ledger.tables import ADDRESS_MAX, AGENT_MAX, StaffSession

REMEMBERED_SECONDS = 2.0
"""How long a process believes what it read about a session; so long an ended one may be used in
other processes."""
REMEMBERED_MOST = 10_000
"""Most sessions that a process remembers at a time."""
_IN_FORCE = select(exists().where(StaffSession.key == bindparam("key")))
_USED = update(StaffSession).where(StaffSession.key == bindparam("which"))
_AT_ONCE = {"synchronize_session": False}


class InForce(NamedTuple):
    """A sign-in that is in force; the columns of `StaffSession` of the same names."""

    key: str
    began_at: datetime
    used_at: datetime
    address: str
    agent: str


def begin(  # noqa: PLR0913  # a session has that many facts, and all are named
    session: Session, *, key: str, login: str, stamp: str, at: datetime, address: str, agent: str
) -> None:
    """Note that `login` has signed in; it is written when the transaction commits."""
    session.add(
        StaffSession(
            key=key,
            login=login,
            stamp=stamp,
            began_at=at,
            used_at=at,
            address=fitting(address, ADDRESS_MAX),
            agent=fitting(agent, AGENT_MAX),
        )
    )


def in_force(session: Session, *, login: str, stamp: str, since: datetime) -> Sequence[InForce]:
    """Return the sessions of `login` that were used since `since`, the last used first.

    :param stamp: of the account; sessions with an older one ended with the password.
    """
    columns = (
        StaffSession.key,
        StaffSession.began_at,
        StaffSession.used_at,
        StaffSession.address,
        StaffSession.agent,
    )
    query = select(*columns).where(
        StaffSession.login == login, StaffSession.stamp == stamp, StaffSession.used_at > since
    )
    order = (StaffSession.used_at.desc(), StaffSession.key)
    return [InForce(*row) for row in session.execute(query.order_by(*order))]


def end(session: Session, *, login: str, key: str) -> bool:
    """End the session `key` of `login`, and tell whether there was one."""
    one = delete(StaffSession).where(StaffSession.login == login, StaffSession.key == key)
    result = session.execute(one.returning(StaffSession.key), execution_options=_AT_ONCE)
    return result.first() is not None


def end_others(session: Session, *, login: str, key: str) -> None:
    """End all sessions of `login` but the session `key`."""
    others = delete(StaffSession).where(StaffSession.login == login, StaffSession.key != key)
    session.execute(others, execution_options=_AT_ONCE)


def forget_idle(session: Session, *, before: datetime) -> None:
    """Delete the sessions that were not used since `before`."""
    idle = delete(StaffSession).where(StaffSession.used_at <= before)
    session.execute(idle, execution_options=_AT_ONCE)


class SessionBoard:
    """Which sessions are in force, as one process read it a moment ago.

    It reads and writes beside the transactions of requests.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._seen: dict[str, float] = {}

    def holds(self, key: str) -> bool:
        """Tell whether the session `key` is in force."""
        now = time.monotonic()
        if now - self._seen.get(key, -REMEMBERED_SECONDS) < REMEMBERED_SECONDS:
            return True
        with self._engine.connect() as connection:
            found = bool(connection.execute(_IN_FORCE, {"key": key}).scalar_one())
        if found:
            self._remember(key, now)
        return found

    def note_use(self, key: str, at: datetime) -> None:
        """Note that the session `key` was used; not for every request, since it is on disk then."""
        with self._engine.begin() as connection:
            connection.execute(_USED, {"which": key, "used_at": at})

    def forget(self) -> None:
        """Read everything anew, because a session has ended."""
        with self._lock:
            self._seen = {}

    def _remember(self, key: str, now: float) -> None:
        with self._lock:
            if len(self._seen) >= REMEMBERED_MOST:
                self._seen = {}
            self._seen[key] = now
