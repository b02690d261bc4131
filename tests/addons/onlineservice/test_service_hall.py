"""The lists of the hall: by theme and by department, as the public may see them now."""

from __future__ import annotations

from typing import Any

import pytest
from service_rows import HALL, publish, titles

from addons.onlineservice.hall.operations import open_hall
from addons.onlineservice.service.content import PUBLIC_SERVICE, PublicService
from portal.content.document.operations import create_document, withdraw_document
from portal.content.document.operations import release_document as release
from portal.content.section.moving import place_section
from portal.content.section.operations import move_section
from portal.content.trash.operations import delete_document
from portal.testing import World, publish_one, turn


def hall(world: World) -> str:
    return str(world.browser().get(f"{HALL}/").html.select_one("main").get_text(" "))


def test_items_are_counted_and_listed_by_theme_and_department(offices: World) -> None:
    publish(offices, title="甲", task_code="1", person_theme="person.birth", dept_name="卫健局")
    publish(offices, title="乙", task_code="2", person_theme="person.birth", dept_name="公安局")
    publish(offices, title="丙", task_code="3", corp_theme="corp.found", dept_name="公安局")
    page = offices.browser().get(f"{HALL}/").html
    counted = {each.get_text(" ", strip=True) for each in page.select(".grid a")}
    assert counted == {"生育收养 2", "设立变更 1", "公安局 2", "卫健局 1"}
    assert titles(offices, theme="person") == ["甲", "乙"]
    assert titles(offices, theme="person.birth", department="公安局") == ["乙"]
    assert titles(offices, department="公安局") == ["丙", "乙"]
    assert titles(offices, theme="corp", department="卫健局") == []


@pytest.mark.parametrize(
    "asked",
    [
        {"theme": "nonsense"},
        {"theme": "person.birth\t公安局"},
        {"department": "\x00" * 500},
        {"department": "公安局", "page": "999999999"},
        {"theme": "person", "page": "-1"},
    ],
)
def test_an_address_that_nobody_made_shows_a_page(offices: World, asked: dict[str, str]) -> None:
    publish(offices, person_theme="person.birth")
    offices.browser().get(f"{HALL}/", asked, status=200)


def test_each_way_to_narrow_leads_to_as_many_items_as_it_says(offices: World) -> None:
    for number in range(25):
        themes = {"person_theme": "person.birth"} if number % 2 else {"corp_theme": "corp.found"}
        publish(offices, title=f"事{number}", task_code=f"{number}", dept_name="局", **themes)
    page = offices.browser().get(f"{HALL}/", {"department": "局"})
    counts = [int(each.text) for each in page.html.select(".beside small")]
    assert sorted(counts) == [12, 13]
    for link in page.html.select(".beside a"):
        found = offices.browser().get(link["href"]).html
        assert found.select_one(".count b").text == link.select_one("small").text
    assert len(page.html.select(".results > li")) == 20
    assert len(titles(offices, department="局", page="2")) == 5


def test_what_the_public_may_not_see_is_not_listed(offices: World) -> None:
    with offices.office.transaction() as (cluster, act):
        data: Any = {"title": "草稿", "body": "", "task_code": "1", "dept_name": "局"}
        create_document(offices.place(cluster, HALL), data, act, PublicService)
    assert "局" not in hall(offices).split()
    page = publish(offices, title="甲", task_code="2", dept_name="局")
    assert titles(offices, department="局") == ["甲"]
    with offices.office.transaction() as (cluster, act):
        withdraw_document(offices.place(cluster, page), act, reason="错误")
    assert titles(offices, department="局") == []
    with offices.office.transaction() as (cluster, act):
        release(offices.place(cluster, page), act)
    assert titles(offices, department="局") == ["甲"]


def test_what_is_in_the_trash_or_in_a_hidden_section_is_not_listed(offices: World) -> None:
    page = publish(offices, title="甲", task_code="1", dept_name="局")
    with offices.office.transaction() as (cluster, act):
        move_section(offices.place(cluster, HALL), "hide", act)
        assert offices.place(cluster, HALL).count() == 0
        move_section(offices.place(cluster, HALL), "show", act)
        assert offices.place(cluster, HALL).count() == 1
        delete_document(offices.place(cluster, page), act)
        there = offices.place(cluster, HALL)
        assert (there.count(), dict(there.codes), len(there.rows)) == (0, {}, 0)


def test_an_item_that_changes_moves_to_its_new_lists(offices: World) -> None:
    page = publish(offices, title="甲", person_theme="person.birth", dept_name="局")
    with offices.office.transaction() as (cluster, _act):
        item = offices.place(cluster, page)
        item.person_theme, item.dept_name = "person.school", "另一局"
        offices.place(cluster, HALL).put(item.oid, item.themes, item.dept_name, item.title)
        there = offices.place(cluster, HALL)
        assert there.departments() == [("另一局", 1)]
        assert there.count("person.birth") == 0
        assert there.count("person.school", "另一局") == 1
        assert len(there.rows) == 6


def test_items_in_other_sections_of_the_site_are_listed_too(offices: World) -> None:
    publish_one(offices, PUBLIC_SERVICE, "/sites/fgw/zwgk/tzgg", task_code="9", dept_name="局")
    assert titles(offices, department="局") == ["A title"]


def test_a_hall_that_stands_in_a_channel_lists_the_items_of_the_whole_site(offices: World) -> None:
    publish(offices, title="甲", task_code="1", dept_name="局")
    with offices.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        place_section(site["fwsx"], site["zwgk"], "banshi", act)
        open_hall(site, act)
        assert "fwsx" not in site.section_names
    other = "/sites/fgw/zwgk/tzgg"
    publish_one(offices, PUBLIC_SERVICE, other, title="乙", task_code="2", dept_name="局")
    page = publish_one(
        offices, PUBLIC_SERVICE, "/sites/fgw/zwgk/banshi", task_code="3", dept_name="局"
    )
    shown = offices.browser().get("/sites/fgw/zwgk/banshi/", {"department": "局"}).html
    assert {each.text for each in shown.select(".results h2")} == {"甲", "乙", "A title"}
    assert "/sites/fgw/zwgk/banshi/?department=" in offices.browser().get(page).text
    turn(offices, "fgw", "onlineservice", on=False)
    turn(offices, "fgw", "onlineservice", on=True)
    with offices.office.transaction() as (cluster, _act):
        assert offices.place(cluster, "/sites/fgw/zwgk/banshi").count() == 3


def test_a_hall_of_one_department_does_not_ask_for_it(offices: World) -> None:
    publish(offices, title="甲", task_code="1", person_theme="person.birth", dept_name="局")
    assert "按部门" not in hall(offices)
    publish(offices, title="乙", task_code="2", dept_name="另一局")
    assert "按部门" in hall(offices)


def test_what_came_out_while_it_was_disabled_is_listed_after_it_is_enabled(
    offices: World,
) -> None:
    with offices.office.transaction() as (cluster, act):
        data: Any = {"title": "甲", "body": "", "task_code": "1", "dept_name": "局"}
        name = create_document(offices.place(cluster, HALL), data, act, PublicService).__name__
    gone = publish(offices, title="乙", task_code="2", dept_name="局")
    turn(offices, "fgw", "onlineservice", on=False)
    offices.browser().get(f"{HALL}/", status=404)
    with offices.office.transaction() as (cluster, act):
        release(offices.place(cluster, f"{HALL}/{name}"), act)
        withdraw_document(offices.place(cluster, gone), act, reason="停办")
    turn(offices, "fgw", "onlineservice", on=True)
    assert titles(offices, department="局") == ["甲"]


def test_a_site_has_one_hall_in_its_navigation_once_something_is_in_it(offices: World) -> None:
    assert f'href="{HALL}/"' not in offices.browser().get("/sites/fgw/").text
    publish(offices)
    assert f'href="{HALL}/"' in offices.browser().get("/sites/fgw/").text
    with offices.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        before = site.section_names
        open_hall(site, act)
        assert site.section_names == before


def test_a_manager_enables_it_on_the_page_and_an_editor_finds_the_hall(offices: World) -> None:
    offices.site("jyj")
    manager = offices.browser("manager")
    page = manager.get("/sites/jyj/enable-add-on?addon=onlineservice")
    page.forms["enable-addon"].submit(status=303)
    contents = offices.browser("editor").get("/sites/jyj/fwsx/contents")
    assert "add-document?type=onlineservice.service" in contents.text
