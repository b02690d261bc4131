from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import ZODB
from pyramid.config import Configurator
from pyramid.request import Request, apply_request_extensions
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from transaction import TransactionManager
from ZODB.POSException import ConflictError

from portal.act import Act
from portal.errors import DeploymentError
from portal.ledger import Ledger
from portal.ledger.audit import record
from portal.ledger.tables import AuditEntry, AuditSeal

WRITERS = 8


def entries(ledger: Ledger) -> int:
    with ledger.engine.connect() as connection:
        return connection.execute(select(func.count(AuditEntry.id))).scalar_one()


def in_threads(work: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))


@pytest.fixture
def content(tmp_path: Path):
    database = ZODB.DB(str(tmp_path / "content.fs"))
    yield database
    database.close()


def test_a_row_is_kept_when_its_transaction_commits(ledger: Ledger, act: Act) -> None:
    manager = TransactionManager()
    with manager:
        record(ledger.session(manager), act, "content.released", subject="/news/1")
        assert entries(ledger) == 0
    assert entries(ledger) == 1


def test_a_row_goes_with_an_aborted_transaction(ledger: Ledger, act: Act) -> None:
    manager = TransactionManager()
    manager.begin()
    session = ledger.session(manager)
    record(session, act, "content.released", subject="/news/1")
    session.flush()
    manager.abort()
    assert entries(ledger) == 0


def test_a_statement_without_a_mapped_class_is_committed_too(ledger: Ledger) -> None:
    manager = TransactionManager()
    with manager:
        ledger.session(manager).execute(
            text(
                "INSERT INTO audit_seal (first_id, last_id, entries, digest, previous, sealed_at) "
                "VALUES (1, 1, 1, 'sha256:1', '', '2026-03-02 09:30:00.000000')"
            )
        )
    with manager:
        seal = ledger.session(manager).scalars(select(AuditSeal)).one()
    assert seal.sealed_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_what_was_added_can_be_read_after_the_commit(ledger: Ledger, act: Act) -> None:
    manager = TransactionManager()
    with manager:
        session = ledger.session(manager)
        record(session, act, "content.released", subject="/news/1")
        (entry,) = session.new
    assert (entry.id, entry.at) == (1, act.at)


def test_all_who_ask_within_a_transaction_share_a_session(ledger: Ledger, act: Act) -> None:
    manager = TransactionManager()
    with manager:
        for subject in ("/news/1", "/news/2"):
            record(ledger.session(manager), act, "content.released", subject=subject)
        first = ledger.session(manager)
    with manager:
        assert ledger.session(manager) is not first
    assert entries(ledger) == 2


def test_a_conflict_in_the_content_leaves_no_row(ledger: Ledger, act: Act, content) -> None:
    first, second = TransactionManager(), TransactionManager()
    first.begin()
    second.begin()
    one, other = content.open(first).root(), content.open(second).root()
    one["title"], other["title"] = "first", "second"
    record(ledger.session(second), act, "content.released", subject="/news/1")
    first.commit()
    with pytest.raises(ConflictError):
        second.commit()
    second.abort()
    assert entries(ledger) == 0


def test_a_store_that_refuses_at_the_vote_leaves_no_row(ledger: Ledger, act: Act) -> None:
    class Refusing:
        def abort(self, transaction: object) -> None: ...
        def tpc_begin(self, transaction: object) -> None: ...
        def commit(self, transaction: object) -> None: ...
        def tpc_abort(self, transaction: object) -> None: ...

        def tpc_vote(self, transaction: object) -> None:
            raise OSError("The disk is full.", transaction)

        def sortKey(self) -> str:  # noqa: N802
            return "zzz"

    manager = TransactionManager()
    manager.begin()
    record(ledger.session(manager), act, "content.released", subject="/news/1")
    manager.get().join(Refusing())
    with pytest.raises(OSError, match="disk"):
        manager.commit()
    manager.abort()
    assert entries(ledger) == 0


def test_a_row_that_is_refused_leaves_the_content_as_it_was(ledger: Ledger, content) -> None:
    manager = TransactionManager()
    manager.begin()
    content.open(manager).root()["title"] = "new"
    ledger.session(manager).add(AuditEntry(action="content.released"))
    with pytest.raises(IntegrityError):
        manager.commit()
    manager.abort()
    assert "title" not in content.open(TransactionManager()).root()


def test_an_unused_session_takes_no_connection(ledger: Ledger) -> None:
    manager = TransactionManager()
    with manager:
        ledger.session(manager)
        assert ledger.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_who_has_read_neither_locks_others_out_nor_is_locked_out(ledger: Ledger, act: Act) -> None:
    reader, writer = TransactionManager(), TransactionManager()
    with reader:
        reading = ledger.session(reader)
        assert reading.scalars(select(AuditEntry)).all() == []
        with writer:
            record(ledger.session(writer), act, "content.released", subject="/news/1")
        record(reading, act, "content.withdrawn", subject="/news/1")
    assert entries(ledger) == 2


def test_many_writers_at_once_all_succeed(ledger: Ledger, act: Act) -> None:
    def write(number: int) -> None:
        manager = TransactionManager()
        for turn in range(25):
            with manager:
                session = ledger.session(manager)
                session.scalars(select(AuditEntry).limit(1)).all()
                record(session, act, "content.released", subject=f"/news/{number}-{turn}")

    in_threads(write)
    assert entries(ledger) == WRITERS * 25


def test_writers_of_content_and_rows_do_not_wait_for_each_other(
    ledger: Ledger, act: Act, content
) -> None:
    setting_up = TransactionManager()
    with setting_up:
        root = content.open(setting_up).root()
        for number in range(WRITERS):
            root[number] = type(root)()

    def write(number: int) -> None:
        manager = TransactionManager()
        connection = content.open(manager)
        for turn in range(10):
            with manager:
                session = ledger.session(manager)
                record(session, act, "content.released", subject=f"/news/{number}-{turn}")
                if number % 2:
                    session.scalars(select(AuditEntry).limit(1)).all()
                connection.root()[number]["turn"] = turn
        connection.close()

    began = time.monotonic()
    in_threads(write)
    assert entries(ledger) == WRITERS * 10
    assert time.monotonic() - began < 8, "somebody waited for the time limit of a lock"


def test_connections_do_not_run_short(ledger: Ledger) -> None:
    with ExitStack() as opened:
        for _ in range(20):
            opened.enter_context(ledger.engine.connect())


def test_a_commit_is_on_disk_and_references_are_checked(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert found == ["wal", 2, 1, 10_000]


def test_a_moment_without_a_time_zone_is_refused(ledger: Ledger) -> None:
    manager = TransactionManager()
    with manager, pytest.raises(StatementError, match="time zone"):
        ledger.session(manager).execute(
            insert(AuditSeal).values(sealed_at=datetime(2026, 3, 2, 9, 30))  # noqa: DTZ001
        )


def test_a_request_has_a_session_in_its_own_transaction(ledger: Ledger, act: Act) -> None:
    with Configurator() as config:
        config.include("pyramid_tm")
        config.include("portal.ledger")
        config.registry["ledger"] = ledger
        config.commit()
        request = Request.blank("/")
        request.registry = config.registry
        apply_request_extensions(request)
        with request.tm:
            record(request.ledger, act, "content.released", subject="/news/1")
            assert request.ledger is request.ledger
        assert entries(ledger) == 1


def test_an_error_does_not_say_what_was_to_be_kept(ledger: Ledger) -> None:
    statement = text("INSERT INTO nowhere VALUES (:telephone)")
    with ledger.engine.connect() as connection, pytest.raises(DBAPIError) as error:
        connection.execute(statement, {"telephone": "13812345678"})
    assert "nowhere" in str(error.value)
    assert "13812345678" not in str(error.value)


@pytest.mark.parametrize("address", ["nonsense", "unheardof:///here"])
def test_an_address_that_means_nothing_stops_the_process(address: str) -> None:
    with pytest.raises(DeploymentError, match=r"portal\.ledger"):
        Ledger.open(address)


def test_a_bare_postgresql_address_takes_the_driver_that_is_installed() -> None:
    assert Ledger.open("postgresql://portal@/portal").engine.driver == "psycopg2"
