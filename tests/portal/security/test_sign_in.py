"""Signing in: who may, who is kept out, and what the browser is given."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pyramid.interfaces import ISecurityPolicy
from sqlalchemy import select
from webtest import TestApp

from portal.act import Act
from portal.content.section.operations import move_section
from portal.ledger.audit import record
from portal.ledger.tables import AuditEntry
from portal.security.grants import give_role
from portal.security.locking import ADDRESS_FAILURES, LOCK_FAILURES, SIGN_IN
from portal.security.operations import add_account
from portal.security.sessions import IDLE_SECONDS
from portal.testing import PASSWORD, World

numbers = count(1)
WORDS = re.compile(r'<p class="problem" id="problem" role="alert">([^<]+)</p>')


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("sign-in"))
    world.site("fgw")
    yield world
    world.close()


@pytest.fixture
def login(city: World) -> str:
    name = f"person{next(numbers)}"
    with city.office.transaction() as (cluster, act):
        add_account(cluster["people"], name, name, PASSWORD, act, one_time=False)
    return name


def attempt(city: World, login: str, password: str = PASSWORD, address: str = "127.0.0.1") -> Any:
    client = TestApp(city.app, extra_environ={"HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": address})
    form = next(f for f in client.get("/sign-in").forms.values() if "password" in f.fields)
    form["login"], form["password"] = login, password
    return form.submit(expect_errors=True)


def fail_before(
    city: World, times: int, *, minutes: float, login: str = "x", address: str | None = None
) -> None:
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    with city.office.transaction() as (cluster, act):
        session = city.office.ledger.session(cluster._p_jar.transaction_manager)
        for _time in range(times):
            told = Act(by=None, at=at, announce=act.announce, address=address)
            record(session, told, SIGN_IN, subject=login, succeeded=False)


def entries(city: World, subject: str) -> list[tuple[str, bool]]:
    with city.office.transaction() as (cluster, _act):
        session = city.office.ledger.session(cluster._p_jar.transaction_manager)
        query = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id)
        return [(each.action, each.succeeded) for each in session.scalars(query)]


def test_the_right_password_leads_to_the_own_account(city: World, login: str) -> None:
    response = attempt(city, login)
    assert response.status_int == 303
    assert response.location.endswith("/account")
    assert login in response.follow()


def test_the_account_name_is_forgiving_about_capitals_and_spaces(city: World, login: str) -> None:
    assert attempt(city, f" {login.upper()} ").status_int == 303


def test_every_failure_reads_the_same(city: World, login: str) -> None:
    with city.office.transaction() as (cluster, act):
        add_account(cluster["people"], f"{login}-off", "n", PASSWORD, act, one_time=False)
        cluster["people"][f"{login}-off"].enabled = False
    fail_before(city, LOCK_FAILURES, minutes=1, login="administrator")
    tries = (
        attempt(city, login, "Wrong-password-1"),
        attempt(city, "nobody-at-all"),
        attempt(city, f"{login}-off"),
        attempt(city, "administrator"),
        attempt(city, "", ""),
        attempt(city, "' OR 1=1 --", "x" * 5_000),
        attempt(city, "\0", "\0"),
    )
    assert {each.status_int for each in tries} == {422}
    assert len({WORDS.findall(each.text)[0] for each in tries}) == 1
    assert not any(
        "portal=" in cookie for each in tries for cookie in each.headers.getall("Set-Cookie")
    )


def test_after_five_failures_even_the_right_password_is_refused(city: World, login: str) -> None:
    for _time in range(LOCK_FAILURES):
        assert attempt(city, login, "Wrong-password-1").status_int == 422
    assert attempt(city, login).status_int == 422


def test_four_failures_lock_nothing_and_a_success_forgets_them(city: World, login: str) -> None:
    for _round in range(2):
        fail_before(city, LOCK_FAILURES - 1, minutes=1, login=login)
        assert attempt(city, login).status_int == 303


@pytest.mark.parametrize(
    ("locks", "minutes", "status"),
    [(1, 9, 422), (1, 11, 303), (2, 29, 422), (2, 31, 303), (3, 59, 422), (3, 61, 303)],
)
def test_each_lock_lasts_longer_than_the_one_before(
    city: World, login: str, locks: int, minutes: float, status: int
) -> None:
    fail_before(city, locks * LOCK_FAILURES, minutes=minutes, login=login)
    assert attempt(city, login).status_int == status


def test_a_lock_holds_for_one_account_only(city: World, login: str) -> None:
    fail_before(city, LOCK_FAILURES, minutes=1, login=f"{login}-other")
    assert attempt(city, login).status_int == 303


def test_an_address_that_guesses_at_many_accounts_is_kept_out(city: World, login: str) -> None:
    address = "192.0.2.77"
    for number in range(ADDRESS_FAILURES):
        fail_before(city, 1, minutes=1, login=f"guess{number}", address=address)
    assert attempt(city, login, address=address).status_int == 422
    assert attempt(city, login, address="192.0.2.78").status_int == 303


def test_sign_in_and_its_failure_are_written_down_with_the_address(city: World, login: str) -> None:
    attempt(city, login, "Wrong-password-1")
    attempt(city, login)
    assert entries(city, login) == [(SIGN_IN, False), (SIGN_IN, True)]


def test_the_cookie_is_for_this_site_and_not_for_scripts(city: World, login: str) -> None:
    response = attempt(city, login)
    found = [
        SimpleCookie(each)["portal"]
        for each in response.headers.getall("Set-Cookie")
        if each.startswith("portal=")
    ]
    assert found
    for cookie in found:
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["secure"]
        assert not cookie["domain"]


def test_cookies_travel_over_tls_only_where_it_is_set(tmp_path: Path) -> None:
    world = World.make(tmp_path, secure_cookies=True)
    try:
        client = TestApp(
            world.app, extra_environ={"HTTP_HOST": "127.0.0.1", "wsgi.url_scheme": "https"}
        )
        page = client.get("https://127.0.0.1/sign-in")
        form = next(f for f in page.forms.values() if "password" in f.fields)
        form["login"], form["password"] = "editor", PASSWORD
        answer = form.submit(headers={"Referer": "https://127.0.0.1/sign-in"}, status=303)
        cookies = page.headers.getall("Set-Cookie") + answer.headers.getall("Set-Cookie")
        assert {each.partition("=")[0] for each in cookies} >= {"csrf", "portal"}
        assert all("secure" in each.lower() and "httponly" in each.lower() for each in cookies)
    finally:
        world.close()


def test_public_pages_set_no_cookie(city: World) -> None:
    address = city.publish("/sites/fgw/zwgk/tzgg")
    browser = city.browser()
    for path in (
        "/",
        "/sites/fgw/",
        "/sites/fgw/zwgk/tzgg/",
        address,
        "/search",
        "/sites/fgw/search?q=a",
        "/nothing",
    ):
        response = browser.get(path, expect_errors=True)
        assert "Set-Cookie" not in response.headers, path


@pytest.mark.parametrize("token", [None, "", "wrong", "\xff"])
def test_a_form_without_its_token_is_refused(city: World, login: str, token: str | None) -> None:
    client = city.browser()
    client.get("/sign-in")
    values = {"login": login, "password": PASSWORD} | (
        {} if token is None else {"csrf_token": token}
    )
    response = client.post("/sign-in", values, status=400)
    assert "portal" not in client.cookies
    assert response.html.find("a", href="/")


def test_a_one_time_password_gives_no_rights_until_it_is_changed(city: World, login: str) -> None:
    section = "/sites/fgw/zwgk/rsrm"
    address = city.publish(section)
    with city.office.transaction() as (cluster, act):
        move_section(city.place(cluster, section), "hide", act)
        add_account(cluster["people"], f"{login}-new", "n", "One-time-pass-1", act)
        give_role(cluster, f"{login}-new", "editor", act)
    page = attempt(city, f"{login}-new", "One-time-pass-1").follow()
    client = page.test_app
    client.get(address, status=403)
    form = next(f for f in page.forms.values() if "new_password" in f.fields)
    form["current_password"], form["new_password"] = "One-time-pass-1", "Another-pass-2"
    form["repeated_password"] = "Another-pass-2"
    form.submit(status=303)
    assert client.get(address).status_int == 200


def test_a_changed_password_ends_the_other_sessions(city: World, login: str) -> None:
    here, there = attempt(city, login).follow(), attempt(city, login).follow()
    form = next(f for f in here.forms.values() if "new_password" in f.fields)
    form["current_password"], form["new_password"] = PASSWORD, "Quite-new-pass-2"
    form["repeated_password"] = "Quite-new-pass-2"
    form.submit(status=303)
    assert here.test_app.get("/account").status_int == 200
    assert there.test_app.get("/account").location.endswith("/sign-in")
    assert attempt(city, login).status_int == 422
    assert attempt(city, login, "Quite-new-pass-2").status_int == 303
    assert ("security.password_set", True) in entries(city, f"/people/{login}")


def test_a_disabled_account_is_out_at_once(city: World, login: str) -> None:
    page = attempt(city, login).follow()
    with city.office.transaction() as (cluster, _act):
        cluster["people"][login].enabled = False
    assert page.test_app.get("/account").location.endswith("/sign-in")


def test_a_removed_account_is_out_at_once(city: World, login: str) -> None:
    page = attempt(city, login).follow()
    with city.office.transaction() as (cluster, _act):
        del cluster["people"][login]
    assert page.test_app.get("/account").location.endswith("/sign-in")


def test_signing_out_ends_the_session_of_the_browser(city: World, login: str) -> None:
    page = attempt(city, login).follow()
    next(f for f in page.forms.values() if f.action.endswith("sign-out")).submit(status=303)
    assert page.test_app.get("/account").location.endswith("/sign-in")
    assert ("security.signed_out", True) in entries(city, login)


def test_an_idle_session_ends(city: World, login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = attempt(city, login).follow().test_app
    helper = city.office.registry.queryUtility(ISecurityPolicy)._cookie
    monkeypatch.setattr(helper, "now", time.time() + IDLE_SECONDS - 60)
    assert client.get("/account").status_int == 200
    fresh = attempt(city, login).follow().test_app
    monkeypatch.setattr(helper, "now", time.time() + 2 * IDLE_SECONDS)
    assert fresh.get("/account").location.endswith("/sign-in")


@pytest.mark.parametrize(
    "forge",
    [
        lambda ticket: ticket[:-1] + ("0" if ticket[-1] != "0" else "1"),
        lambda ticket: "0" + ticket[1:],
        lambda ticket: ticket[: len(ticket) // 2],
        lambda ticket: "a" * 128 + ticket[128:],
        lambda ticket: ticket[:0],
        lambda ticket: ticket + "!" * 500,
        lambda ticket: ticket + "\\377\\377",
    ],
)
def test_a_forged_cookie_is_nobody(city: World, login: str, forge: Any) -> None:
    ticket = attempt(city, login).follow().test_app.cookies["portal"].strip('"')
    client = city.browser()
    assert client.get("/account", headers={"Cookie": f'portal="{ticket}"'}).status_int == 200
    response = client.get("/account", headers={"Cookie": f'portal="{forge(ticket)}"'})
    assert response.location.endswith("/sign-in")


def test_the_account_page_names_roles_and_their_places(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        give_role(cluster["sites"]["fgw"], "reviewer", "manager", act)
    page = city.browser("reviewer").get("/sites/fgw/account")
    cells = [[cell.text for cell in row.find_all("td")] for row in page.html.select("tbody tr")]
    assert [place for place, _role in cells] == ["Site fgw", "Cluster"]
    assert len(page.html.select("ul.may li")) == 2
