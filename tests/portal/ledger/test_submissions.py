"""Submissions of citizens: kept once, found by number and code alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from transaction import TransactionManager
from transaction.interfaces import TransientError

from portal.ledger import Ledger
from portal.ledger.submissions import (
    Receipt,
    Sent,
    Wanted,
    count,
    data_of,
    in_groups,
    new_form_key,
    opened,
    page,
    receive,
    with_number,
)
from portal.ledger.tables import AuditCheck

AT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
LETTER = Sent(
    kind="interaction.letter",
    site=3,
    place=-5,
    topic="complaint",
    title="路灯 50% 不亮_",
    data={"text": "灯"},
    form_key=new_form_key(),
)
ALL = Wanted(kind=LETTER.kind, place=LETTER.place)


def keep(ledger: Ledger, sent: Sent = LETTER, at: datetime = AT) -> Receipt:
    transactions = TransactionManager()
    with transactions:
        return receive(ledger.session(transactions), sent, at)


def anew() -> Sent:
    return replace(LETTER, form_key=new_form_key())


def found(ledger: Ledger, wanted: Wanted) -> list[str]:
    transactions = TransactionManager()
    with transactions:
        session = ledger.session(transactions)
        rows = page(session, wanted, 0, 100)
        assert count(session, wanted) == len(rows)
        return [row.number for row in rows]


def test_a_number_begins_with_the_day_of_the_sites(ledger: Ledger) -> None:
    assert keep(ledger).number.startswith("20260302-")


def test_the_same_form_is_kept_once_and_gives_the_same_receipt(ledger: Ledger) -> None:
    first, second = keep(ledger), keep(ledger, at=AT + timedelta(days=2))
    assert (first.is_new, second.is_new) == (True, False)
    assert first[:2] == second[:2]
    assert len(found(ledger, ALL)) == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(LETTER, data={"text": "路"}),
        replace(LETTER, place=6),
        replace(LETTER, kind="openinfo.request"),
        replace(LETTER, form_key=new_form_key()),
    ],
)
def test_what_differs_in_anything_is_another_one(ledger: Ledger, other: Sent) -> None:
    assert keep(ledger)[:2] != keep(ledger, other)[:2]


@pytest.mark.parametrize("key", ["", "x", "a" * 65, "é" * 30, "a" * 30 + "\n"])
def test_a_form_without_a_key_of_ours_counts_each_time(ledger: Ledger, key: str) -> None:
    sent = replace(LETTER, form_key=key)
    assert keep(ledger, sent)[:2] != keep(ledger, sent)[:2]


def test_only_number_and_code_together_open_it(ledger: Ledger) -> None:
    one, other = keep(ledger), keep(ledger, anew())
    transactions = TransactionManager()
    with transactions:
        session = ledger.session(transactions)
        got = opened(session, LETTER.kind, f" {one.number} ", in_groups(one.code))
        assert got is not None
        assert data_of(got) == {"text": "灯"}
        full_width = one.number.translate({ord("0") + n: ord("０") + n for n in range(10)})
        assert opened(session, LETTER.kind, full_width, one.code) is got
        for number, code in ((one.number, other.code), ("", one.code), (one.number, "")):
            assert opened(session, LETTER.kind, number, code) is None
        assert opened(session, "openinfo.request", one.number, one.code) is None
        assert with_number(session, LETTER.kind, one.number.replace("-", "")) is got


def test_a_list_is_narrowed_and_begins_with_the_newest(ledger: Ledger) -> None:
    one = keep(ledger).number
    two = keep(
        ledger, replace(anew(), topic="report", title="公交"), AT + timedelta(hours=1)
    ).number
    assert found(ledger, ALL) == [two, one]
    assert found(ledger, replace(ALL, place=7)) == []
    assert found(ledger, replace(ALL, topic="report")) == [two]
    assert found(ledger, replace(ALL, words="50% 不亮_")) == [one]
    assert found(ledger, replace(ALL, words="5_%")) == []
    assert found(ledger, replace(ALL, words=one)) == [one]
    assert found(ledger, replace(ALL, words=one[:4])) == [two, one]
    assert found(ledger, replace(ALL, since=AT + timedelta(minutes=1))) == [two]
    assert found(ledger, replace(ALL, until=AT + timedelta(minutes=1))) == [one]


def test_two_at_once_are_taken_up_again_and_kept_once(ledger: Ledger) -> None:
    first, second = TransactionManager(explicit=True), TransactionManager(explicit=True)
    for each in (first, second):
        each.begin()
    a = receive(ledger.session(first), LETTER, AT)
    receive(ledger.session(second), LETTER, AT)
    first.commit()
    with pytest.raises(TransientError):  # what a request is repeated for
        second.commit()
    second.abort()
    assert keep(ledger)[:2] == a[:2]
    assert len(found(ledger, ALL)) == 1


def test_what_else_the_ledger_does_not_take_is_no_reason_to_try_again(ledger: Ledger) -> None:
    values = {"at": AT, "seconds": 0, "entries": 0, "seals": 0, "root": "", "problems": "[]"}
    with ledger.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(AuditCheck), [{"id": 1, **values}, {"id": 1, **values}])


def test_a_count_ends_where_it_is_told_to(ledger: Ledger) -> None:
    for _time in range(3):
        keep(ledger, anew())
    transactions = TransactionManager()
    with transactions:
        session = ledger.session(transactions)
        assert [count(session, ALL, most) for most in (2, 3, 4, None)] == [2, 3, 3, 3]
