"""Giving, limiting, ending and handing over roles through the web."""

from __future__ import annotations

from typing import Any

import pytest
from desk_places import SECTION, SITE
from sqlalchemy import select

from portal.errors import Refusal
from portal.ledger.tables import AuditEntry
from portal.security.grants import give_role, places_of, roles_at, take_role
from portal.security.holding import grants_at
from portal.testing import PEOPLE, World

CHANGED = ("people", "give-role", "role", "hand-over", "rights")


@pytest.fixture
def managed(city: World) -> World:
    """A site whose manager holds the role there, and where others hold nothing at first."""
    with city.office.transaction() as (cluster, act):
        for login in ("manager", "editor", "reviewer", "reader"):
            take_role(cluster, login, login, act)
        give_role(city.place(cluster, SITE), "manager", "manager", act)
    return city


def rows(page: Any) -> list[str]:
    cells = page.html.select("section > table.contents tbody tr")
    return [" ".join(each.get_text(" ").split()) for each in cells]


def give(city: World, login: str, role: str, place: str = SITE, **more: str) -> Any:
    by = more.pop("by", "manager")
    form = city.browser(by).get(f"{place.rstrip('/')}/give-role").forms["give"]
    form["login"], form["reason"] = login, "A letter"
    form["role"].force_value(role)
    for name, value in more.items():
        form[name].force_value(value)
    return form.submit("give", expect_errors=True)


def key_of(city: World, login: str, place: str = SITE) -> str:
    with city.office.transaction() as (cluster, _act):
        held = grants_at(city.place(cluster, place) if place else cluster)
        return next(each.key for each in held if each.login == login)


def send(browser: Any, address: str, **values: Any) -> Any:
    token = browser.get(f"{SITE}/session").json["csrf_token"]
    return browser.post(address, {"csrf_token": token, **values}, expect_errors=True)


def actions(city: World) -> list[str]:
    with city.office.ledger.engine.connect() as ledger:
        return list(ledger.scalars(select(AuditEntry.action)))


def test_a_manager_gives_a_role_and_ends_it(managed: World) -> None:
    page = give(managed, "editor", "editor", SECTION).follow()
    assert any("editor" in each and "A letter" in each for each in rows(page))
    assert managed.browser("editor").get(f"{SECTION}/contents").status_int == 200
    form = page.click(href="role.grant=").forms["end-form"]
    form["reason"] = "Moved on"
    page = form.submit("deed", status=303).follow()
    assert "Moved on" in page.html.select_one("details.group").text
    managed.browser("editor").get(f"{SECTION}/contents", status=403)
    assert {"security.role_given", "security.role_taken"} <= set(actions(managed))


def test_the_audit_tells_what_was_before_and_after(managed: World) -> None:
    give(managed, "editor", "editor")
    key = key_of(managed, "editor")
    browser = managed.browser("manager")
    values = {"grant": key, "deed": "until", "until": "2099-01-01T10:00", "reason": "Project"}
    assert send(browser, f"{SITE}/role", **values).status_int == 303
    with managed.office.ledger.engine.connect() as ledger:
        changed = AuditEntry.action == "security.grant_changed"
        detail = ledger.scalars(select(AuditEntry.detail).where(changed)).one()
    for told in (
        '"before"',
        '"after"',
        '"ends_at": "2099-01-01T02:00:00+00:00"',
        '"reason": "Project"',
    ):
        assert told in detail


@pytest.mark.parametrize(
    "role", ["administrator", "security", "auditor", "", "emperor", "__class__"]
)
def test_a_manager_gives_no_other_role(managed: World, role: str) -> None:
    assert give(managed, "editor", role).status_int == 403
    with managed.office.transaction() as (cluster, _act):
        assert roles_at(managed.place(cluster, SITE), "editor") == frozenset()


@pytest.mark.parametrize("login", ["", "nobody", "<script>", "x" * 5000, "\x00", "portal"])
def test_who_has_no_account_gets_no_role_and_the_form_says_so(managed: World, login: str) -> None:
    answer = give(managed, login, "editor", reason="A letter that stays")
    assert answer.status_int == 422
    assert answer.html.find(role="alert") is not None
    assert answer.forms["give"]["reason"].value == "A letter that stays"


@pytest.mark.parametrize("moment", ["yesterday", "2020-01-01T10:00", "9" * 999, "0001-01-01T00:00"])
def test_a_moment_that_leaves_nothing_is_refused(managed: World, moment: str) -> None:
    assert give(managed, "editor", "editor", until=moment).status_int == 422


def test_a_manager_of_one_site_does_nothing_at_another_one(managed: World) -> None:
    managed.site("jyj")
    with managed.office.transaction() as (cluster, act):
        give_role(cluster["sites"]["jyj"], "editor", "editor", act)
    key = key_of(managed, "editor", "/sites/jyj")
    browser = managed.browser("manager")
    for name in CHANGED:
        browser.get(f"/sites/jyj/{name}?grant={key}", status=403)
        browser.get(f"/{name.replace('people', 'roles')}?grant={key}", status=403)
    for name in ("give-role", "role", "hand-over"):
        assert send(browser, f"/sites/jyj/{name}", grant=key, deed="end").status_int == 403
        assert send(browser, f"/{name}", grant=key, deed="end").status_int == 403
    send(browser, f"{SITE}/role", grant=key, deed="end", reason="x")
    answer = send(
        browser, f"{SITE}/hand-over", grant=key, login="editor", successor="reader", reason="x",
        sure="1",
    )  # fmt: skip
    assert answer.status_int == 409
    with managed.office.transaction() as (cluster, _act):
        assert roles_at(cluster["sites"]["jyj"], "editor") == {"editor"}


@pytest.mark.parametrize("login", sorted({*PEOPLE} - {"manager", "security"}))
def test_only_managers_and_security_see_and_change_roles(city: World, login: str) -> None:
    browser = city.browser(login)
    for base in (SITE, SECTION, ""):
        for name in CHANGED:
            page = "roles" if (base, name) == ("", "people") else name
            browser.get(f"{base}/{page}", status=403)


def test_the_right_is_asked_again_when_the_form_arrives(managed: World) -> None:
    """The page was opened by somebody who lost the right before the form was sent."""
    form = managed.browser("manager").get(f"{SITE}/give-role").forms["give"]
    form["login"], form["reason"], form["role"] = "editor", "x", "editor"
    with managed.office.transaction() as (cluster, act):
        take_role(cluster["sites"]["fgw"], "manager", "manager", act)
    form.submit("give", status=403)
    with managed.office.transaction() as (cluster, _act):
        assert roles_at(cluster["sites"]["fgw"], "editor") == frozenset()


def test_a_changed_form_gives_nothing_to_whoever_sends_it(managed: World) -> None:
    assert give(managed, "manager", "reviewer").status_int == 422
    browser, key = managed.browser("manager"), key_of(managed, "manager")
    for deed in ("until", "suspend", "resume", "end", "split"):
        values = {"login-0": "manager", "until": "2099-01-01T10:00"}
        answer = send(browser, f"{SITE}/role", grant=key, deed=deed, reason="x", **values)
        assert answer.status_int == 409
    assert send(browser, f"{SITE}/role", grant=key, deed="emperor").status_int == 400
    assert send(browser, f"{SITE}/role", grant="gone", deed="end").status_int == 404


def test_roles_from_above_are_shown_and_not_changed_here(managed: World) -> None:
    page = managed.browser("manager").get(f"{SECTION}/people")
    assert rows(page)[0].startswith("manager")
    assert page.html.select("td a") == []
    key = key_of(managed, "manager")
    managed.browser("manager").get(f"{SECTION}/role?grant={key}", status=404)


def test_the_security_administrator_gives_the_roles_of_the_cluster(managed: World) -> None:
    browser = managed.browser("security")
    page = browser.get("/roles")
    assert f"{SITE}/people" in {link["href"].removesuffix("/") for link in page.html.select("a")}
    assert give(managed, "editor", "auditor", "", by="security").status_int == 303
    refused = give(managed, "editor", "editor", SITE, by="security")
    assert refused.status_int == 422
    assert give(managed, "security", "manager", SITE, by="security").status_int == 422
    key = key_of(managed, "administrator", "")
    answer = send(browser, "/role", grant=key, deed="end", reason="x")
    assert answer.status_int == 409
    with managed.office.transaction() as (cluster, _act):
        assert roles_at(cluster, "administrator") == {"administrator"}


def test_duties_are_shown_before_they_are_handed_over(managed: World) -> None:
    give(managed, "editor", "editor")
    give(managed, "editor", "reviewer", SECTION)
    browser = managed.browser("manager")
    page = browser.get(f"{SITE}/hand-over").click("editor", href="login=editor")
    form = page.forms["hand-over"]
    form["successor"], form["reason"], form["drafts"] = "reader", "A new post", True
    page = form.submit()
    assert "reader" in page.html.find("main").text
    with managed.office.transaction() as (cluster, _act):
        assert roles_at(managed.place(cluster, SECTION), "editor") == {"editor", "reviewer"}
    before = actions(managed)
    assert "security.duties_handed_over" not in before
    page.forms["sure"].submit("sure", status=303)
    with managed.office.transaction() as (cluster, _act):
        assert roles_at(managed.place(cluster, SECTION), "editor") == frozenset()
        assert roles_at(managed.place(cluster, SECTION), "reader") == {"editor", "reviewer"}
    assert actions(managed).count("security.duties_handed_over") == 1


def test_a_successor_finds_the_unfinished_drafts_on_the_desk(managed: World) -> None:
    give(managed, "editor", "editor")
    give(managed, "reader", "editor")
    form = managed.browser("editor").get(f"{SECTION}/add-document").forms["form"]
    form["title"] = "Half a report"
    form.submit("save", status=303)
    successor = managed.browser("reader")
    assert "Half a report" not in successor.get("/desk").text
    browser = managed.browser("manager")
    form = browser.get(f"{SITE}/hand-over?login=editor").forms["hand-over"]
    form["successor"], form["reason"], form["drafts"] = "reader", "A new post", True
    form.submit().forms["sure"].submit("sure", status=303)
    page = successor.get("/desk")
    assert "Half a report" in page.html.find(id="writing").text


def test_a_person_is_found_by_name_for_the_form(managed: World) -> None:
    page = managed.browser("manager").get(f"{SITE}/give-role?words=edit")
    page = page.click("editor", href="login=editor")
    assert page.forms["give"]["login"].value == "editor"


def test_the_sheet_says_who_may_do_what_until_when_and_who_printed_it(managed: World) -> None:
    give(managed, "editor", "editor", until="2099-01-01T10:00")
    give(managed, "reader", "reviewer_2", **{"from": "2098-01-01T10:00"})
    page = managed.browser("manager").get(f"{SECTION}/rights")
    said = {row.b.text: row for row in page.html.select("table.rights tbody tr")}
    assert len(said["editor"].select(".may li")) == 2
    assert "2099-01-01 10:00" in said["editor"].text
    assert said["reader"].select(".may li") == []
    assert said["reader"].select_one(".state")["data-state"] == "waiting"
    assert "manager" in page.html.select_one(".stamp").text


def test_a_role_that_nobody_holds_cannot_be_taken(managed: World) -> None:
    with managed.office.transaction() as (cluster, act), pytest.raises(Refusal):
        take_role(cluster["sites"]["fgw"], "editor", "reviewer", act)


def test_the_cluster_knows_where_somebody_holds_roles(managed: World) -> None:
    with managed.office.transaction() as (cluster, act):
        section = managed.place(cluster, SECTION)
        give_role(section, "editor", "editor", act)
        give_role(section, "editor", "reviewer", act)
        give_role(cluster["sites"]["fgw"], "editor", "editor", act)
        assert list(places_of(cluster, "editor")) == [section, cluster["sites"]["fgw"]]
        take_role(section, "editor", "editor", act)
        assert section in places_of(cluster, "editor")
        take_role(section, "editor", "reviewer", act)
        assert list(places_of(cluster, "editor")) == [cluster["sites"]["fgw"]]
