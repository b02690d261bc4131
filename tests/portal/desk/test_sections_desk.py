"""Sections through the web: adding, changing, ordering, moving and deleting them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from portal.security.grants import give_role
from portal.testing import World

SITE = "/sites/fgw"
PLACE = f"{SITE}/zwgk"


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    return world


def add(city: World, title: str, place: str = PLACE, **values: str) -> str:
    form = city.browser("manager").get(f"{place}/add-section").forms["form"]
    form["title"] = title
    for name, value in values.items():
        form[name] = value
    answer = form.submit("save", status=303)
    return str(answer.location).partition("/edit?")[0].removeprefix("http://127.0.0.1")


def move(city: World, address: str, place: str, status: int = 303) -> Any:
    with city.office.transaction() as (cluster, _act):
        oid = city.place(cluster, place).oid
    form = city.browser("manager").get(f"{address}/edit").forms["move"]
    form["target"].force_value(str(oid))
    return form.submit(status=status)


def names(city: World, place: str = PLACE) -> list[str]:
    page = city.browser("manager").get(f"{place}/sections")
    return [row["data-name"] for row in page.html.select("#order li")]


def test_a_section_is_added_with_a_name_from_its_title(city: World) -> None:
    address = add(city, "通知公告二", keywords="通知\n公告", kind="notice")
    assert address == f"{PLACE}/tongzhigonggaoer"
    assert names(city)[-1] == "tongzhigonggaoer"
    form = city.browser("manager").get(f"{address}/edit").forms["form"]
    assert (form["keywords"].value, form["kind"].value) == ("通知\n公告", "notice")
    city.publish(address, title="第一条")
    assert "第一条" in city.browser().get(f"{address}/").text


@pytest.mark.parametrize("name", ["tzgg", "search", "大", "a b", "../x"])
def test_a_name_that_cannot_be_is_told_and_nothing_typed_is_lost(city: World, name: str) -> None:
    form = city.browser("manager").get(f"{PLACE}/add-section").forms["form"]
    form["title"], form["name"], form["description"] = "新栏目", name, "说明"
    page = form.submit("save", status="*")
    assert page.status_int in {409, 422}
    assert page.html.find(role="alert") is not None
    sent = page.forms["form"]
    assert (sent["title"].value, sent["description"].value) == ("新栏目", "说明")


def test_a_title_of_spaces_is_refused(city: World) -> None:
    form = city.browser("manager").get(f"{PLACE}/add-section").forms["form"]
    form["title"] = "   "
    assert form.submit("save", status=422).html.find(id="problem-deformField1") is not None


def test_the_arrows_and_a_dragged_order_change_the_navigation(city: World) -> None:
    before = names(city)
    page = city.browser("manager").get(f"{PLACE}/sections")
    page.forms["order"].submit("down", value=before[0], status=303)
    assert names(city)[:2] == [before[1], before[0]]
    client = city.browser("manager")
    token = client.get(f"{PLACE}/sections").forms["order"]["csrf_token"].value
    dragged = [("csrf_token", token), *(("order", each) for each in sorted(before))]
    headers = {"Accept": "application/json"}
    client.post(f"{PLACE}/sections", dragged, headers=headers, status=204)
    assert names(city) == sorted(before)
    client.post(f"{PLACE}/sections", dragged[:-1], headers=headers, status=409)


def test_a_hidden_section_is_not_found_until_it_is_shown_again(city: World) -> None:
    address = city.publish(f"{PLACE}/tzgg", title="通知")
    for step, status in (("hide", 404), ("show", 200)):
        page = city.browser("manager").get(f"{PLACE}/sections")
        page.forms["order"].submit(step, value="tzgg", status=303)
        city.browser().get(address, status=status)


def test_a_moved_section_is_found_at_its_old_addresses_and_back_by_one_click(city: World) -> None:
    address = city.publish(f"{PLACE}/tzgg", title="通知")
    page = move(city, f"{PLACE}/tzgg", SITE).follow()
    moved = address.replace(PLACE, SITE)
    assert city.browser().get(address, status=301).location.endswith(moved)
    assert "通知" in city.browser().get(moved).text
    feed = city.browser().get(f"{PLACE}/tzgg/feed.xml", status=301)
    assert feed.location.endswith(f"{SITE}/tzgg/feed.xml")
    page.forms["undo"].submit(status=303)
    city.browser().get(address, status=200)
    assert city.browser().get(moved, status=301).location.endswith(address)


def test_an_old_address_leads_through_two_moves(city: World) -> None:
    address = city.publish(f"{PLACE}/tzgg", title="通知")
    outer = add(city, "外层", name="outer")
    move(city, f"{PLACE}/tzgg", outer)
    move(city, outer, SITE)
    found = city.browser().get(address, status=301).location
    assert found.endswith(f"{SITE}/outer/tzgg/{address.rpartition('/')[2]}")
    city.browser().get(f"{PLACE}/tzgg/nothing-of-this-name/edit", status=404)


def test_another_name_in_addresses_is_a_move(city: World) -> None:
    address, before = city.publish(f"{PLACE}/tzgg", title="通知"), names(city)
    form = city.browser("manager").get(f"{PLACE}/tzgg/edit").forms["form"]
    form["name"] = "gonggao"
    form.submit("save", status=303)
    assert names(city) == ["gonggao" if each == "tzgg" else each for each in before]
    assert "/gonggao/" in city.browser().get(address, status=301).location


def test_a_section_is_not_put_into_itself_nor_into_another_site(city: World) -> None:
    city.site("jtj")
    inner = add(city, "里层", f"{PLACE}/tzgg", name="inner")
    for place in (f"{PLACE}/tzgg", inner, "/sites/jtj/zwgk", PLACE):
        page = move(city, f"{PLACE}/tzgg", place, status=409)
        assert page.html.find(role="alert") is not None
    city.browser("manager").get(f"{inner}/edit", status=200)


def test_what_comes_below_a_hidden_section_is_hidden_too(city: World) -> None:
    address = city.publish(f"{PLACE}/tzgg", title="不见了的通知")
    hidden = add(city, "内部", name="hidden")
    page = city.browser("manager").get(f"{PLACE}/sections")
    page.forms["order"].submit("hide", value="hidden", status=303)
    move(city, f"{PLACE}/tzgg", hidden)
    city.browser().get(address, status=404)
    city.feed()
    found = city.browser().get(f"{SITE}/search?q={quote('不见了的通知')}")
    assert not found.html.select(".results h2 a")


def test_only_an_empty_section_is_deleted_and_its_address_says_so(city: World) -> None:
    address = add(city, "空栏目", name="empty")
    city.publish(f"{PLACE}/tzgg", title="通知")
    client = city.browser("manager")
    assert "delete" not in client.get(f"{PLACE}/tzgg/edit").forms
    form = client.get(f"{address}/edit").forms["delete"]
    token = form["csrf_token"].value
    client.post(f"{PLACE}/tzgg/delete", {"csrf_token": token}, status=409)
    form.submit(status=303)
    assert "empty" not in names(city)
    city.browser().get(f"{address}/", status=410)


@pytest.mark.parametrize("login", ["editor", "reviewer"])
def test_who_does_not_manage_changes_no_section(city: World, login: str) -> None:
    client = city.browser(login)
    for page in ("sections", "add-section", "tzgg/edit"):
        client.get(f"{PLACE}/{page}", status=403)


def test_a_manager_of_a_section_neither_moves_it_out_nor_deletes_it(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        give_role(city.place(cluster, f"{PLACE}/tzgg"), "editor", "manager", act)
        target = city.place(cluster, SITE).oid
    client = city.browser("editor")
    page = client.get(f"{PLACE}/tzgg/edit")
    assert page.forms["move"]["target"].options == [("", False, "请选择")]
    token = page.forms["move"]["csrf_token"].value
    client.post(f"{PLACE}/tzgg/move", {"csrf_token": token, "target": str(target)}, status=403)
    client.post(f"{PLACE}/tzgg/delete", {"csrf_token": token}, status=403)
