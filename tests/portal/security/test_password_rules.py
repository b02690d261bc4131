"""What the office asks of passwords: their length, their age, and none that was had before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.act import Act
from portal.errors import Refusal
from portal.ledger.tables import AuditEntry
from portal.security.operations import (
    add_account,
    change_password,
    set_password,
    set_password_rules,
)
from portal.security.passwords import LIMITS, USUAL, PasswordRules, check_password, draw_password
from portal.security.people import Account, People
from portal.testing import PASSWORD, World

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ACT = Act(by="admin", at=START, announce=lambda _event: None)
NAMES = tuple(LIMITS)


@pytest.fixture
def account() -> Account:
    return add_account(People(), "li", "n", "Number-0-of-all", ACT, one_time=False)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("rules"))
    world.site("fgw")
    yield world
    world.close()


@pytest.fixture
def usual(city: World) -> Iterator[None]:
    yield
    with city.office.transaction() as (cluster, act):
        set_password_rules(cluster["people"], USUAL, act)
        for each in cluster["people"].values():
            each.password_set_at = act.at


def sent(browser: Any, **values: str) -> Any:
    form = next(
        each for each in browser.get("/security-settings").forms.values() if "days" in each.fields
    )
    for name, value in values.items():
        form[name] = value
    return form.submit(expect_errors=True)


def test_a_password_is_good_for_as_many_days_as_the_rules_say(account: Account) -> None:
    almost = START + timedelta(days=90) - timedelta(seconds=1)
    assert account.has_good_password(almost)
    assert not account.has_good_password(START + timedelta(days=90))
    set_password_rules(account.__parent__, replace(USUAL, days=0), ACT)
    assert account.has_good_password(START + timedelta(days=10_000))
    assert account.password_good_until is None


def test_none_of_the_last_passwords_can_be_chosen_again(account: Account) -> None:
    for number in range(1, 5):
        change_password(account, f"Number-{number - 1}-of-all", f"Number-{number}-of-all", ACT)
    for number in range(5):
        with pytest.raises(Refusal):
            change_password(account, "Number-4-of-all", f"Number-{number}-of-all", ACT)
    change_password(account, "Number-4-of-all", "Number-5-of-all", ACT)
    change_password(account, "Number-5-of-all", "Number-0-of-all", ACT)


def test_no_more_old_passwords_are_kept_than_the_rules_ask_for(account: Account) -> None:
    set_password_rules(account.__parent__, replace(USUAL, history=2), ACT)
    for number in range(1, 4):
        set_password(account, f"Number-{number}-of-all", ACT)
    assert len(account.old_passwords) == 1
    assert all("Number" not in each for each in account.old_passwords)


def test_what_is_asked_of_length_and_kinds_holds_for_new_passwords(account: Account) -> None:
    set_password_rules(account.__parent__, replace(USUAL, length=12, classes=4), ACT)
    for easy in ("Abc123-xyz1", "abcdefgh-123", "Abcdefgh1234"):
        with pytest.raises(Refusal):
            change_password(account, "Number-0-of-all", easy, ACT)
    change_password(account, "Number-0-of-all", "Abcdefg-1234", ACT)


def test_a_drawn_password_is_good_under_the_hardest_rules() -> None:
    hardest = PasswordRules(*(most for _least, most in LIMITS.values()))
    for _time in range(20):
        check_password(draw_password(), "admin", hardest)


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_is_set_below_or_beyond_its_limits(account: Account, name: str) -> None:
    least, most = LIMITS[name]
    for value in (least - 1, most + 1, -(10**9)):
        with pytest.raises(Refusal):
            set_password_rules(account.__parent__, replace(USUAL, **{name: value}), ACT)
    assert account.__parent__.password_rules == USUAL


@pytest.mark.usefixtures("usual")
def test_the_administrator_sets_the_rules_and_it_is_written_down(city: World) -> None:
    browser = city.browser("security")
    answer = sent(browser, length="12", classes="4", days="30", history="8")
    assert answer.status_int == 303
    assert answer.follow().html.select_one("p.done")
    with city.office.transaction() as (cluster, _act):
        assert cluster["people"].password_rules == PasswordRules(12, 4, 30, 8)
        ledger = city.office.ledger.session(cluster._p_jar.transaction_manager)
        query = select(AuditEntry).where(AuditEntry.action == "security.password_rules_set")
        entry = ledger.scalars(query.order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert '"days": 30' in entry.detail
        assert entry.by == "security"


@pytest.mark.parametrize(
    "value", ["", "x", "7", "99999999999999", "-1", "１２", "1e1", "\0", "' OR 1=1", "<b>9", "٣٠"]
)
def test_numbers_that_are_none_are_told_beside_their_field(city: World, value: str) -> None:
    answer = sent(city.browser("security"), length=value)
    assert answer.status_int == 422
    assert answer.html.find(id="length-problem")
    assert answer.html.find(id="length")["aria-invalid"] == "true"
    with city.office.transaction() as (cluster, _act):
        assert cluster["people"].password_rules == USUAL


@pytest.mark.parametrize("login", ["manager", "editor", "reviewer"])
def test_only_administrators_see_and_set_the_rules(city: World, login: str) -> None:
    browser = city.browser(login)
    browser.get("/security-settings", status=403)
    token = browser.get("/session").json["csrf_token"]
    values = dict.fromkeys(NAMES, "9") | {"csrf_token": token}
    browser.post("/security-settings", values, status=403)
    city.browser().get("/security-settings", status=404)


def test_a_site_has_no_rules_of_its_own(city: World) -> None:
    city.browser("security").get("/sites/fgw/security-settings", status=404)


@pytest.mark.usefixtures("usual")
def test_an_expired_password_leads_to_the_change_page_and_gives_no_rights(city: World) -> None:
    browser = city.browser("editor")
    browser.get("/sites/fgw/zwgk/tzgg/contents", status=200)
    with city.office.transaction() as (cluster, act):
        cluster["people"]["editor"].password_set_at = act.at - timedelta(days=91)
    browser.get("/sites/fgw/zwgk/tzgg/contents", status=403)
    page = city.browser("editor").get("/account")
    assert page.html.select_one("p.problem[role=status]").text.strip()
    form = next(each for each in page.forms.values() if "new_password" in each.fields)
    form["current_password"], form["new_password"] = PASSWORD, "Another-pass-2"
    form["repeated_password"] = "Another-pass-2"
    client = form.submit(status=303).test_app
    client.get("/sites/fgw/zwgk/tzgg/contents", status=200)
    with city.office.transaction() as (cluster, act):
        set_password(cluster["people"]["editor"], PASSWORD, act)
