"""Pages about people: the list of accounts, the card of one, adding and changing, who may do so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from portal.content.body.operations import add_body
from portal.security.accounts import change_account, enrol_person
from portal.security.grants import give_role
from portal.security.operations import add_account
from portal.testing import PASSWORD, PEOPLE, World

NUMBERS = count(1)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("staff"))
    world.site("fgw")
    with world.office.transaction() as (cluster, act):
        for name, title in (("jyj", "示例市教育局"), ("czj", "示例市财政局")):
            data: Any = {"title": title}
            add_body(cluster["bodies"], name, data, act)
    yield world
    world.close()


@pytest.fixture
def login(city: World) -> str:
    """Return a person of the education office who has the password of all test accounts."""
    name = f"li{next(NUMBERS)}"
    with city.office.transaction() as (cluster, act):
        account = add_account(cluster["people"], name, "李娜", PASSWORD, act, one_time=False)
        data: Any = {"title": "李娜", "body": cluster["bodies"]["jyj"].oid, "post": "科员"}
        change_account(account, data, act)
    return name


def listed(page: Any) -> list[str]:
    return [row.select("td")[1].get_text() for row in page.html.select("table.contents tbody tr")]


def staff(city: World, login: str = "administrator", **asked: str) -> Any:
    return city.browser(login).get("/people/staff", params=asked)


def test_people_are_listed_with_body_role_state_and_last_sign_in(city: World, login: str) -> None:
    city.browser(login)
    page = staff(city, words=login)
    cells = [cell.get_text().strip() for cell in page.html.select("table.contents tbody td")]
    assert cells[:4] == ["李娜", login, "示例市教育局", "科员"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", cells[6])
    assert page.html.select("table.contents tbody a")[0]["href"] == f"/people/{login}"


def test_the_list_is_narrowed_by_words_body_role_and_state(city: World, login: str) -> None:
    with city.office.transaction() as (cluster, act):
        body = str(cluster["bodies"]["jyj"].oid)
        enrol_person(cluster["people"], f"{login}.x", {"title": "王伟"}, act)
    assert listed(staff(city, words=f"李娜 {login}")) == [login]
    assert login in listed(staff(city, body=body))
    assert f"{login}.x" not in listed(staff(city, body=body))
    assert "editor" in listed(staff(city, role="yes"))
    assert login not in listed(staff(city, role="yes"))
    assert login in listed(staff(city, words=login, role="no"))
    assert listed(staff(city, words=login, enabled="no")) == []
    assert len(listed(staff(city, words=login, enabled="yes"))) == 2


@pytest.mark.parametrize(
    "asked", [{"body": "9" * 30}, {"role": "x"}, {"page": "-1"}, {"page": "999999999999"}]
)
def test_what_the_address_says_wrongly_counts_as_not_said(
    city: World, asked: dict[str, str]
) -> None:
    assert listed(staff(city, **asked)) != []


def test_long_lists_have_pages(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        for number in range(60):
            enrol_person(cluster["people"], f"many{number:02}", {"title": "众人"}, act)
    first = staff(city, words="众人")
    assert len(listed(first)) == 50
    assert first.html.select_one(".count b").get_text() == "60"
    second = staff(city, words="众人", page="2")
    assert listed(second) == [f"many{number}" for number in range(50, 60)]
    assert "words=%E4%BC%97%E4%BA%BA" in first.html.select_one("nav.pages a[rel=next]")["href"]


def test_the_security_administrator_sees_list_and_cards_and_can_disable(
    city: World, login: str
) -> None:
    browser = city.browser("security")
    assert login in listed(browser.get("/people/staff", params={"words": login}))
    card = browser.get(f"/people/{login}")
    assert "one-time" not in card.forms
    form = card.forms["disabling"]
    form["reason"] = "长期离岗"
    assert form.submit(status=303).follow().html.select_one("p.done")
    page = browser.get(f"/people/{login}")
    assert "长期离岗" in page.html.select_one(".problem").get_text()
    page.forms["enabling"]["reason"] = "已回岗"
    assert page.forms["enabling"].submit(status=303).follow().html.select_one("p.done")
    for name in ("one-time-password", "change"):
        browser.post(f"/people/{login}/{name}", {"csrf_token": token(browser)}, status=403)
    for name in ("add-person", "load-people"):
        browser.get(f"/people/{name}", status=403)


def token(browser: Any) -> str:
    return str(browser.get("/session").json["csrf_token"])


OTHERS = [each for each in PEOPLE if each not in {"administrator", "security"}]


@pytest.mark.parametrize("other", OTHERS)
def test_nobody_else_sees_or_changes_accounts(city: World, other: str, login: str) -> None:
    browser = city.browser(other)
    for address in ("staff", "add-person", "load-people", login, f"{login}/change"):
        browser.get(f"/people/{address}", status=(403, 404))
    values = {"csrf_token": token(browser), "reason": "x"}
    for name in ("disable", "enable", "end-sign-ins", "one-time-password", "change"):
        browser.post(f"/people/{login}/{name}", values, status=(403, 404))
    with city.office.transaction() as (cluster, _act):
        assert cluster["people"][login].enabled


def test_only_the_security_administrator_sees_where_a_person_is_signed_in(
    city: World, login: str
) -> None:
    city.browser(login)
    assert "127.0.0.1" in city.browser("security").get(f"/people/{login}").text
    assert "127.0.0.1" not in city.browser("administrator").get(f"/people/{login}").text


def test_a_card_says_which_roles_are_held_where(city: World, login: str) -> None:
    with city.office.transaction() as (cluster, act):
        give_role(cluster["sites"]["fgw"], login, "editor", act)
    page = city.browser("security").get(f"/people/{login}")
    link = page.html.find("a", string="Site fgw")
    assert link["href"] == "/sites/fgw/people"
    assert listed(staff(city, words=login, role="yes")) == [login]


def added(city: World, **values: str) -> Any:
    browser = city.browser("administrator")
    form = browser.get("/people/add-person").forms["form"]
    for name, value in values.items():
        form[name] = value
    return form.submit("save", expect_errors=True)


def test_a_person_is_added_and_the_one_time_password_is_shown_once(city: World) -> None:
    answer = added(city, login="Wang.Wei", title="王伟", post="科长", telephone="0999-5550002")
    assert answer.status_int == 200
    assert answer.headers["Cache-Control"] == "no-store"
    login, password = (each.get_text() for each in answer.html.select("dd code"))
    assert login == "wang.wei"
    assert password not in city.browser("administrator").get(f"/people/{login}").text
    browser = city.browser()
    form = next(f for f in browser.get("/sign-in").forms.values() if "login" in f.fields)
    form["login"], form["password"] = login, password
    form.submit(status=303)
    assert (
        "一次性密码" in browser.get("/account").text or "one-time" in browser.get("/account").text
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("login", "李"),
        ("login", "editor"),
        ("login", "staff"),
        ("login", ""),
        ("title", ""),
        ("title", "长" * 61),
        ("post", "长" * 61),
        ("telephone", "1" * 41),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(
    city: World, name: str, value: str
) -> None:
    good = {"login": "new.one", "title": "新人", "post": "科员", "telephone": "0999"}
    answer = added(city, **good | {name: value})
    assert answer.status_int == 422
    form = answer.forms["form"]
    assert {key: form[key].value for key in good} == good | {name: value}
    field = answer.html.find(attrs={"name": name})
    assert field["aria-invalid"] == "true"
    assert answer.html.find(id=field["aria-describedby"].split()[-1]).get_text().strip()
    with city.office.transaction() as (cluster, _act):
        assert "new.one" not in cluster["people"]


def test_a_body_that_is_none_of_the_cluster_is_refused(city: World, login: str) -> None:
    browser = city.browser("administrator")
    with city.office.transaction() as (cluster, _act):
        strangers = [cluster.oid, cluster["sites"]["fgw"].oid, 1]
    for oid in strangers:
        form = browser.get(f"/people/{login}/change").forms["form"]
        form["body"].force_value(str(oid))
        form.submit("save", status=422)


def test_a_name_full_of_markup_stays_text(city: World) -> None:
    hostile = "<script>alert(1)</script>\"'&"
    answer = added(city, login=f"mark{next(NUMBERS)}", title=hostile, post=hostile)
    login = answer.html.select_one("dd code").get_text()
    for page in (
        answer,
        staff(city, words=login),
        city.browser("security").get(f"/people/{login}"),
    ):
        assert not page.html.find("script", string=re.compile("alert"))
        assert hostile in page.html.get_text()


def test_what_is_known_is_changed_and_the_person_is_found_so(city: World, login: str) -> None:
    browser = city.browser("administrator")
    form = browser.get(f"/people/{login}/change").forms["form"]
    assert form["title"].value == "李娜"
    form["title"], form["post"] = "李丽", "主任"
    assert form.submit("save", status=303).follow().html.select_one("p.done")
    assert listed(staff(city, words=f"李丽 {login}")) == [login]


def test_disabling_wants_a_reason_and_keeps_what_was_typed(city: World, login: str) -> None:
    browser = city.browser("administrator")
    form = browser.get(f"/people/{login}").forms["disabling"]
    form["reason"] = "  \u200b "
    answer = form.submit(status=422)
    assert answer.html.find(id="problem-disable")
    with city.office.transaction() as (cluster, _act):
        assert cluster["people"][login].enabled


def test_a_new_one_time_password_is_shown_once_and_not_for_administrators(
    city: World, login: str
) -> None:
    browser = city.browser("administrator")
    answer = browser.get(f"/people/{login}").forms["one-time"].submit(status=200)
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.html.select("dd code")[1].get_text()) == 20
    page = browser.get("/people/security")
    assert "one-time" not in page.forms
    values = {"csrf_token": token(browser)}
    browser.post("/people/security/one-time-password", values, status=409)


def test_two_who_add_the_same_account_at_once_get_one_account(city: World) -> None:
    name = f"twin{next(NUMBERS)}"
    assert added(city, login=name, title="甲").status_int == 200
    answer = added(city, login=name, title="乙")
    assert answer.status_int == 422
    with city.office.transaction() as (cluster, _act):
        assert cluster["people"][name].title == "甲"


def test_managers_find_people_by_name_for_giving_a_role(city: World, login: str) -> None:
    found = city.browser("manager").get("/sites/fgw/choose-person", {"words": login}).json["found"]
    (one,) = found
    assert one == {"login": login, "name": "李娜", "body": "示例市教育局", "post": "科员"}
    for other in ("editor", "reader", "administrator"):
        city.browser(other).get("/sites/fgw/choose-person", {"words": login}, status=403)
    city.browser().get("/sites/fgw/choose-person", {"words": login}, status=404)


def test_a_site_host_has_no_accounts(city: World) -> None:
    city.browser("administrator").get("/sites/fgw/people/staff", status=404)
