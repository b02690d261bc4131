"""The list of all bodies, and the look of a site: colours and logo."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import PIL.Image
import pytest

from portal.content.body.operations import add_body
from portal.content.file.operations import release_media
from portal.content.image.operations import add_image
from portal.content.names import initial
from portal.errors import Refusal
from portal.site.directory import common_prefix
from portal.site.operations import change_site, move_site
from portal.testing import World

MANY = 1_000
"""Bodies of a large directory."""
BODIES = (
    ("fgw", "示例市发展和改革委员会", "市发改委"),
    ("jyj", "示例市教育局", "市教育局"),
    ("czj", "示例市财政局", "市财政局"),
    ("tsg", "示例市图书馆", "市图书馆"),
    ("dag", "示例市档案馆", "市档案馆"),
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("bodies"))
    world.site("main", "portal")
    world.site("fgw", owner="fgw", hosts=("fgw.example.gov.cn",))
    world.site("jyj", "agency", owner="jyj")
    world.site("tsg", "institution", owner="tsg")
    world.site("czj", owner="czj")
    with world.office.transaction() as (cluster, act):
        cluster.main_site = "main"
        move_site(cluster["sites"]["czj"], "take_offline", act)
        for name, title, short in BODIES:
            data: Any = {"title": title, "short_title": short, "phone": "0999-5550000"}
            add_body(cluster["bodies"], name, data, act)
    yield world
    world.close()


def listed(page: Any) -> dict[str, list[str]]:
    """Return the names of the bodies under each heading of the list."""
    return {
        section.h2.contents[0].strip(): [each.get_text() for each in section.select("h3")]
        for section in page.html.select(".directory section:not(.empty)")
    }


@pytest.mark.parametrize("address", ["/bodies/", "/sites/main/bodies", "/sites/fgw/bodies"])
def test_all_bodies_are_listed_by_the_class_of_their_sites(city: World, address: str) -> None:
    names = list(listed(city.browser().get(address)).values())
    assert names == [
        ["示例市发展和改革委员会"],
        ["示例市教育局"],
        ["示例市图书馆"],
        ["示例市财政局", "示例市档案馆"],
    ]


def test_a_body_leads_to_its_site_while_that_is_online(city: World) -> None:
    page = city.browser().get("/bodies/").html
    links = {each.get_text(): each["href"] for each in page.select(".directory h3 a")}
    assert links["示例市教育局"] == "/sites/jyj/"
    assert "示例市财政局" not in links
    assert "0999-5550000" in page.select_one(".directory section li").get_text()


def test_a_body_is_found_by_a_part_of_its_name_in_any_width_of_letters(city: World) -> None:
    page = city.browser().get("/bodies/", params={"name": " 教育 "})
    assert list(listed(page).values()) == [["示例市教育局"]]
    assert page.html.select_one("#name")["value"] == "教育"


def test_bodies_are_found_by_the_first_letter_after_the_name_of_the_city(city: World) -> None:
    page = city.browser().get("/bodies/?letter=d")
    assert list(listed(page).values()) == [["示例市档案馆"]]
    letters = [each.get_text() for each in page.html.select(".letters a")]
    assert letters[1:] == ["C", "D", "F", "J", "T"]
    assert page.html.select_one(".letters [aria-current]").get_text() == "D"


def test_who_finds_no_body_is_told_what_to_do(city: World) -> None:
    page = city.browser().get("/sites/main/bodies", params={"name": "没有"}).html
    assert page.select_one('.directory .empty a[href="/sites/main/bodies"]')


def test_an_empty_directory_says_so(world: World) -> None:
    page = world.browser().get("/bodies/").html
    assert page.select_one(".directory > p.empty")
    assert not page.select(".directory form")


def test_the_foot_of_the_main_portal_and_the_cluster_lead_to_the_list(city: World) -> None:
    browser = city.browser()
    assert browser.get("/sites/main/").html.select('.foot a[href="/sites/main/bodies"]')
    assert browser.get("/").html.select('.foot a[href="/bodies/"]')
    assert not browser.get("/sites/fgw/").html.select('.foot a[href$="bodies"]')


def test_a_body_without_a_page_of_its_own_is_not_found(city: World) -> None:
    city.browser().get("/bodies/fgw/", status=404)


def test_a_large_directory_x(world: World) -> None:
    with world.office.transaction() as (cluster, act):
        for number in range(MANY):
            data: Any = {"title": f"示例市第{number}办公室", "phone": "1", "address": "示例路"}
            add_body(cluster["bodies"], f"b{number}", data, act)
    page = world.browser().get("/bodies/")
    assert page.text.count("<h3>") == MANY


@pytest.mark.parametrize(
    ("title", "letter"),
    [("重庆", "C"), ("教育局", "J"), ("ABC", "A"), ("éclair", "E"), ("12345", "#"), ("", "#")],
)
def test_the_initial_of_a_name_is_that_of_its_pinyin(title: str, letter: str) -> None:
    assert initial(title) == letter


@pytest.mark.parametrize(
    ("names", "prefix"),
    [
        (["市教育局", "市财政局", "公园"], "市"),
        (["示例市教育局", "示例市财政局"], "示例市"),
        (["教育局"], ""),
        (["教育局", "财政局", "审计局"], ""),
        ([], ""),
    ],
)
def test_the_beginning_that_most_names_share_is_that_of_the_city(
    names: list[str], prefix: str
) -> None:
    assert common_prefix(names) == prefix


def logo(world: World, site: str, *, released: bool = True) -> int:
    held = io.BytesIO()
    PIL.Image.new("RGB", (600, 200), "gold").save(held, "PNG")
    data: Any = {"title": "标志", "file_name": "logo.png", "alternative": "标志"}
    with world.office.transaction() as (cluster, act):
        image = add_image(cluster["sites"][site]["media"], data, held.getvalue(), act)
        if released:
            release_media(image, act)
        oid: int = image.oid
    return oid


def change(world: World, site: str, **values: Any) -> Any:
    with world.office.transaction() as (cluster, act):
        change_site(cluster["sites"][site], values, act)  # type: ignore[arg-type]
    return world.browser().get(f"/sites/{site}/").html


def test_a_site_has_the_usual_colours_until_it_chooses_others(city: World) -> None:
    page = city.browser().get("/sites/jyj/").html
    assert not page.html.has_attr("data-theme")
    assert not page.select('link[href*="themes.css"]')
    chosen = change(city, "jyj", theme="verdant")
    assert chosen.html["data-theme"] == "verdant"
    assert chosen.select('link[href*="themes.css"]')


def test_a_site_shows_its_own_logo_in_its_own_proportions(city: World) -> None:
    assert city.browser().get("/sites/tsg/").html.select_one(".name .emblem")
    page = change(city, "tsg", logo=logo(city, "tsg"))
    shown = page.select_one(".name img")
    assert (shown["width"], shown["height"]) == ("480", "160")
    assert city.browser().get(shown["src"]).content_type == "image/webp"
    assert change(city, "tsg", logo=0).select_one(".name .emblem")


def test_a_logo_that_is_not_released_is_not_shown(city: World) -> None:
    assert change(city, "tsg", logo=logo(city, "tsg", released=False)).select_one(".emblem")
    change(city, "tsg", logo=0)


def test_the_picture_of_another_site_cannot_be_the_logo(city: World) -> None:
    with pytest.raises(Refusal):
        change(city, "tsg", logo=logo(city, "jyj"))
