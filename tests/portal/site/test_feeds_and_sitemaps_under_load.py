"""Feed readers that come every second, and sites with a hundred thousand pages."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from itertools import count
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from portal.catalog.listing import Row
from portal.content.content import site_of
from portal.content.document.operations import (
    release_document,
    save_draft,
    withdraw_document,
)
from portal.content.section.operations import edit_section, move_section
from portal.site import feeds
from portal.site.crawling import ADDRESSES
from portal.site.operations import change_site
from portal.testing import World

SECTION = "zwgk/tzgg"
LARGE = f"/sites/fgw/{SECTION}"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ROWS = 100_000
numbers = count(1)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("feeds"))
    yield world
    world.close()


@pytest.fixture
def site(city: World) -> str:
    """The path of a site of its own, with one document."""
    path = city.site(f"s{next(numbers)}").rstrip("/")
    city.publish(f"{path}/{SECTION}", title="第一条")
    return path


def validators(world: World, path: str) -> dict[str, str]:
    answer = world.browser().get(path)
    assert answer.headers["Cache-Control"] == "no-cache"
    return {"If-None-Match": answer.headers["ETag"]}


@pytest.mark.parametrize("name", ["feed.xml", f"{SECTION}/feed.xml", f"{SECTION}/rss.xml"])
def test_a_reader_that_knows_the_feed_gets_no_feed(
    city: World, site: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = validators(city, f"{site}/{name}")
    monkeypatch.delattr(feeds, "_feed")  # whatever built a feed would fail
    answer = city.browser().get(f"{site}/{name}", headers=known, status=304)
    assert answer.body == b""
    assert answer.headers["ETag"] == known["If-None-Match"]
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_reader_that_only_knows_the_moment_gets_no_feed(city: World, site: str) -> None:
    path = f"{site}/feed.xml"
    moment = city.browser().get(path).headers["Last-Modified"]
    city.browser().get(path, headers={"If-Modified-Since": moment}, status=304)
    before = format_datetime(parsedate_to_datetime(moment) - timedelta(seconds=1), usegmt=True)
    city.browser().get(path, headers={"If-Modified-Since": before}, status=200)
    city.browser().get(path, headers={"If-Modified-Since": "tomorrow"}, status=200)


def renamed(section: Any, act: Any) -> None:
    document = section[next(iter(section.listing)).name]
    save_draft(document, {"title": "改了标题"}, act)
    release_document(document, act)


def withdrawn(section: Any, act: Any) -> None:
    withdraw_document(section[next(iter(section.listing)).name], act, reason="核实")


def hidden(section: Any, act: Any) -> None:
    move_section(section, "hide", act)


def retitled(section: Any, act: Any) -> None:
    edit_section(section, {"title": "通知"}, act)


def resettled(section: Any, act: Any) -> None:
    change_site(site_of(section), {"title": "新名称"}, act)


@pytest.mark.parametrize("change", [renamed, withdrawn, hidden, retitled, resettled])
def test_whatever_changes_a_feed_is_sent_at_once(city: World, site: str, change: Any) -> None:
    known = validators(city, f"{site}/feed.xml")
    with city.office.transaction() as (cluster, act):
        change(city.place(cluster, f"{site}/{SECTION}"), act)
    city.browser().get(f"{site}/feed.xml", headers=known, status=200)


def test_a_new_document_is_sent_at_once_even_if_it_shows_an_older_date(
    city: World, site: str
) -> None:
    known = validators(city, f"{site}/feed.xml")
    moment = datetime(2001, 1, 1, tzinfo=UTC)
    city.publish(f"{site}/{SECTION}", title="补登", displayed_at=moment)
    assert "补登" in city.browser().get(f"{site}/feed.xml", headers=known, status=200)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A section with a hundred thousand rows over twenty years; only its lists are looked at."""
    world = World.make(tmp_path_factory.mktemp("large"))
    world.site("fgw")
    begin = datetime(2006, 1, 1, tzinfo=UTC)
    with world.office.transaction() as (cluster, _act):
        listing = world.place(cluster, LARGE).listing
        for number in range(ROWS):
            moment = begin + timedelta(hours=1.75 * number)
            listing.put(Row(number + 1, f"n{number}", f"第{number}号", moment))
    yield world
    world.close()


def cpu(world: World, path: str) -> float:
    """Return the least seconds of processor time that `path` took in five requests."""
    times = []
    for _round in range(5):
        begin = time.thread_time()
        world.browser().get(path)
        times.append(time.thread_time() - begin)
    return min(times)


def test_a_page_far_down_costs_what_the_first_one_does(large: World) -> None:
    page = large.browser().get(f"{LARGE}/?page=5000")
    titles = [each.text for each in page.html.select("ul.items a")]
    assert titles == [f"第{number}号" for number in range(19, -1, -1)]
    assert page.html.select_one(".pages [aria-current]").text == "5000"
    middle = large.browser().get(f"{LARGE}/?page=2500").html.select("ul.items a")
    assert middle[0].text == f"第{ROWS - 1 - 2499 * 20}号"
    assert cpu(large, f"{LARGE}/?page=5000") < 3 * cpu(large, f"{LARGE}/?page=2")


def test_the_last_page_can_be_reached_and_nothing_lies_behind_it(large: World) -> None:
    first = large.browser().get(f"{LARGE}/")
    assert first.html.select(".pages ol a")[-1]["href"].endswith("?page=5000")
    beyond = large.browser().get(f"{LARGE}/?page=999999999")
    assert beyond.html.select_one(".pages [aria-current]").text == "5000"


def test_a_sitemap_of_a_hundred_thousand_pages_is_complete_and_each_file_is_quick(
    large: World,
) -> None:
    path = "/sites/fgw/sitemap.xml"
    index = ET.fromstring(large.browser().get(path).body)
    files = [each.text or "" for each in index.iter(f"{SPACE}loc")]
    assert len(files) == -(-ROWS // ADDRESSES) + 1
    found: list[str] = []
    for file in files:
        body = large.browser().get(f"{path}?{file.partition('?')[2]}").body
        assert len(body) < 2_000_000
        found += [each.text or "" for each in ET.fromstring(body).iter(f"{SPACE}loc")]
    assert len(found) == len(set(found)) == ROWS + 3
    assert cpu(large, f"{path}?page=9") < 1
    assert cpu(large, path) < 0.1
    large.browser().get(f"{path}?page={len(files) + 1}", status=404)
