"""Staff puts documents at the top of a list, on the page of its contents."""

from __future__ import annotations

import json
from typing import Any

import pytest
from desk_places import OTHER, SECTION, SITE, choose, draft, oid_of, titles
from sqlalchemy import select

from portal.ledger.tables import AuditEntry
from portal.security.grants import give_role
from portal.testing import World


def pinned(page: Any) -> list[str]:
    return [each.text for each in page.html.select("#top li > a")]


def put(city: World, *addresses: str, login: str = "reviewer", status: int = 303) -> Any:
    """Put documents at the top with the button below the list."""
    page = city.browser(login).get(f"{SECTION}/contents")
    form = choose(page, *addresses, city=city)
    form.action = f"{SECTION}/top"
    return form.submit("add", status=status)


@pytest.fixture
def addresses(city: World) -> list[str]:
    return [city.publish(SECTION, title=title) for title in ("甲", "乙", "丙")]


def test_chosen_documents_come_to_the_top_and_are_moved_by_buttons(
    city: World, addresses: list[str]
) -> None:
    page = put(city, addresses[0]).follow()
    assert page.html.select_one("#batch .top-mark").parent.a.text == "甲"
    page = put(city, addresses[1], addresses[2]).follow()
    assert sorted(pinned(page)) == ["丙", "乙", "甲"]
    assert pinned(page)[0] == "甲"
    down = page.forms["top-form"].submit("down", value=str(oid_of(city, addresses[0])))
    page = down.follow()
    assert pinned(page)[1] == "甲"
    page = page.forms["top-form"].submit("up", value=str(oid_of(city, addresses[0]))).follow()
    assert pinned(page)[0] == "甲"
    page = page.forms["top-form"].submit("remove", value=str(oid_of(city, addresses[0]))).follow()
    assert "甲" not in pinned(page)
    assert "甲" in titles(page)


def test_typed_days_are_kept_by_every_button(city: World, addresses: list[str]) -> None:
    page = put(city, *addresses[:2]).follow()
    oid = oid_of(city, addresses[0])
    tomorrow = "2099-12-31"
    form = page.forms["top-form"]
    form[f"until-{oid}"] = tomorrow
    page = form.submit("up", value=str(oid)).follow()  # the newest is first
    assert page.forms["top-form"][f"until-{oid}"].value == tomorrow
    form = page.forms["top-form"]
    form[f"until-{oid}"] = "gestern"
    form.submit("save", status=409)
    form[f"until-{oid}"] = "2020-01-01"
    form.submit("save", status=409)


def test_dragged_rows_send_their_order(city: World, addresses: list[str]) -> None:
    page = put(city, *addresses).follow()
    form = page.forms["top-form"]
    order = [str(oid_of(city, each)) for each in addresses]
    for field, oid in zip(form.fields["order"], order, strict=True):
        field.force_value(oid)
    page = form.submit("save").follow()
    assert pinned(page) == ["甲", "乙", "丙"]
    assert [each.text for each in city.browser().get(f"{SECTION}/").html.select(".items a")] == [
        "甲",
        "乙",
        "丙",
    ]


def test_an_old_page_does_not_bring_back_what_was_taken_away(
    city: World, addresses: list[str]
) -> None:
    old = put(city, *addresses[:2]).follow().forms["top-form"]
    fresh = city.browser("reviewer").get(f"{SECTION}/contents").forms["top-form"]
    fresh.submit("remove", value=str(oid_of(city, addresses[0])))
    assert pinned(old.submit("save").follow()) == ["乙"]


def test_drafts_and_foreign_documents_do_not_come_to_the_top(city: World) -> None:
    city.publish(OTHER, title="别处")
    secret = draft(city, "草稿")
    put(city, secret, status=409)
    page = city.browser("reviewer").get(f"{SECTION}/contents")
    token = page.forms["batch"]["csrf_token"].value
    sent = {"csrf_token": token, "add": "1"}
    for pick in ("", "x", "-1", "9" * 30, str(oid_of(city, OTHER))):
        page.test_app.post(f"{SECTION}/top", sent | {"pick": pick}, status=409)


def test_who_may_not_release_sees_the_top_but_does_not_change_it(
    city: World, addresses: list[str]
) -> None:
    put(city, addresses[0])
    with city.office.transaction() as (cluster, act):
        cluster.grants = {}
        give_role(city.place(cluster, SITE), "editor", "editor", act)
    page = city.browser("editor").get(f"{SECTION}/contents")
    assert pinned(page) == ["甲"]
    assert not page.html.select("#top button, [formaction]")
    token = page.forms["batch"]["csrf_token"].value
    page.test_app.post(f"{SECTION}/top", {"csrf_token": token, "save": "1"}, status=403)


def test_the_audit_says_what_stands_at_the_top(city: World, addresses: list[str]) -> None:
    put(city, addresses[0])
    with city.office.ledger.engine.connect() as ledger:
        entries = ledger.execute(
            select(AuditEntry.by, AuditEntry.detail).where(AuditEntry.action == "section.top_set")
        ).all()
    assert [(each[0], json.loads(each[1])["top"]) for each in entries] == [
        ("reviewer", [[oid_of(city, addresses[0]), None]])
    ]
