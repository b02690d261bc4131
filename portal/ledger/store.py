"""Opening the ledger, and the session that joins a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session
from transaction import TransactionManager
from zope.sqlalchemy import register

from portal.errors import DeploymentError
from portal.ledger import schema
from portal.ledger.presence import PresenceBoard
from portal.ledger.staffsessions import SessionBoard
from portal.ledger.submissions import take_up_again

PRAGMAS = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)
"""What every SQLite connection is told: wait 10 seconds for a lock; a commit is on disk."""


class Ledger:
    """The database of rows; safe to share between threads, unlike the sessions it gives out.

    :ivar presence: who has what open, as it was a moment ago.
    :ivar sessions: which sign-ins of staff are in force, likewise.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.presence = PresenceBoard(engine)
        self.sessions = SessionBoard(engine)

    @classmethod
    def open(cls, address: str) -> Self:
        """Open the ledger at the SQLAlchemy `address`; nothing is connected yet.

        Connections are kept for reuse and never run short: the threads limit them.

        :raises DeploymentError: when `address` cannot be understood.
        """
        try:
            url = make_url(address)
            if url.drivername == "postgresql":
                # The driver that comes with the portal; SQLAlchemy would take another one.
                url = url.set(drivername="postgresql+psycopg2")
            # What citizens wrote, and keys of sessions, shall stand in no log beside an error.
            engine = create_engine(url, max_overflow=-1, pool_pre_ping=True, hide_parameters=True)
        except (ArgumentError, ImportError) as error:
            raise DeploymentError(
                f"The setting 'portal.ledger' cannot be used: {error}. "
                f"Write an address such as 'postgresql://portal@/portal'."
            ) from None
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "handle_error", take_up_again)
        return cls(engine)

    def session(self, manager: TransactionManager) -> Session:
        """Return the session that commits and rolls back with the current transaction of `manager`.

        There is one for each transaction, whoever asks: two would wait for each other. It touches
        the database only when used, and queries lock nothing. What is added to it is written
        during the commit, last of all, and is committed when the content has voted. A statement
        that changes rows is sent at once, as is `flush()`, without which queries do not see what
        was added. On SQLite both hold the only write lock until the commit: whoever then waits
        for the content can block one who has the content and waits for the ledger, so where
        content changes too, only add. After the commit the rows can still be read; ask again for
        the next transaction.
        """
        current = manager.get()
        try:
            session: Session = current.data(self)
        except KeyError:
            session = Session(self.engine, autoflush=False, expire_on_commit=False)
            # "changed": also what no mapped class has written is committed, not lost in silence.
            register(session, initial_state="changed", transaction_manager=manager)
            current.set_data(self, session)
        return session

    def upgrade(self) -> None:
        """Bring the tables to what the code expects, all or nothing on SQLite and PostgreSQL.

        :raises DeploymentError: when the ledger was made by a newer version.
        """
        with self._connected() as connection:
            schema.upgrade(connection)

    def check(self) -> None:
        """Make sure that the tables are what the code expects.

        :raises DeploymentError: telling what to run.
        """
        with self._connected() as connection:
            schema.check(connection)

    def close(self) -> None:
        """Close every connection that no session uses."""
        self.engine.dispose()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            connection = self.engine.connect()
        except DBAPIError as error:
            reason = str(error.orig).strip().replace("\n", " ")
            raise DeploymentError(
                f"The ledger {self.engine.url} cannot be opened: {reason}. "
                f"Check the setting 'portal.ledger', and whether the database runs."
            ) from error
        with connection:
            yield connection


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma)
