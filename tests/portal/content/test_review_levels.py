"""Who gives which review, who publishes, and how a draft goes back or to somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from review_town import (
    SECTION,
    SITE,
    actions,
    address_of,
    at_hand,
    audited,
    buttons,
    by,
    decide,
    handed_in,
    now,
    refusal,
    rule,
)

from portal.content.document.delegating import delegate, possible_reviewers, take_back
from portal.content.document.operations import save_draft
from portal.content.document.review import (
    approve,
    hand_in,
    pass_on,
    publish,
    return_draft,
    return_step,
)
from portal.content.document.scheduling import schedule, unschedule
from portal.security.grants import give_role
from portal.security.operations import add_account
from portal.testing import PASSWORD, World

REVIEWERS = ("reviewer_1", "reviewer_2", "reviewer")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("levels"))
    world.site("fgw")
    world.site("other")
    with world.office.transaction() as (cluster, act):
        add_account(cluster["people"], "elsewhere", "elsewhere", PASSWORD, act, one_time=False)
        give_role(cluster["sites"]["other"], "elsewhere", "reviewer", act)
    yield world
    world.close()


def test_each_review_wants_its_level(city: World) -> None:
    rule(city, steps=3)
    oid = handed_in(city)
    can = [{each for each in REVIEWERS if "pass_on" in buttons(city, each, oid)}]
    decide(city, "reviewer_1", oid, "pass_on")
    can.append({each for each in REVIEWERS if "pass_on" in buttons(city, each, oid)})
    decide(city, "reviewer_2", oid, "pass_on")
    can.append({each for each in REVIEWERS if "approve" in buttons(city, each, oid)})
    assert can == [
        {"reviewer_1", "reviewer_2", "reviewer"},
        {"reviewer_2", "reviewer"},
        {"reviewer"},
    ]
    decide(city, "reviewer", oid, "approve")
    assert now(city, oid) == ("published", "")
    assert actions(city, oid)[-4:] == ["reviewed", "reviewed", "approved", "released"]


def test_a_changed_form_gives_no_review_above_the_own_level(city: World) -> None:
    rule(city, steps=2)
    oid = handed_in(city)
    form = city.browser("reviewer_1").get(f"{address_of(city, oid)}/draft").forms["decide-pass_on"]
    decide(city, "reviewer", oid, "pass_on")
    page = city.browser("reviewer_1").get(f"{address_of(city, oid)}/draft")
    assert "decide-approve" not in page.forms
    theirs = city.browser("reviewer_2").get(f"{address_of(city, oid)}/draft")
    form["seen"] = theirs.html.select_one("[name=seen]")["value"]
    form.submit("approve", status=403)
    assert now(city, oid) == ("draft", "waiting")


def test_nobody_approves_own_work_through_a_changed_form(city: World) -> None:
    rule(city, steps=1)
    oid = handed_in(city)
    with at_hand(city, oid) as (document, act):
        data: Any = {"title": "通知（修改）"}
        save_draft(document, data, by(act, "manager"))
        hand_in(document, by(act, "manager"))
    address = f"{address_of(city, oid)}/draft"
    form = city.browser("manager").get(address).forms["decide-approve"]
    for name in ("approve", "schedule", "approve_only", "pass_on", "release_urgently"):
        sent = {
            **dict(form.submit_fields()),
            name: "1",
            "moment": "2030-01-01T09:00",
            "reason": "急",
        }
        city.browser("manager").get(address)
        answer = form.response.test_app.post(address, sent, expect_errors=True)
        assert answer.status_int in {403, 409}, name
    assert now(city, oid) == ("draft", "waiting")


def test_a_copied_address_of_another_site_s_review_decides_nothing(city: World) -> None:
    rule(city, steps=1)
    oid = handed_in(city)
    address = f"{address_of(city, oid)}/draft"
    browser = city.browser("elsewhere")
    browser.get(address, status=[403, 404])
    token = browser.get("/session").json["csrf_token"]
    seen = city.browser("reviewer").get(address).html.select_one("[name=seen]")["value"]
    for name in ("approve", "return", "delegate", "publish", "withdraw"):
        sent = {"csrf_token": token, "seen": seen, name: "1", "reason": "r", "person": "elsewhere"}
        browser.post(address, sent, status=[403, 404])
    assert now(city, oid) == ("draft", "waiting")


def test_who_approved_does_not_publish_where_the_rule_says_so(city: World) -> None:
    rule(city, steps=1, publisher=True)
    oid = handed_in(city)
    assert {"approve", "schedule"}.isdisjoint(buttons(city, "reviewer", oid))
    decide(city, "reviewer", oid, "approve_only")
    assert now(city, oid) == ("draft", "approved")
    decide(city, "reviewer", oid, "publish", status=409)
    assert f"{address_of(city, oid)}/draft" not in city.browser("reviewer").get("/desk").text
    assert f"{address_of(city, oid)}/draft" in city.browser("publisher").get("/desk").text
    assert "publish" not in buttons(city, "reviewer_1", oid)
    decide(city, "publisher", oid, "publish")
    assert now(city, oid) == ("published", "")
    assert actions(city, oid)[-3:] == ["approved", "publishable", "released"]


def test_a_publisher_cannot_approve_by_publishing_what_only_waits(city: World) -> None:
    rule(city, steps=1, publisher=True)
    oid = handed_in(city)
    address = f"{address_of(city, oid)}/draft"
    form = city.browser("publisher").get(address).forms["decide-release_urgently"]
    for name in ("publish", "publish_at", "schedule", "approve", "return"):
        sent = {**dict(form.submit_fields()), name: "1", "moment": "2030-01-01T09:00"}
        answer = form.response.test_app.post(address, sent, expect_errors=True)
        assert answer.status_int in {403, 409}, name
    assert now(city, oid) == ("draft", "waiting")


def test_a_publisher_sets_the_time_and_it_is_taken_back_to_a_publisher(city: World) -> None:
    rule(city, steps=1, publisher=True)
    oid = handed_in(city)
    with at_hand(city, oid) as (document, act):
        in_an_hour = act.at.replace(year=act.at.year + 1)
        reviewer, publisher = by(act, "reviewer"), by(act, "publisher")
        assert "Somebody else" in refusal(schedule, document, reviewer, at=in_an_hour)
        approve(document, reviewer)
        assert "what you approved" in refusal(schedule, document, reviewer, at=in_an_hour)
        schedule(document, publisher, at=in_an_hour)
        assert document.stage == "scheduled"
        unschedule(document, publisher)
        assert document.stage == "approved"
        assert "what you approved" in refusal(publish, document, reviewer)
        publish(document, publisher)


@pytest.mark.parametrize("who", ["editor", "manager"])
def test_an_edit_after_the_final_approval_sends_it_back(city: World, who: str) -> None:
    rule(city, steps=1, publisher=True)
    oid = handed_in(city)
    with at_hand(city, oid) as (document, act):
        approve(document, by(act, "reviewer"))
        data: Any = {"title": "另一个通知"}
        save_draft(document, data, by(act, who))
        assert (document.stage, document.draft and document.draft.approvals) == ("writing", ())
        assert "waits" in refusal(publish, document, by(act, "publisher"))


def test_a_publisher_sends_an_approved_draft_back(city: World) -> None:
    rule(city, steps=1, publisher=True)
    oid = handed_in(city)
    decide(city, "reviewer", oid, "approve_only")
    decide(city, "publisher", oid, "return", reason="请核对日期")
    assert now(city, oid) == ("draft", "returned")
    with at_hand(city, oid) as (document, _act):
        draft = document.draft
        assert draft
        assert (draft.approvals, draft.approved_by, draft.reason) == ((), "", "请核对日期")


def test_one_step_back_takes_the_approval_of_that_step_back(city: World) -> None:
    rule(city, steps=3)
    oid = handed_in(city)
    decide(city, "reviewer_1", oid, "pass_on")
    decide(city, "reviewer_2", oid, "pass_on")
    decide(city, "reviewer", oid, "return_step", reason="数字不一致")
    with at_hand(city, oid) as (document, _act):
        draft = document.draft
        assert draft
        assert [who for who, _at in draft.approvals] == ["reviewer_1"]
    told = {"reason": "数字不一致", "step": 2, "to": "reviewer_2"}
    assert audited(city, oid)[-1][::2] == ("document.returned", told)
    page = city.browser("reviewer_2").get(f"{address_of(city, oid)}/draft")
    assert "数字不一致" in page
    decide(city, "reviewer_2", oid, "pass_on")
    assert "数字不一致" not in city.browser("reviewer").get(f"{address_of(city, oid)}/draft")


def test_there_is_no_step_before_the_first(city: World) -> None:
    rule(city, steps=2)
    oid = handed_in(city)
    assert "return_step" not in buttons(city, "reviewer", oid)
    with at_hand(city, oid) as (document, act):
        reviewer = by(act, "reviewer")
        assert "No review came before" in refusal(return_step, document, reviewer, reason="错")
        pass_on(document, by(act, "reviewer_1"))
        assert "Please say" in refusal(return_step, document, reviewer, reason=" ")
        assert "Please say" in refusal(return_draft, document, reviewer, reason="")


def test_a_review_is_handed_to_a_person_and_taken_back(city: World) -> None:
    rule(city, steps=1)
    oid = handed_in(city)
    decide(city, "reviewer_1", oid, "delegate", person="reviewer_2")
    waits = f"{address_of(city, oid)}/draft"
    assert waits not in city.browser("reviewer").get("/desk").text
    assert waits in city.browser("reviewer_2").get("/desk").text
    assert "reviewer_2" in city.browser("reviewer").get(waits).html.select_one(".told").text
    decide(city, "reviewer", oid, "approve", status=409)
    decide(city, "reviewer", oid, "return", status=409, reason="不行")
    decide(city, "reviewer", oid, "take_back")
    decide(city, "reviewer", oid, "approve")
    delegated = [detail for action, _by, detail in audited(city, oid) if "delegated" in action]
    assert delegated == [{"to": "reviewer_2", "step": 1}, {"to": "", "step": 1}]


@pytest.mark.parametrize(
    "who", ["editor", "publisher", "elsewhere", "reader", "nobody", "", "reviewer_1", "reviewer"]
)
def test_a_review_is_handed_only_to_somebody_who_may_do_it_here(city: World, who: str) -> None:
    rule(city, steps=2)
    oid = handed_in(city)
    with at_hand(city, oid) as (document, act):
        pass_on(document, by(act, "reviewer_1"))
        reviewer = by(act, "reviewer")
        assert "choose somebody" in refusal(delegate, document, reviewer, to=who)
        assert dict(possible_reviewers(document, "reviewer")).keys() == {"manager", "reviewer_2"}
        assert "was not handed" in refusal(take_back, document, reviewer)


def test_a_form_cannot_hand_a_review_to_somebody_of_another_site(city: World) -> None:
    rule(city, steps=1)
    oid = handed_in(city)
    form = city.browser("reviewer").get(f"{address_of(city, oid)}/draft").forms["decide-delegate"]
    form["person"].force_value("elsewhere")
    form.submit("delegate", status=409)
    with at_hand(city, oid) as (document, _act):
        assert document.draft
        assert document.draft.delegated is None


def test_the_rule_is_kept_as_the_form_says(city: World) -> None:
    browser = city.browser("manager")
    form = browser.get(f"{SECTION}/review-rule").forms["review-rule"]
    form["steps"], form["publisher"], form["withdrawal_by_two"] = "2", True, True
    form["urgent_hours"], form["ordinary_hours"] = "4", "24"
    form.submit(status=303)
    with city.office.transaction() as (cluster, _act):
        assert city.place(cluster, SECTION).review == (2, False, True, True, 4, 24)
    again = browser.get(f"{SECTION}/review-rule").forms["review-rule"]
    assert (again["urgent_hours"].value, again["publisher"].checked) == ("4", True)
    for hours in ("0", "-1", "x", "401", "99999", "", "１"):
        again["urgent_hours"].force_value(hours)
        again.submit(status=409)
    again["urgent_hours"], again["steps"] = "8", "0"
    again.submit(status=303)
    with city.office.transaction() as (cluster, _act):
        assert city.place(cluster, SECTION).review is None
        assert city.place(cluster, SITE).review is not None
