"""Giving and taking roles through the web."""

from __future__ import annotations

from typing import Any

import pytest
from desk_places import SECTION, SITE
from sqlalchemy import select

from portal.errors import Refusal
from portal.ledger.tables import AuditEntry
from portal.security.grants import give_role, places_of, roles_at, take_role
from portal.testing import World


@pytest.fixture
def managed(city: World) -> World:
    """A site whose manager and editor hold their roles there and nowhere else."""
    with city.office.transaction() as (cluster, act):
        for login in ("manager", "editor", "reviewer"):
            take_role(cluster, login, login, act)
        give_role(city.place(cluster, SITE), "manager", "manager", act)
    return city


def rows(page: Any) -> list[list[str]]:
    return [
        [cell.text.strip() for cell in row.select("td")][:3]
        for row in page.html.select("table.contents tbody tr")
    ]


def give(city: World, login: str, role: str, place: str = SITE, *, by: str = "manager") -> Any:
    form = city.browser(by).get(f"{place}/people").forms["give"]
    form["login"] = login
    form["role"].force_value(role)
    return form.submit("give", expect_errors=True)


def test_a_manager_gives_a_role_and_takes_it_away(managed: World) -> None:
    page = give(managed, "editor", "editor", SECTION).follow()
    assert ["editor", "editor"] in [each[:2] for each in rows(page)]
    assert managed.browser("editor").get(f"{SECTION}/contents").status_int == 200
    page.forms["take-editor-editor"].submit("take", status=303)
    managed.browser("editor").get(f"{SECTION}/contents", status=403)
    with managed.office.ledger.engine.connect() as ledger:
        actions = list(ledger.scalars(select(AuditEntry.action)))
    assert {"security.role_given", "security.role_taken"} <= set(actions)


@pytest.mark.parametrize("role", ["administrator", "", "emperor", "__class__"])
def test_a_manager_gives_no_other_role(managed: World, role: str) -> None:
    assert give(managed, "editor", role).status_int == 403
    with managed.office.transaction() as (cluster, _act):
        assert roles_at(managed.place(cluster, SITE), "editor") == frozenset()


@pytest.mark.parametrize("login", ["", "nobody", "<script>", "x" * 5000, "\x00", "portal"])
def test_who_has_no_account_gets_no_role_and_the_form_says_so(managed: World, login: str) -> None:
    answer = give(managed, login, "editor")
    assert answer.status_int == 422
    assert answer.html.find(role="alert") is not None


def test_a_manager_of_one_site_gives_nothing_at_another_one(managed: World) -> None:
    managed.site("jyj")
    managed.browser("manager").get("/sites/jyj/people", status=403)
    managed.browser("manager").get("/people/", status=403)
    managed.browser().get(f"{SITE}/people", status=404)


def test_roles_from_above_are_shown_and_not_taken_here(managed: World) -> None:
    page = managed.browser("manager").get(f"{SECTION}/people")
    assert sorted((each[1] for each in rows(page)), reverse=True) == ["manager", "administrator"]
    assert [name for name in page.forms if str(name).startswith("take-")] == []


def test_the_cluster_keeps_its_last_administrator(managed: World) -> None:
    page = managed.browser("administrator").get("/people/")
    page.forms["take-administrator-administrator"].submit("take", status=409)
    give_form = page.forms["give"]
    give_form["login"], give_form["role"] = "reviewer", "administrator"
    give_form.submit("give", status=303)
    page.forms["take-administrator-administrator"].submit("take", status=303)
    page.test_app.get("/people/", status=403)


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
