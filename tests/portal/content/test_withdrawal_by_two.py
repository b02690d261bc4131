"""Withdrawals that one person asks for and another one decides on; dates that differ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
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
    now,
    refusal,
    rule,
)

from portal.content.document.operations import publish_document, save_draft
from portal.content.document.queries import dates_apart
from portal.content.document.review import approve, hand_in
from portal.content.document.withdrawing import (
    approve_withdrawal,
    ask_withdrawal,
    refuse_withdrawal,
    withdraw,
)
from portal.content.trash.operations import delete_document
from portal.testing import World


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("two"))
    world.site("fgw")
    yield world
    world.close()


def public(city: World, **values: Any) -> int:
    data: Any = {"title": "通知", "body": "<p>文</p>", "source": "办公室", **values}
    with city.office.transaction() as (cluster, act):
        document = publish_document(city.place(cluster, SECTION), data, by(act, "editor"))
        return int(document.oid)


def test_an_editor_asks_and_somebody_else_decides(city: World) -> None:
    rule(city)
    oid = public(city)
    assert "withdraw" not in buttons(city, "editor", oid)
    decide(city, "editor", oid, "ask_withdrawal", reason="内容有误", notice="另行公布。")
    assert now(city, oid) == ("published", "")
    waits = f"{address_of(city, oid)}/draft"
    assert waits in city.browser("publisher").get("/desk").html.select_one("#asked").decode()
    assert "内容有误" in city.browser("publisher").get(waits).html.select_one(".told").text
    decide(city, "publisher", oid, "approve_withdrawal")
    page = city.browser().get(address_of(city, oid), status=410)
    assert "另行公布。" in page
    assert "内容有误" not in page
    told = {"reason": "内容有误", "asked_by": "editor"}
    assert audited(city, oid)[-1] == ("document.withdrawn", "publisher", told)
    assert waits not in city.browser("reviewer").get("/desk").text


def test_a_withdrawal_is_refused_with_a_reason(city: World) -> None:
    rule(city)
    oid = public(city)
    decide(city, "editor", oid, "ask_withdrawal", status=409, reason=" ")
    decide(city, "editor", oid, "ask_withdrawal", reason="有误")
    decide(city, "reviewer", oid, "refuse_withdrawal", status=409)
    decide(city, "reviewer", oid, "refuse_withdrawal", reason="无误")
    assert actions(city, oid)[-2:] == ["withdrawal_asked", "withdrawal_refused"]
    assert now(city, oid) == ("published", "")
    with at_hand(city, oid) as (document, act):
        assert "Nobody asked" in refusal(approve_withdrawal, document, by(act, "reviewer"))
        assert "Nobody asked" in refusal(refuse_withdrawal, document, act, reason="x")


def test_where_two_are_wanted_nobody_withdraws_alone(city: World) -> None:
    rule(city, withdrawal_by_two=True)
    oid = public(city)
    assert {"withdraw"}.isdisjoint(buttons(city, "reviewer", oid))
    decide(city, "reviewer", oid, "ask_withdrawal", reason="有误")
    decide(city, "reviewer", oid, "approve_withdrawal", status=409)
    assert f"{address_of(city, oid)}/draft" not in city.browser("reviewer").get("/desk").text
    with at_hand(city, oid) as (document, act):
        assert "one person asks" in refusal(withdraw, document, by(act, "manager"), reason="x")
        assert "already" in refusal(ask_withdrawal, document, by(act, "editor"), reason="x")
    decide(city, "publisher", oid, "approve_withdrawal")
    assert now(city, oid) == ("withdrawn", "")


@pytest.mark.parametrize("deed", ["withdraw", "delete"])
def test_where_two_are_wanted_nobody_does_it_with_many_at_once_either(
    city: World, deed: str
) -> None:
    rule(city, withdrawal_by_two=True)
    oid = public(city)
    browser = city.browser("manager")
    token = browser.get("/session").json["csrf_token"]
    sent = [("csrf_token", token), ("deed", deed), ("pick", str(oid)), ("reason", "x")]
    seen = browser.post(f"{SITE}/batch", sent).html.select("[name=seen]")
    assert not seen
    with at_hand(city, oid) as (document, _act):
        stamp = f"{oid}:{document.changed_at}"
    browser.post(f"{SITE}/batch", [*sent, ("sure", "1"), ("seen", stamp)], expect_errors=True)
    assert now(city, oid) == ("published", "")


def test_a_changed_form_without_the_right_asks_and_decides_nothing(city: World) -> None:
    rule(city)
    oid = public(city)
    address = f"{address_of(city, oid)}/draft"
    for login in ("reviewer_1", "reader", "editor"):
        browser = city.browser(login)
        token = browser.get("/session").json["csrf_token"]
        for name in ("withdraw", "approve_withdrawal", "refuse_withdrawal", "renew"):
            browser.post(address, {"csrf_token": token, name: "1", "reason": "x"}, status=403)
    assert now(city, oid) == ("published", "")


def test_dates_that_differ_come_newest_first_page_by_page(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        made = []
        for days in (3, 1, 2):
            data: Any = {"title": "旧", "body": "<p>文</p>", "source": "办公室"}
            data |= {"displayed_at": act.at - timedelta(days=9), "displayed_because": "旧文"}
            deed = by(act, "editor", act.at - timedelta(days=days))
            made.append(publish_document(city.place(cluster, SECTION), data, deed))
        found = list(dates_apart(cluster))
        assert [each.document for each in found] == [made[1], made[2], made[0]]
        rest = dates_apart(cluster, found[0].key)
        assert [each.document for each in rest] == [made[2], made[0]]
        for each in made:
            delete_document(each, act)


def test_displayed_dates_that_differ_are_found_with_their_reasons(city: World) -> None:
    rule(city)
    with city.office.transaction() as (_cluster, act):
        before = act.at - timedelta(days=9)
    apart = public(city, displayed_at=before, displayed_because="补发旧文")
    same, gone = public(city), public(city, displayed_at=before, displayed_because="旧文")
    with at_hand(city, gone) as (document, act):
        delete_document(document, act)
    with city.office.transaction() as (cluster, _act):
        found = {each.document.oid: each for each in dates_apart(cluster)}
        assert set(found) == {apart}
        assert same not in found
        one = found[apart]
        assert (one.because, one.by, one.displayed_at) == ("补发旧文", "editor", before)
    with at_hand(city, apart) as (document, act):
        data: Any = {"displayed_at": None, "displayed_because": ""}
        save_draft(document, data, by(act, "editor"))
        hand_in(document, by(act, "editor"))
        approve(document, by(act, "reviewer"))
    with city.office.transaction() as (cluster, _act):
        assert list(dates_apart(cluster)) == []
