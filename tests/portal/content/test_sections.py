"""Sections: founding, changing and hiding them, and what their pages show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from portal.content.section.operations import (
    add_section,
    edit_section,
    move_section,
    order_sections,
)
from portal.errors import Refusal
from portal.testing import World


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("sections"))
    world.site("fgw")
    yield world
    world.close()


def add(city: World, name: str, **data: Any) -> None:
    with city.office.transaction() as (cluster, act):
        add_section(city.place(cluster, "/sites/fgw/zwgk"), name, {"title": name, **data}, act)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Big",
        "a b",
        "通知",
        "-a",
        "a/b",
        "..",
        "x" * 61,
        "a\n",
    ],
)
def test_a_name_that_no_address_can_have_is_refused(city: World, name: str) -> None:
    with pytest.raises(Refusal, match="cannot be part"):
        add(city, name)


@pytest.mark.parametrize("name", ["search", "account", "sites", "media"])
def test_a_name_of_a_page_of_the_portal_is_refused(city: World, name: str) -> None:
    with pytest.raises(Refusal, match="is a page of the portal"):
        add(city, name)


def test_a_taken_name_is_refused(city: World) -> None:
    with pytest.raises(Refusal, match="already"):
        add(city, "tzgg")


def test_a_new_section_is_the_last_one_and_shown_once_it_shows_something(city: World) -> None:
    add(city, "new", title="新栏目")
    browser = city.browser()
    assert "新栏目" not in browser.get("/sites/fgw/sitemap")
    assert browser.get("/sites/fgw/zwgk/new/").html.select_one(".content .empty")
    city.publish("/sites/fgw/zwgk/new", title="第一条")
    assert browser.get("/sites/fgw/sitemap").html.select("main a")[-1].text == "新栏目"


def test_a_changed_title_is_shown_everywhere(city: World) -> None:
    city.publish("/sites/fgw/zwgk/gzdt")
    with city.office.transaction() as (cluster, act):
        edit_section(city.place(cluster, "/sites/fgw/zwgk/gzdt"), {"title": "工作新动态"}, act)
    for path in ("/sites/fgw/", "/sites/fgw/sitemap", "/sites/fgw/zwgk/gzdt/"):
        assert "工作新动态" in city.browser().get(path)


def test_hiding_twice_is_refused(city: World) -> None:
    add(city, "twice")
    with city.office.transaction() as (cluster, act):
        move_section(city.place(cluster, "/sites/fgw/zwgk/twice"), "hide", act)
    with pytest.raises(Refusal, match="state"), city.office.transaction() as (cluster, act):
        move_section(city.place(cluster, "/sites/fgw/zwgk/twice"), "hide", act)


def test_hiding_a_section_hides_the_sections_below_it(city: World) -> None:
    add(city, "upper", title="上级栏目")
    with city.office.transaction() as (cluster, act):
        add_section(
            city.place(cluster, "/sites/fgw/zwgk/upper"), "lower", {"title": "下级栏目"}, act
        )
    address = city.publish("/sites/fgw/zwgk/upper/lower", title="深处的通知")
    city.feed()
    browser = city.browser()
    assert "深处的通知" in browser.get("/sites/fgw/zwgk/upper/")
    with city.office.transaction() as (cluster, act):
        move_section(city.place(cluster, "/sites/fgw/zwgk/upper"), "hide", act)
    for path in (address, "/sites/fgw/zwgk/upper/lower/"):
        assert "级栏目" not in browser.get(path, status=404)
    city.feed()
    assert address not in browser.get("/search", {"q": "深处的通知"})
    assert "深处的通知" not in browser.get("/sites/fgw/zwgk/")


def test_the_page_of_an_empty_section_still_says_which_one_it_is(world: World) -> None:
    home = world.site("empty")
    page = world.browser().get(f"{home}zwgk/tzgg/")
    names = page.lxml.xpath("//meta[@name='ColumnName']/@content")
    with world.office.transaction() as (cluster, _act):
        section = world.place(cluster, "/sites/empty/zwgk/tzgg")
        assert (len(section), bool(section)) == (0, True)
        assert names == [section.title]


def test_sections_stand_in_the_order_that_they_are_put_into(world: World) -> None:
    home = world.site("order")
    world.publish("/sites/order/zwgk/tzgg")
    world.publish("/sites/order/zwgk/gzdt")
    with world.office.transaction() as (cluster, act):
        place = world.place(cluster, "/sites/order/zwgk")
        order_sections(place, tuple(reversed(place.section_names)), act)
        with pytest.raises(Refusal):
            order_sections(place, place.section_names[1:], act)
    page = world.browser().get(f"{home}zwgk/")
    shown = page.lxml.xpath("//nav[contains(@class, 'side')]//a/@href")
    assert shown == ["/sites/order/zwgk/gzdt/", "/sites/order/zwgk/tzgg/"]
