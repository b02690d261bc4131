"""What has been withdrawn answers that it is gone, and nothing more."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import feedparser
import pytest

from portal.content.document.moving import move_document
from portal.content.document.operations import (
    create_document,
    release_document,
    withdraw_document,
)
from portal.content.file.operations import add_file, release_media
from portal.content.image.operations import add_image
from portal.content.link.operations import add_link
from portal.content.section.operations import move_section
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
SECRET = "涉密标题"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("withdrawal"))
    world.site("fgw")
    yield world
    world.close()


def withdraw(city: World, address: str, **options: str) -> None:
    with city.office.transaction() as (cluster, act):
        withdraw_document(city.place(cluster, address), act, reason="内部原因", **options)


def release(city: World, address: str) -> None:
    with city.office.transaction() as (cluster, act):
        release_document(city.place(cluster, address), act)


def media(city: World, png: bytes) -> list[tuple[int, str]]:
    """Release a file, a link and a picture; return their identities and addresses."""
    with city.office.transaction() as (cluster, act):
        place = cluster["sites"]["fgw"]["media"]
        data: Any = {"title": SECRET, "file_name": "a.txt"}
        drawn: Any = {"title": SECRET, "file_name": "p.png", "alternative": SECRET}
        made = [
            add_file(place, data, b"text", act),
            add_link(place, {"title": SECRET, "address": "https://www.gov.cn/a"}, act),
            add_image(place, drawn, png, act),
        ]
        for each in made:
            release_media(each, act)
        return [(each.oid, f"/sites/fgw/media/{each.__name__}") for each in made]


def publish(city: World, found: list[tuple[int, str]], title: str = SECRET) -> str:
    file, link, picture = (oid for oid, _address in found)
    return city.publish(
        SECTION, title=title, summary=SECRET, attachments=(file, link), lead_picture=picture
    )


def test_a_withdrawn_page_says_that_it_is_gone_and_leads_on(city: World) -> None:
    address = city.publish(SECTION, title=SECRET, body=f"<p>{SECRET}</p>", keywords=(SECRET,))
    withdraw(city, address)
    page = city.browser().get(address, status=410)
    assert SECRET not in page
    assert "内部原因" not in page
    ways = {each["href"] for each in page.html.select("main a")}
    assert ways == {"/sites/fgw/", "/sites/fgw/sitemap", f"{SECTION}/"}
    assert page.html.select_one("main form[role=search] input[name=q]")
    assert city.browser().head(address, status=410).body == b""


def test_the_public_reads_what_the_office_has_to_say_about_it(city: World) -> None:
    address = city.publish(SECTION, title=SECRET)
    withdraw(city, address, notice="本文件已由新文件<b>替代</b>。")
    said = city.browser().get(address, status=410).html.select_one(".said")
    assert said.text == "本文件已由新文件<b>替代</b>。"
    release(city, address)
    withdraw(city, address)
    assert "替代" not in city.browser().get(address, status=410)


def test_nothing_lists_what_is_withdrawn(city: World) -> None:
    address = city.publish(SECTION, title=SECRET)
    withdraw(city, address)
    city.feed()
    browser = city.browser()
    for path in (f"{SECTION}/", "/sites/fgw/", "/sites/fgw/sitemap.xml", f"{SECTION}/feed.xml"):
        answer = browser.get(path)
        assert SECRET not in answer
        assert address.rpartition("/")[2] not in answer
    assert not feedparser.parse(browser.get("/sites/fgw/feed.xml").body).entries
    assert address not in browser.get("/search", {"q": SECRET})


def test_its_files_go_with_it_and_come_back(city: World, png: bytes) -> None:
    found = media(city, png)
    file, link, picture = (address for _oid, address in found)
    address = publish(city, found)
    browser = city.browser()
    withdraw(city, address)
    for each in (file, link, f"{picture}/small"):
        assert SECRET not in browser.get(each, status=410)
    release(city, address)
    for each, status in ((file, 200), (link, 303), (f"{picture}/small", 200)):
        browser.get(each, status=status)


def test_a_file_that_another_document_shows_stays(city: World, png: bytes) -> None:
    found = media(city, png)
    first, second = publish(city, found), publish(city, found, "另一篇")
    withdraw(city, first)
    city.browser().get(found[0][1], status=200)
    withdraw(city, second)
    city.browser().get(found[0][1], status=410)


def test_what_was_withdrawn_in_a_section_that_is_hidden_does_not_exist(city: World) -> None:
    hidden = "/sites/fgw/zwgk/fggw"
    address = city.publish(hidden, title=SECRET)
    withdraw(city, address)
    city.browser().get(address, status=410)
    with city.office.transaction() as (cluster, act):
        move_section(city.place(cluster, hidden), "hide", act)
    city.browser().get(address, status=404)


def test_a_draft_that_never_came_out_does_not_exist(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        draft = create_document(city.place(cluster, SECTION), {"title": SECRET, "body": ""}, act)
        name = draft.__name__
    city.browser().get(f"{SECTION}/{name}", status=404)


def test_staff_still_reads_what_is_withdrawn(city: World) -> None:
    address = city.publish(SECTION, title=SECRET)
    withdraw(city, address)
    assert SECRET in city.browser("reviewer").get(address, status=200)


def test_a_missing_page_offers_the_section_that_it_would_be_in(city: World) -> None:
    page = city.browser().get(f"{SECTION}/20200101-1", status=404)
    assert f"{SECTION}/" in {each["href"] for each in page.html.select("main a")}
    page = city.browser().get("/sites/fgw/nothing", status=404)
    assert {each["href"] for each in page.html.select("main a")} == {
        "/sites/fgw/",
        "/sites/fgw/sitemap",
    }


def test_addresses_that_lead_nowhere_are_noted_for_repair(
    city: World, caplog: pytest.LogCaptureFixture
) -> None:
    came_from = {"Referer": "https://user.example/page?name=secret#x"}
    with caplog.at_level(logging.INFO, "portal.missing"):
        city.browser().get(f"{SECTION}/gone", status=404, headers=came_from)
        city.browser().get("/%0Aforged%1b[31m%E4%B8%AD%e2%80%ae?q=4711", status=404)
        city.browser().get(f"/{'x' * 5_000}", status=404)
    first, second, third = [each.getMessage() for each in caplog.records]
    assert first == f"127.0.0.1 {SECTION}/gone from https://user.example/page"
    assert second == "127.0.0.1 /\\nforged\\x1b[31m中\\u202e from -"
    assert len(third) < 400


def test_a_browser_asks_again_for_what_was_gone_or_moved(city: World) -> None:
    gone, moved = (city.publish(SECTION, title=each) for each in ("甲", "乙"))
    withdraw(city, gone)
    with city.office.transaction() as (cluster, act):
        move_document(city.place(cluster, moved), city.place(cluster, "/sites/fgw/zwgk/gzdt"), act)
    for address, status in ((gone, 410), (moved, 301)):
        answer = city.browser().get(address, status=status)
        assert answer.headers["Cache-Control"] == "no-cache"
