"""How long guessing at a password locks an account, and whom it does not lock out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from portal.act import Act
from portal.ledger.audit import record
from portal.security.locking import (
    ADDRESS_KNOWN,
    LOCK_FAILURES,
    LOCKS,
    SIGN_IN,
    SIGN_IN_BLOCKED,
    is_locked,
)
from portal.security.operations import add_account, sign_in
from portal.testing import PASSWORD, World

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OFFICE = "192.0.2.10"
numbers = count(1)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("locking"))
    yield world
    world.close()


@pytest.fixture
def login(city: World) -> str:
    name = f"person{next(numbers)}"
    with city.office.transaction() as (cluster, act):
        add_account(cluster["people"], name, name, PASSWORD, act, one_time=False)
    return name


def attempt(city: World, login: str, password: str, at: datetime, address: str) -> bool:
    with city.office.transaction() as (cluster, act):
        deed = Act(by=None, at=at, announce=act.announce, address=address)
        ledger = city.office.ledger.session(cluster._p_jar.transaction_manager)
        return sign_in(cluster["people"], login, password, deed, ledger) is not None


def note(city: World, login: str, at: datetime, address: str, *, succeeded: bool) -> None:
    with city.office.transaction() as (cluster, act):
        deed = Act(by=None, at=at, announce=act.announce, address=address)
        ledger = city.office.ledger.session(cluster._p_jar.transaction_manager)
        record(ledger, deed, SIGN_IN, subject=login, succeeded=succeeded)


def test_a_thousand_guesses_from_many_addresses_do_not_lock_the_owner_out_for_ever(
    city: World, login: str
) -> None:
    assert attempt(city, login, PASSWORD, START, OFFICE)
    browser = city.browser(login)
    looked_at = 0
    with city.office.transaction() as (cluster, act):
        ledger = city.office.ledger.session(cluster._p_jar.transaction_manager)
        for number in range(1_000):
            at = START + timedelta(seconds=number + 1)
            locked = is_locked([START + timedelta(seconds=n + 1) for n in range(looked_at)], at)
            looked_at += not locked
            deed = Act(by=None, at=at, announce=act.announce, address=f"203.0.113.{number % 250}")
            name = SIGN_IN_BLOCKED if locked else SIGN_IN
            record(ledger, deed, name, subject=login, succeeded=False)
    end = START + timedelta(seconds=1_001)
    assert looked_at == 2 * LOCK_FAILURES
    assert not attempt(city, login, PASSWORD, end, "198.51.100.1")
    assert attempt(city, login, PASSWORD, end, OFFICE)
    assert browser.get("/account").status_int == 200
    assert attempt(city, login, PASSWORD, end + LOCKS[1], "198.51.100.1")


def test_what_is_tried_during_a_lock_does_not_make_it_longer(city: World, login: str) -> None:
    for number in range(LOCK_FAILURES + 20):
        assert not attempt(city, login, "Wrong-pass-1", START, f"203.0.113.{number}")
    assert not attempt(city, login, PASSWORD, START + LOCKS[0] - timedelta(seconds=1), OFFICE)
    assert attempt(city, login, PASSWORD, START + LOCKS[0], OFFICE)


def test_at_a_known_address_five_failures_lock_as_anywhere(city: World, login: str) -> None:
    assert attempt(city, login, PASSWORD, START, OFFICE)
    for _time in range(LOCK_FAILURES):
        assert not attempt(city, login, "Wrong-pass-1", START, OFFICE)
    assert not attempt(city, login, PASSWORD, START, OFFICE)


def test_an_address_is_not_known_for_ever(city: World, login: str) -> None:
    later = START + ADDRESS_KNOWN + timedelta(minutes=1)
    note(city, login, START, OFFICE, succeeded=True)
    for number in range(LOCK_FAILURES):
        note(city, login, later, f"203.0.113.{number}", succeeded=False)
    assert not attempt(city, login, PASSWORD, later, OFFICE)


def test_guesses_at_one_moment_skip_no_lock() -> None:
    many = [START] * (2 * LOCK_FAILURES + 3)
    assert is_locked(many, START + LOCKS[1] - timedelta(seconds=1))
    assert not is_locked(many, START + LOCKS[1])
    assert not is_locked([START] * (LOCK_FAILURES - 1), START)
