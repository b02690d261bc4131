"""The second factor: codes of a telephone, codes on paper, and whose site demands them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp
from ZODB.POSException import ConflictError

from portal.act import Act
from portal.errors import Refusal
from portal.ledger.tables import AuditEntry
from portal.security.factor import RECOVERY_CODES, confirm, enrol, set_factor_classes
from portal.security.grants import give_role
from portal.security.locking import LOCK_FAILURES, SIGN_IN
from portal.security.operations import FIRST_STEP, add_account, set_password
from portal.security.people import Account, People
from portal.security.policy import COOKIE
from portal.security.totp import (
    STEP_SECONDS,
    code_at,
    draw_secret,
    step_at,
)
from portal.testing import PASSWORD, World

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ACT = Act(by="li", at=START, announce=lambda _event: None)
HOSTILE = ["", "\0", "' OR 1=1 --", "<b>1</b>", "x" * 100_000, "密码", "0000000", "-1", "1e5"]
numbers = count(1)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("factor"))
    world.site("fgw")
    world.site("jyj")
    yield world
    world.close()


@pytest.fixture
def login(city: World) -> str:
    name = f"person{next(numbers)}"
    with city.office.transaction() as (cluster, act):
        add_account(cluster["people"], name, name, PASSWORD, act, one_time=False)
    return name


@pytest.fixture
def demanding(city: World) -> Iterator[None]:
    with city.office.transaction() as (cluster, act):
        set_factor_classes(cluster["people"], ["department"], act)
    yield
    with city.office.transaction() as (cluster, act):
        set_factor_classes(cluster["people"], (), act)


def enrolled(city: World, login: str, *, ago: int = 10) -> tuple[str, tuple[str, ...]]:
    """Set up a second factor `ago` steps ago; return its secret and the recovery codes."""
    secret = draw_secret()
    with city.office.transaction() as (cluster, act):
        at = act.at - timedelta(seconds=STEP_SECONDS * ago)
        deed = Act(by=login, at=at, announce=act.announce)
        return secret, enrol(cluster["people"][login], secret, code_at(secret, step_at(at)), deed)


def now_code(secret: str, steps: int = 0) -> str:
    return code_at(secret, step_at(datetime.now(UTC)) + steps)


def first_step(city: World, login: str, address: str = "127.0.0.1") -> Any:
    client = TestApp(city.app, extra_environ={"HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": address})
    form = next(f for f in client.get("/sign-in").forms.values() if "password" in f.fields)
    form["login"], form["password"] = login, PASSWORD
    return form.submit(expect_errors=True)


def second_step(page: Any, code: str) -> Any:
    form = next(f for f in page.forms.values() if "code" in f.fields)
    form["code"] = code
    return form.submit(expect_errors=True)


def signed_in(city: World, login: str, secret: str) -> TestApp:
    answer = second_step(first_step(city, login), now_code(secret))
    assert answer.status_int == 303
    client: TestApp = answer.test_app
    return client


def own_form(client: TestApp, name: str, page: Any = None) -> Any:
    forms = (page or client.get("/second-factor")).forms.values()
    return next(f for f in forms if name in [each.value for each in f.fields.get("form", ())])


def actions(city: World, subject: str) -> list[tuple[str, bool]]:
    with city.office.ledger.engine.connect() as connection:
        query = select(AuditEntry.action, AuditEntry.succeeded).where(AuditEntry.subject == subject)
        found = connection.execute(query.order_by(AuditEntry.id))
        return [(action, succeeded) for action, succeeded in found]


def test_a_second_factor_is_set_up_once_and_only_with_a_code_that_fits() -> None:
    account = add_account(People(), "li", "n", PASSWORD, ACT)
    secret = draw_secret()
    with pytest.raises(Refusal):
        enrol(
            account, secret, "000000" if code_at(secret, step_at(START)) != "000000" else "1", ACT
        )
    codes = enrol(account, secret, code_at(secret, step_at(START)), ACT)
    assert len(set(codes)) == RECOVERY_CODES
    assert not set(codes) & set(account.recovery)
    with pytest.raises(Refusal):
        enrol(account, draw_secret(), "000000", ACT)


def test_sign_in_asks_for_the_code_and_takes_it_once(city: World, login: str) -> None:
    secret, _codes = enrolled(city, login)
    page = first_step(city, login)
    assert page.status_int == 200
    assert COOKIE not in page.test_app.cookies
    assert page.headers["Cache-Control"] == "no-store"
    code = now_code(secret)
    assert second_step(page, code).status_int == 303
    assert page.test_app.get("/account").status_int == 200
    again = second_step(first_step(city, login), code)
    assert again.status_int == 422
    assert again.html.find(id="problem").text
    told = actions(city, login)
    assert told == [(FIRST_STEP, True), (SIGN_IN, True), (FIRST_STEP, True), (SIGN_IN, False)]


def test_a_clock_that_is_a_minute_off_does_not_sign_in(city: World, login: str) -> None:
    secret, _codes = enrolled(city, login)
    assert second_step(first_step(city, login), now_code(secret, -3)).status_int == 422
    assert second_step(first_step(city, login), now_code(secret, 3)).status_int == 422


@pytest.mark.parametrize("code", HOSTILE)
def test_codes_that_are_none_do_not_sign_in(city: World, login: str, code: str) -> None:
    enrolled(city, login)
    answer = second_step(first_step(city, login), code)
    assert answer.status_int == 422
    assert COOKIE not in answer.test_app.cookies


def test_wrong_codes_lock_the_account_like_wrong_passwords(city: World, login: str) -> None:
    secret, _codes = enrolled(city, login)
    page = first_step(city, login)
    for _time in range(LOCK_FAILURES):
        page = second_step(page, "not-it")
        assert page.status_int == 422
    assert second_step(page, now_code(secret)).status_int == 422
    assert first_step(city, login).status_int == 422


def test_the_right_password_alone_does_not_forget_wrong_codes(city: World, login: str) -> None:
    secret, _codes = enrolled(city, login)
    for _time in range(LOCK_FAILURES):
        second_step(first_step(city, login), "not-it")
    page = first_step(city, login)
    assert not [form for form in page.forms.values() if "code" in form.fields]
    assert secret


@pytest.mark.parametrize("sent", ["", "x", "\0", "eyJ" * 100, "x" * 100_000])
def test_a_forged_first_step_leads_back_to_the_password(city: World, login: str, sent: str) -> None:
    secret, _codes = enrolled(city, login)
    page = first_step(city, login)
    form = next(f for f in page.forms.values() if "code" in f.fields)
    form["ticket"], form["code"] = sent, now_code(secret)
    answer = form.submit(status=422)
    assert answer.html.find(id="password")
    assert COOKIE not in answer.test_app.cookies


def test_a_first_step_before_the_password_changed_counts_no_more(city: World, login: str) -> None:
    secret, _codes = enrolled(city, login)
    page = first_step(city, login)
    with city.office.transaction() as (cluster, act):
        set_password(cluster["people"][login], "Another-pass-2", act)
    assert second_step(page, now_code(secret)).status_int == 422


def test_each_recovery_code_signs_in_once(city: World, login: str) -> None:
    _secret, codes = enrolled(city, login)
    for typed in (codes[3], codes[4].upper().replace("-", " ")):
        assert second_step(first_step(city, login), typed).status_int == 303
        assert second_step(first_step(city, login), typed).status_int == 422


def test_the_second_factor_is_set_up_on_the_own_account(city: World, login: str) -> None:
    client = city.browser(login)
    form = own_form(client, "begin")
    form["password"] = "Wrong-pass-9"
    assert form.submit(status=422).html.select_one("p.problem")
    form["password"] = PASSWORD
    page = form.submit(status=200)
    assert page.html.select_one("svg")
    secret = page.html.select_one("code.secret").text.replace(" ", "")
    wrong = own_form(client, "confirm", page)
    wrong["code"] = "not-it"
    page = wrong.submit(status=422)
    assert page.html.select_one("code.secret").text.replace(" ", "") == secret
    right = own_form(client, "confirm", page)
    right["code"] = now_code(secret)
    page = right.submit(status=200)
    codes = [each.text for each in page.html.select(".codes code")]
    assert len(codes) == RECOVERY_CODES
    assert page.headers["Cache-Control"] == "no-store"
    assert not client.get("/second-factor").html.select(".codes code")
    assert ("security.factor_enrolled", True) in actions(city, f"/people/{login}")
    assert second_step(first_step(city, login), codes[0]).status_int == 303


def test_a_secret_is_good_only_for_whom_it_was_shown(city: World, login: str) -> None:
    form = own_form(client := city.browser(login), "begin")
    form["password"] = PASSWORD
    page = form.submit(status=200)
    secret = page.html.select_one("code.secret").text.replace(" ", "")
    other = city.browser("reviewer")
    values = {
        "form": "confirm",
        "ticket": own_form(client, "confirm", page)["ticket"].value,
        "code": now_code(secret),
        "csrf_token": other.get("/session").json["csrf_token"],
    }
    other.post("/second-factor", values, status=422)
    other.post("/second-factor", values | {"form": "x"}, status=400)
    other.post("/second-factor", values | {"form": "codes", "password": PASSWORD}, status=422)


def test_new_recovery_codes_replace_those_before(city: World, login: str) -> None:
    secret, before = enrolled(city, login)
    client = signed_in(city, login, secret)
    form = next(f for f in client.get("/second-factor").forms.values() if "password" in f.fields)
    form["password"] = PASSWORD
    page = form.submit("form", value="codes", status=200)
    codes = [each.text for each in page.html.select(".codes code")]
    assert second_step(first_step(city, login), before[0]).status_int == 422
    assert second_step(first_step(city, login), codes[0]).status_int == 303


def test_a_person_takes_the_second_factor_off_with_the_password(city: World, login: str) -> None:
    secret, _codes = enrolled(city, login)
    client = signed_in(city, login, secret)
    form = next(f for f in client.get("/second-factor").forms.values() if "password" in f.fields)
    form["password"] = "Wrong-pass-9"
    assert form.submit("form", value="drop", status=422).html.select_one("p.problem")
    form["password"] = PASSWORD
    form.submit("form", value="drop", status=303)
    assert first_step(city, login).status_int == 303
    assert ("security.factor_dropped", True) in actions(city, f"/people/{login}")


@pytest.mark.usefixtures("demanding")
def test_whose_site_demands_a_second_factor_has_no_rights_before_it_is_set_up(
    city: World, login: str
) -> None:
    with city.office.transaction() as (cluster, act):
        give_role(cluster["sites"]["fgw"]["zwgk"], login, "editor", act)
    client = city.browser(login)
    client.get("/sites/fgw/zwgk/contents", status=403)
    assert client.get("/account").html.select_one("p.problem[role=status]").text.strip()
    secret, _codes = enrolled(city, login)
    client.get("/sites/fgw/zwgk/contents", status=200)
    client = signed_in(city, login, secret)
    page = client.get("/second-factor")
    assert not page.html.select("button[value=drop]")
    values = {
        "form": "drop",
        "password": PASSWORD,
        "csrf_token": client.get("/session").json["csrf_token"],
    }
    client.post("/second-factor", values, status=422)
    client.get("/sites/fgw/zwgk/contents", status=200)


@pytest.mark.usefixtures("demanding")
def test_a_role_on_the_cluster_reaches_into_sites_that_demand_it(city: World) -> None:
    city.browser("security").get("/security-settings", status=403)


def test_staff_of_other_site_classes_is_not_asked(city: World, login: str) -> None:
    with city.office.transaction() as (cluster, act):
        give_role(cluster["sites"]["fgw"], login, "editor", act)
        set_factor_classes(cluster["people"], ["county"], act)
    city.browser(login).get("/sites/fgw/zwgk/contents", status=200)
    with city.office.transaction() as (cluster, act):
        set_factor_classes(cluster["people"], (), act)


def settings_form(city: World, name: str) -> Any:
    forms = city.browser("security").get("/security-settings").forms.values()
    return next(f for f in forms if "form" in f.fields and f["form"].value == name)


def test_the_administrator_demands_it_by_site_class(city: World) -> None:
    form = settings_form(city, "classes")
    boxes = form.fields["class"]
    assert len(boxes) >= 2
    chosen = boxes[-1]
    chosen.checked = True
    assert form.submit(status=303).location.endswith("done=classes")
    with city.office.transaction() as (cluster, act):
        assert len(cluster["people"].factor_classes) == 1
        set_factor_classes(cluster["people"], (), act)
    assert ("security.factor_classes_set", True) in actions(city, "/people/")


def test_the_administrator_takes_it_off_for_who_lost_the_telephone(city: World, login: str) -> None:
    enrolled(city, login)
    form = settings_form(city, "drop")
    form["login"], form["reason"] = login, "  "
    assert form.submit(status=422).html.find(id="refused")
    form["reason"] = "手机丢失"
    form.submit(status=303)
    assert first_step(city, login).status_int == 303
    with city.office.ledger.engine.connect() as connection:
        same = AuditEntry.subject == f"/people/{login}"
        query = select(AuditEntry.detail).where(
            AuditEntry.action == "security.factor_dropped", same
        )
        assert "手机丢失" in str(connection.scalar(query))


@pytest.mark.parametrize("typed", [*HOSTILE, "nobody", "../sites", "editor"])
def test_names_without_a_second_factor_are_refused(city: World, typed: str) -> None:
    form = settings_form(city, "drop")
    form["login"], form["reason"] = typed, typed
    answer = form.submit(status=422)
    assert answer.html.find(id="refused")
    assert "<b>1</b>" not in answer.text


def test_an_account_of_before_has_no_second_factor(city: World) -> None:
    account = Account("n")
    assert (account.factor_secret, account.recovery, account.factor_step) == ("", (), 0)
    with city.office.transaction() as (cluster, _act):
        assert not vars(cluster["people"]).get("factor_classes")


def test_of_two_who_send_the_same_code_at_once_one_is_signed_in(city: World, login: str) -> None:
    secret, _codes = enrolled(city, login)
    code = now_code(secret)

    def send(cluster: Any, act: Act) -> bool:
        ledger = city.office.ledger.session(cluster._p_jar.transaction_manager)
        return confirm(cluster["people"][login], code, act, ledger)

    def send_at_once() -> None:
        with city.office.transaction() as (slow, slow_act):
            with city.office.transaction() as (quick, quick_act):
                assert send(quick, quick_act)
            assert send(slow, slow_act)

    with pytest.raises(ConflictError):
        send_at_once()
    with city.office.transaction() as (cluster, act):
        assert not send(cluster, act)
