"""One, two or three reviews by different people, and the statement on secrecy."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from portal.content.document.content import Document
from portal.ledger.tables import AuditEntry
from portal.security.grants import give_role
from portal.security.operations import add_account
from portal.testing import PASSWORD, World

SITE = "/sites/fgw"
SECTION = f"{SITE}/zwgk/tzgg"
SECOND = "second"


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw", sponsor="示例市发展和改革委员会")
    with world.office.transaction() as (cluster, act):
        add_account(cluster["people"], SECOND, SECOND, PASSWORD, act, one_time=False)
        give_role(cluster["sites"]["fgw"], SECOND, "reviewer", act)
    return world


def rule(city: World, steps: int, *, secrecy: bool = False, place: str = SITE) -> None:
    form = city.browser("manager").get(f"{place}/review-rule").forms["review-rule"]
    form["steps"] = str(steps)
    form["secrecy"] = secrecy
    form.submit(status=303)


def handed_in(city: World, login: str = "editor") -> str:
    form = city.browser(login).get(f"{SECTION}/add-document").forms["form"]
    form["title"], form["body"] = "通知", "<p>放假三天。</p>"
    answer = form.submit("hand_in", status=303)
    return str(answer.location).partition("/draft?")[0].removeprefix("http://127.0.0.1")


def decide(city: World, login: str, address: str, name: str, status: int = 303) -> Any:
    form = city.browser(login).get(f"{address}/draft").forms[f"decide-{name}"]
    if "reason" in form.fields:
        form["reason"] = "请写明日期"
    return form.submit(name, status=status)


def buttons(city: World, login: str, address: str) -> set[str]:
    page = city.browser(login).get(f"{address}/draft")
    return {each.removeprefix("decide-") for each in page.forms if str(each).startswith("decide-")}


def newest(city: World, address: str) -> tuple[str, int]:
    """Return state and number of approvals."""
    with city.office.transaction() as (cluster, _act):
        document: Document = city.place(cluster, address)
        return document.stage or document.state, len(document.revisions[-1].approvals)


def test_two_reviews_take_two_people(city: World) -> None:
    rule(city, 2)
    address = handed_in(city)
    assert {"approve", "schedule"}.isdisjoint(buttons(city, "reviewer", address))
    decide(city, "reviewer", address, "pass_on")
    assert newest(city, address) == ("waiting", 1)
    city.browser().get(address, status=404)
    decide(city, "reviewer", address, "approve", status=409)
    assert (
        "reviewer"
        in city.browser(SECOND).get(f"{address}/draft").html.find(class_="approvals").text
    )
    decide(city, SECOND, address, "approve")
    city.browser().get(address, status=301)
    with city.office.ledger.engine.connect() as ledger:
        actions = list(ledger.scalars(select(AuditEntry.action)))
    assert actions.count("document.reviewed") == 1
    assert actions.count("document.approved") == 1


def test_the_inbox_shows_no_draft_that_one_approved_already(city: World) -> None:
    rule(city, 2)
    address = handed_in(city)
    decide(city, "reviewer", address, "pass_on")
    waits = f"{address}/draft"
    assert waits not in city.browser("reviewer").get("/desk").text
    assert waits in city.browser(SECOND).get("/desk").text


@pytest.mark.parametrize("change", ["edit", "return"])
def test_a_change_after_an_approval_begins_the_reviews_anew(city: World, change: str) -> None:
    rule(city, 2)
    address = handed_in(city)
    decide(city, "reviewer", address, "pass_on")
    if change == "return":
        decide(city, SECOND, address, "return")
        city_form = city.browser("editor").get(f"{address}/draft").forms["decide-hand_in"]
        city_form.submit("hand_in", status=303)
    else:
        form = city.browser("editor").get(f"{address}/edit").forms["form"]
        form["body"] = "<p>放假五天。</p>"
        form.submit("hand_in", status=303)
    assert newest(city, address) == ("waiting", 0)
    assert "approve" not in buttons(city, SECOND, address)


def test_an_approval_on_an_old_page_counts_no_further_step(city: World) -> None:
    rule(city, 3)
    address = handed_in(city)
    form = city.browser(SECOND).get(f"{address}/draft").forms["decide-pass_on"]
    decide(city, "reviewer", address, "pass_on")
    form.submit("pass_on", status=409)
    assert newest(city, address) == ("waiting", 1)


def test_nobody_approves_what_they_wrote_a_part_of(city: World) -> None:
    address = handed_in(city, "manager")
    form = city.browser("editor").get(f"{address}/edit").forms["form"]
    form["title"] = "通知（修改）"
    form.submit("hand_in", status=303)
    decide(city, "manager", address, "approve", status=409)
    decide(city, "reviewer", address, "approve")


def test_the_last_approval_needs_the_statement_on_secrecy(city: World) -> None:
    rule(city, 1, secrecy=True)
    address = handed_in(city)
    page = decide(city, "reviewer", address, "approve", status=409)
    form = page.forms["decide-approve"]
    form["secrecy"] = True
    form.submit("approve", status=303)
    approved = select(AuditEntry.detail).where(AuditEntry.action == "document.approved")
    with city.office.ledger.engine.connect() as ledger:
        assert list(ledger.scalars(approved)) == ['{"secrecy": true}']


def test_a_section_follows_the_site_unless_it_has_a_rule_of_its_own(city: World) -> None:
    rule(city, 3)
    assert "pass_on" in buttons(city, "reviewer", handed_in(city))
    rule(city, 1, place=SECTION)
    assert "approve" in buttons(city, "reviewer", handed_in(city))
    rule(city, 0, place=SECTION)
    assert "pass_on" in buttons(city, "reviewer", handed_in(city))


@pytest.mark.parametrize("steps", ["", "4", "-1", "x", "１", "99999999999"])
def test_another_number_of_reviews_is_refused(city: World, steps: str) -> None:
    form = city.browser("manager").get(f"{SITE}/review-rule").forms["review-rule"]
    form["steps"].force_value(steps)
    form.submit(status=409)


@pytest.mark.parametrize("login", ["editor", "reviewer", SECOND])
def test_only_who_manages_chooses_the_rule(city: World, login: str) -> None:
    city.browser(login).get(f"{SITE}/review-rule", status=403)


def test_a_batch_gives_no_approval_that_needs_a_page_of_its_own(city: World) -> None:
    rule(city, 2)
    address = handed_in(city)
    with city.office.transaction() as (cluster, _act):
        oid = city.place(cluster, address).oid
    page = city.browser("reviewer").get(f"{SECTION}/batch?deed=approve&pick={oid}")
    assert "sure" not in page.forms


def test_a_refused_approval_leaves_no_trace_of_one(city: World) -> None:
    form = city.browser("editor").get(f"{SECTION}/add-document").forms["form"]
    form["title"], form["body"] = "通知", "<p>放假三天。</p>"
    form["displayed_at"] = "2020-03-02T09:30"
    location = str(form.submit("hand_in", status=303).location)
    address = location.partition("/draft?")[0].removeprefix("http://127.0.0.1")
    decide(city, "reviewer", address, "approve", status=409)
    with city.office.ledger.engine.connect() as ledger:
        assert "document.approved" not in set(ledger.scalars(select(AuditEntry.action)))
