"""The sign-ins of a person: listed, ended from elsewhere, and worth nothing once they ended."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from pyramid.interfaces import ISecurityPolicy
from sqlalchemy import event, select, update
from webtest import TestApp

from portal.ledger import Ledger
from portal.ledger.staffsessions import REMEMBERED_MOST, REMEMBERED_SECONDS, SessionBoard
from portal.ledger.tables import AuditEntry, StaffSession
from portal.security.browsers import browser_name
from portal.security.operations import add_account, set_password
from portal.security.policy import COOKIE, RENEW_SECONDS
from portal.security.sessions import IDLE, forget_idle_sessions
from portal.testing import PASSWORD, World

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.50"
)
numbers = count(1)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("sessions"))
    world.site("fgw")
    yield world
    world.close()


@pytest.fixture
def login(city: World) -> str:
    name = f"person{next(numbers)}"
    with city.office.transaction() as (cluster, act):
        add_account(cluster["people"], name, name, PASSWORD, act, one_time=False)
    return name


def signed_in(city: World, login: str, agent: str = FIREFOX, address: str = "192.0.2.7") -> TestApp:
    environ = {"HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": address, "HTTP_USER_AGENT": agent}
    client = TestApp(city.app, extra_environ=environ)
    form = next(f for f in client.get("/sign-in").forms.values() if "password" in f.fields)
    form["login"], form["password"] = login, PASSWORD
    form.submit(status=303)
    return client


def is_in(client: TestApp) -> bool:
    return bool(client.get("/account", expect_errors=True).status_int == 200)


def rows(client: TestApp) -> list[str]:
    return [
        each.get_text(" ", strip=True)
        for each in client.get("/sessions").html.select("li:has(time)")
    ]


def ending(client: TestApp) -> list[Any]:
    forms = client.get("/sessions").forms.values()
    return [form for form in forms if "key" in form.fields]


def with_cookie(city: World, client: TestApp) -> TestApp:
    """Return the browser of a thief who has the cookie of `client`."""
    thief = city.browser()
    thief.set_cookie(COOKIE, client.cookies[COOKIE].strip('"'))
    return thief


def used_at(city: World, login: str) -> list[datetime]:
    with city.office.ledger.engine.connect() as connection:
        query = select(StaffSession.used_at).where(StaffSession.login == login)
        return list(connection.scalars(query))


def actions(city: World, login: str) -> list[str]:
    with city.office.ledger.engine.connect() as connection:
        query = select(AuditEntry.action).where(AuditEntry.subject == login)
        return list(connection.scalars(query.order_by(AuditEntry.id)))


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(city: World, login: str) -> None:
    client = signed_in(city, login)
    thief = with_cookie(city, client)
    assert is_in(thief)
    page = client.get("/account")
    next(f for f in page.forms.values() if f.action.endswith("sign-out")).submit(status=303)
    assert not is_in(thief)
    assert not is_in(client)


def test_own_sign_ins_are_listed_with_browser_and_address(city: World, login: str) -> None:
    signed_in(city, login, PHONE, "198.51.100.9")
    here = signed_in(city, login)
    found = rows(here)
    assert len(found) == 2
    assert sum("Firefox, Windows" in each and "192.0.2.7" in each for each in found) == 1
    assert sum("WeChat, Android" in each and "198.51.100.9" in each for each in found) == 1
    assert len(ending(here)) == 1


def test_one_session_is_ended_from_another(city: World, login: str) -> None:
    first, second, here = (signed_in(city, login) for _time in range(3))
    keys = {form["key"].value for form in ending(here)} - {
        form["key"].value for form in ending(first)
    }
    form = next(each for each in ending(here) if each["key"].value not in keys)
    assert form.submit(status=303).follow().html.select_one("p.done")
    assert is_in(here)
    assert [is_in(first), is_in(second)].count(True) == 1
    assert "security.session_ended" in actions(city, login)


def test_all_other_sessions_are_ended_at_once(city: World, login: str) -> None:
    others = [signed_in(city, login) for _time in range(3)]
    here = signed_in(city, login)
    form = next(f for f in here.get("/sessions").forms.values() if "others" in f.fields)
    form.submit("others", status=303)
    assert is_in(here)
    assert not any(is_in(each) for each in others)
    assert len(rows(here)) == 1
    assert "security.other_sessions_ended" in actions(city, login)


def test_nobody_ends_the_session_of_somebody_else(city: World, login: str) -> None:
    client = signed_in(city, login)
    signed_in(city, login)
    key = ending(client)[0]["key"].value
    other = city.browser("administrator")
    token = other.get("/session").json["csrf_token"]
    answer = other.post("/sessions", {"key": key, "csrf_token": token}, status=422)
    assert answer.html.select_one("p.problem").text
    assert len(rows(client)) == 2


@pytest.mark.parametrize("key", ["", "k", "\0", "' OR 1=1 --", "x" * 100_000, "<b>", "密钥"])
def test_keys_that_are_none_end_nothing(city: World, login: str, key: str) -> None:
    client = signed_in(city, login)
    token = client.get("/session").json["csrf_token"]
    answer = client.post("/sessions", {"key": key, "csrf_token": token}, status=422)
    assert "<b><b>" not in answer.text
    assert is_in(client)


def test_strangers_have_no_page_of_sessions(city: World) -> None:
    city.browser().get("/sessions", status=404)
    city.browser("editor").get("/sites/fgw/sessions", status=200)


def test_a_password_set_anew_leaves_only_the_session_in_which_it_was(
    city: World, login: str
) -> None:
    other, here = signed_in(city, login), signed_in(city, login)
    form = next(f for f in here.get("/account").forms.values() if "new_password" in f.fields)
    form["current_password"], form["new_password"] = PASSWORD, "Quite-new-pass-2"
    form["repeated_password"] = "Quite-new-pass-2"
    thief = with_cookie(city, here)
    form.submit(status=303)
    assert is_in(here)
    assert not is_in(other)
    assert not is_in(thief)
    assert len(rows(here)) == 1
    with city.office.transaction() as (cluster, act):
        set_password(cluster["people"][login], PASSWORD, act)
    assert not is_in(here)


def test_another_process_hears_of_the_end_within_seconds(
    city: World, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(city, login)
    elsewhere = SessionBoard(city.office.ledger.engine)
    with city.office.ledger.engine.connect() as connection:
        key = connection.scalar(select(StaffSession.key).where(StaffSession.login == login))
    assert key
    assert elsewhere.holds(key)
    page = client.get("/account")
    next(f for f in page.forms.values() if f.action.endswith("sign-out")).submit(status=303)
    later = time.monotonic() + REMEMBERED_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert not elsewhere.holds(key)


def test_pages_in_a_row_ask_the_ledger_once_and_the_public_asks_nothing(
    city: World, login: str
) -> None:
    client, asked = signed_in(city, login), list[str]()
    with city.office.ledger.engine.connect() as connection:
        key = connection.scalar(select(StaffSession.key).where(StaffSession.login == login))
    city.office.ledger.sessions.forget()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(city.office.ledger.engine, "before_cursor_execute", note)
    try:
        city.browser().get("/sites/fgw/")
        assert not asked
        for _time in range(5):
            assert city.office.ledger.sessions.holds(str(key))
        client.get("/sites/fgw/")
    finally:
        event.remove(city.office.ledger.engine, "before_cursor_execute", note)
    assert len([each for each in asked if "staff_session" in each]) == 1


def test_the_last_use_is_noted_every_few_minutes_and_not_by_pages_that_ask_by_themselves(
    city: World, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(city, login)
    earlier = datetime.now(UTC) - timedelta(minutes=4)
    with city.office.ledger.engine.begin() as connection:
        mine = update(StaffSession).where(StaffSession.login == login)
        connection.execute(mine.values(used_at=earlier))
    client.get("/account")
    assert used_at(city, login) == [earlier]
    helper = city.office.registry.queryUtility(ISecurityPolicy)._cookie
    monkeypatch.setattr(helper, "now", time.time() + RENEW_SECONDS + 1)
    client.get("/session")
    assert used_at(city, login) == [earlier]
    client.get("/account")
    assert used_at(city, login)[0] > earlier


def test_sessions_that_nobody_used_are_not_shown_and_then_forgotten(
    city: World, login: str
) -> None:
    signed_in(city, login)
    here = signed_in(city, login)
    key = ending(here)[0]["key"].value
    with city.office.ledger.engine.begin() as connection:
        one = update(StaffSession).where(StaffSession.key == key)
        connection.execute(one.values(used_at=datetime.now(UTC) - 2 * IDLE))
    assert len(rows(here)) == 1
    assert len(used_at(city, login)) == 2
    forget_idle_sessions(city.office)
    assert len(used_at(city, login)) == 1


def test_a_process_forgets_rather_than_grows(ledger: Ledger) -> None:
    board = SessionBoard(ledger.engine)
    for number in range(REMEMBERED_MOST + 10):
        board._remember(str(number), time.monotonic())
    assert len(board._seen) <= REMEMBERED_MOST


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (PHONE, "WeChat, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537.36 Edg/126", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel) Version/17 Safari/605", "Safari, macOS"),
        ("curl/8", ""),
        ("", ""),
        ("<script>alert(1)</script>" * 1_000, ""),
    ],
)
def test_browsers_are_called_as_people_do(agent: str, name: str) -> None:
    assert browser_name(agent) == name
