"""What is done with the accounts of others: adding, changing, disabling, new passwords."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from transaction import TransactionManager
from ZODB.POSException import ConflictError

from portal.act import Act
from portal.content.body.operations import add_body
from portal.desk.choosepeople import people_like
from portal.errors import Refusal
from portal.ledger.queries import last_success
from portal.security.accounts import (
    change_account,
    disable_account,
    enable_account,
    end_sign_ins,
    enrol_person,
    reset_password,
)
from portal.security.disuse import look_for_unused
from portal.security.events import AccountChanged, AccountDisabled, AccountUnused
from portal.security.grants import give_role
from portal.security.locking import SIGN_IN
from portal.security.operations import add_account, set_password_rules
from portal.security.passwords import USUAL, draw_password, hash_drawn, is_password
from portal.site.ending import end_body
from portal.testing import PASSWORD, World


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("accounts"))
    with world.office.transaction() as (cluster, act):
        data: Any = {"title": "示例市教育局", "short_title": "市教育局"}
        jyj = add_body(cluster["bodies"], "jyj", data, act)
        enrol_person(cluster["people"], "li.na", person("李娜", jyj.oid), act)
    yield world
    world.close()


class UndoneError(Exception):
    """Ends a transaction that leaves nothing behind."""


@contextmanager
def tried(world: World) -> Iterator[tuple[Any, Act]]:
    """Give cluster and deed of a transaction that is undone at its end."""
    with suppress(UndoneError), world.office.transaction() as (cluster, act):
        yield cluster, act
        raise UndoneError


@pytest.fixture
def editor(city: World) -> str:
    """Return an editor of the cluster, who has the password of all test accounts."""
    with city.office.transaction() as (cluster, act):
        login = f"editor{len(cluster['people'])}"
        add_account(cluster["people"], login, "编辑", PASSWORD, act, one_time=False)
        give_role(cluster, login, "editor", act)
    return login


def person(name: str, body: int = 0, post: str = "科员") -> Any:
    return {"title": name, "body": body, "post": post, "telephone": "0999-5550001"}


def acting(act: Act, by: str, told: list[object] | None = None) -> Act:
    announce = act.announce if told is None else told.append
    return Act(by=by, at=act.at, announce=announce)


def test_a_person_is_found_by_parts_of_name_account_and_body(city: World) -> None:
    with tried(city) as (cluster, _act):
        for words in ("李", "ＬＩ．ＮＡ", "na 教育", "李娜 市教育局", "li.na"):
            assert [each.login for each in people_like(cluster, words, 5)] == ["li.na"], words
        found = people_like(cluster, "李娜", 5)[0]
        assert (found.name, found.body, found.post) == ("李娜", "示例市教育局", "科员")
        for words in ("", "   ", "李娜 财政", "王", "\0", "%"):
            assert people_like(cluster, words, 5) == [], words


def test_who_is_called_just_so_comes_first_and_disabled_people_are_not_offered(
    city: World,
) -> None:
    with tried(city) as (cluster, act):
        people = cluster["people"]
        for login, name in (("a.li", "王莉"), ("li", "赵力"), ("xi", "小李娜")):
            enrol_person(people, login, person(name), act)
        assert [each.login for each in people_like(cluster, "li", 9)][:2] == ["li", "a.li"]
        assert [each.login for each in people_like(cluster, "李娜", 9)] == ["li.na", "xi"]
        assert len(people_like(cluster, "li", 1)) == 1
        disable_account(people["li.na"], acting(act, "administrator"), "退休")
        assert [each.login for each in people_like(cluster, "李娜", 9)] == ["xi"]


def test_a_changed_name_and_body_are_found_at_once_and_announced_by_field(city: World) -> None:
    told: list[object] = []
    with tried(city) as (cluster, act):
        account = cluster["people"]["li.na"]
        change_account(account, {"title": "李丽", "body": 0}, acting(act, "administrator", told))
        change_account(account, {"title": "李丽"}, acting(act, "administrator", told))
        (event,) = told
        assert isinstance(event, AccountChanged)
        assert event.fields == ("title", "body")
        assert [each.login for each in people_like(cluster, "李丽", 9)] == ["li.na"]
        assert people_like(cluster, "李娜", 9) == []
        assert people_like(cluster, "教育", 9) == []


def test_nobody_belongs_to_what_is_no_body_or_has_ended(city: World) -> None:
    with tried(city) as (cluster, act):
        ended = add_body(cluster["bodies"], "ended", {"title": "旅游局"}, act)
        end_body(ended, date(2025, 3, 1), None, act)
        account = cluster["people"]["li.na"]
        before = account.body
        for oid in (ended.oid, cluster.oid, cluster["people"].oid, account.oid, 1):
            with pytest.raises(Refusal):
                change_account(account, {"body": oid}, act)
        assert account.body == before


def test_a_disabled_account_is_out_at_once_cannot_sign_in_and_keeps_its_roles(
    city: World, editor: str
) -> None:
    browser = city.browser(editor)
    browser.get("/account", status=200)
    with city.office.transaction() as (cluster, act):
        disable_account(cluster["people"][editor], acting(act, "administrator"), "离职")
    browser.get("/account", status=(303, 403))
    form = next(f for f in city.browser().get("/sign-in").forms.values() if "login" in f.fields)
    form["login"], form["password"] = editor, PASSWORD
    form.submit(status=422)
    with city.office.transaction() as (cluster, act):
        assert editor in cluster.grants
        enable_account(cluster["people"][editor], acting(act, "administrator"), "返聘")
    browser.get("/account", status=(303, 403))  # the old sign-in has ended for ever
    city.browser(editor).get("/account", status=200)


def test_nobody_disables_the_own_account_nor_a_disabled_one(city: World) -> None:
    with tried(city) as (cluster, act):
        by = acting(act, "administrator")
        give_role(cluster, "li.na", "administrator", act)
        with pytest.raises(Refusal):
            disable_account(cluster["people"]["administrator"], by, "x")
        disable_account(cluster["people"]["editor"], by, "x")
        with pytest.raises(Refusal):
            disable_account(cluster["people"]["editor"], by, "x")
        enable_account(cluster["people"]["editor"], by, "x")
        with pytest.raises(Refusal):
            enable_account(cluster["people"]["editor"], by, "x")


@pytest.mark.parametrize("role", ["administrator", "security"])
def test_the_last_who_can_administer_the_cluster_or_its_security_stays(
    city: World, role: str
) -> None:
    with tried(city) as (cluster, act):
        people, by = cluster["people"], acting(act, "somebody")
        with pytest.raises(Refusal):
            disable_account(people[role], by, "x")
        assert people[role].enabled
        give_role(cluster, "li.na", role, act)
        disable_account(people[role], by, "x")
        with pytest.raises(Refusal):
            disable_account(people["li.na"], by, "x")
        disable_account(people["auditor"], by, "x")


@pytest.mark.parametrize("role", ["administrator", "security", "auditor"])
def test_the_password_of_an_administrator_is_not_set_by_another_one(city: World, role: str) -> None:
    with tried(city) as (cluster, act):
        account = cluster["people"][role]
        before = account.password
        with pytest.raises(Refusal):
            reset_password(account, acting(act, "somebody"))
        assert account.password == before


def test_a_new_one_time_password_ends_all_sign_ins_and_is_kept_nowhere(
    city: World, editor: str
) -> None:
    browser = city.browser(editor)
    with city.office.transaction() as (cluster, act):
        account = cluster["people"][editor]
        password = reset_password(account, acting(act, "administrator"))
        assert account.must_change
        assert is_password(password, account.password)
        assert password not in repr(vars(account))
    browser.get("/account", status=(303, 403))


def test_ended_sign_ins_leave_password_and_roles_as_they_are(city: World, editor: str) -> None:
    browser = city.browser(editor)
    with city.office.transaction() as (cluster, act):
        end_sign_ins(cluster["people"][editor], acting(act, "security"))
    browser.get("/account", status=(303, 403))
    city.browser(editor).get("/account", status=200)


def test_a_drawn_password_is_as_good_as_another_and_no_other_one_fits() -> None:
    password = draw_password()
    hashed = hash_drawn(password)
    assert hashed.startswith("$argon2id$")
    assert is_password(password, hashed)
    assert not is_password(f"{password}1", hashed)
    assert not is_password(draw_password(), hashed)


@pytest.mark.parametrize(
    "login", ["staff", "add-person", "portal", "A", "a", "李娜", "a b", "li.na", "a" * 41, "-a", ""]
)
def test_impossible_reserved_and_taken_account_names_are_refused(city: World, login: str) -> None:
    with tried(city) as (cluster, act):
        with pytest.raises(Refusal):
            enrol_person(cluster["people"], login, person("某人"), act)
        assert len(list(people_like(cluster, "某人", 9))) == 0


@pytest.fixture
def idle(city: World) -> Iterator[str]:
    """Return an account that nobody has used yet; whatever was done with others is undone."""
    with city.office.transaction() as (cluster, act):
        login = f"idle{len(cluster['people'])}"
        enrol_person(cluster["people"], login, person("闲"), act)
    yield login
    with city.office.transaction() as (cluster, act):
        set_password_rules(cluster["people"], USUAL, act)
        for account in cluster["people"].values():
            account.in_use_since, account.told_unused_at = act.at, None


def age(world: World, login: str, days: int) -> None:
    """Let `login` be as if nothing had happened to it for so many days."""
    with world.office.transaction() as (cluster, _act):
        account = cluster["people"][login]
        moment = datetime.now(UTC) - timedelta(days)
        account.in_use_since = account.password_set_at = moment
        if account.told_unused_at is not None:
            account.told_unused_at = moment + timedelta(1)


def told_of(world: World) -> list[str]:
    """Look for unused accounts, and return who was told of it."""
    told: list[str] = []

    def hear(event: Any) -> None:
        told.append(event.content.login)

    world.office.registry.registerHandler(hear, [AccountUnused])
    look_for_unused(world.office)
    world.office.registry.unregisterHandler(hear, [AccountUnused])
    return told


def is_enabled(world: World, login: str) -> bool:
    with world.office.transaction() as (cluster, _act):
        return bool(cluster["people"][login].enabled)


def test_an_unused_account_is_told_in_time_and_disabled_two_weeks_later(
    city: World, idle: str
) -> None:
    assert told_of(city) == []
    age(city, idle, 75)
    assert told_of(city) == []
    age(city, idle, 77)
    assert told_of(city) == [idle]
    assert told_of(city) == []
    assert is_enabled(city, idle)
    age(city, idle, 91)
    look_for_unused(city.office)
    with city.office.transaction() as (cluster, _act):
        account = cluster["people"][idle]
        assert not account.enabled
        assert (account.disabled_by, account.disabled_because) == ("portal", "")


def test_one_who_was_never_told_is_told_first_however_long_it_has_been(
    city: World, idle: str
) -> None:
    age(city, idle, 800)
    assert told_of(city) == [idle]
    look_for_unused(city.office)
    assert is_enabled(city, idle)


def test_who_signs_in_again_after_being_told_stays(city: World, editor: str, idle: str) -> None:
    age(city, editor, 77)
    assert told_of(city) == [editor]
    city.browser(editor)
    age(city, editor, 200)
    look_for_unused(city.office)
    assert is_enabled(city, editor)
    assert is_enabled(city, idle)


def test_the_last_administrator_is_not_disabled_for_not_signing_in(city: World, idle: str) -> None:
    age(city, "administrator", 800)
    age(city, "security", 800)
    look_for_unused(city.office)
    for login in ("administrator", "security"):
        age(city, login, 800)
    look_for_unused(city.office)
    assert is_enabled(city, "administrator")
    assert is_enabled(city, "security")


def test_where_the_office_wants_it_so_unused_accounts_stay(city: World, idle: str) -> None:
    age(city, idle, 800)
    with city.office.transaction() as (cluster, act):
        set_password_rules(cluster["people"], replace(USUAL, unused=0), act)
    assert told_of(city) == []


def test_the_last_sign_in_is_that_which_succeeded(city: World, editor: str) -> None:
    manager = TransactionManager()
    with manager:
        ledger = city.office.ledger.session(manager)
        assert last_success(ledger, action=SIGN_IN, subject=editor) is None
    city.browser(editor)
    with manager:
        ledger = city.office.ledger.session(manager)
        signed_in = last_success(ledger, action=SIGN_IN, subject=editor)
        assert signed_in is not None
        assert datetime.now(UTC) - signed_in < timedelta(minutes=5)


def enrol_at_once(world: World, one: tuple[str, str], other: tuple[str, str]) -> None:
    """Add two people in transactions that overlap; the second commits first."""
    with world.office.transaction() as (cluster, act):
        enrol_person(cluster["people"], one[0], person(one[1]), act)
        with world.office.transaction() as (there, later):
            enrol_person(there["people"], other[0], person(other[1]), later)


def test_of_two_who_add_the_same_account_at_once_the_later_one_is_repeated(city: World) -> None:
    with pytest.raises(ConflictError):
        enrol_at_once(city, ("twin", "甲"), ("twin", "乙"))
    with city.office.transaction() as (cluster, act):
        assert cluster["people"]["twin"].title == "乙"
        with pytest.raises(Refusal):
            enrol_person(cluster["people"], "twin", person("甲"), act)


def test_two_who_add_different_people_at_once_both_succeed(city: World) -> None:
    enrol_at_once(city, ("left", "左"), ("right", "右"))
    with city.office.transaction() as (cluster, _act):
        assert [each.login for each in people_like(cluster, "左")] == ["left"]
        assert [each.login for each in people_like(cluster, "右")] == ["right"]


def test_disabling_is_announced_with_its_reason(city: World) -> None:
    told: list[object] = []
    with tried(city) as (cluster, act):
        by = acting(act, "administrator", told)
        disable_account(cluster["people"]["editor"], by, "调离" * 200)
        (event,) = told
        assert isinstance(event, AccountDisabled)
        assert event.reason.startswith("调离")
        assert len(event.reason) == 200


def test_what_security_disabled_no_system_administrator_enables(city: World) -> None:
    with tried(city) as (cluster, act):
        account = cluster["people"]["li.na"]
        by = {each: replace(act, by=each) for each in ("security", "administrator")}
        disable_account(account, by["security"], "查实前停用")
        with pytest.raises(Refusal, match="security administrator"):
            enable_account(account, by["administrator"], "请启用")
        assert not account.enabled
        enable_account(account, by["security"], "已查实")
        assert account.enabled
        disable_account(account, by["administrator"], "休假")
        enable_account(account, by["administrator"], "回岗")
        assert account.enabled
