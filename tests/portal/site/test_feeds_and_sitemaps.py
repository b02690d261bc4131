from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest

from portal.site import crawling
from portal.testing import World

FIRST = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def full(world: World) -> World:
    world.site("fgw", hosts=("fgw.shili.example",))
    for number in range(35):
        world.publish(
            "/sites/fgw/zwgk/tzgg",
            title=f"关于<b>第{number}号</b>工程 & 道路的通知",
            displayed_at=FIRST + timedelta(days=number),
        )
    world.publish("/sites/fgw/zwgk/gzdt", title="最新动态", displayed_at=FIRST + timedelta(days=99))
    return world


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml"])
def test_a_feed_has_the_newest_documents_of_the_site_first(full: World, name: str) -> None:
    feed = feedparser.parse(full.browser().get(f"/sites/fgw/{name}").body)
    assert not feed.bozo
    assert len(feed.entries) == 30
    assert feed.entries[0].title == "最新动态"
    assert feed.entries[1].title == "关于<b>第34号</b>工程 & 道路的通知"
    assert feed.entries[1].published_parsed[:5] == (2026, 4, 5, 1, 30)
    assert feed.entries[0].link.startswith("http://fgw.shili.example/zwgk/gzdt/2026")


def test_a_section_has_a_feed_of_its_own_that_its_page_names(full: World) -> None:
    page = full.browser().get("/sites/fgw/zwgk/tzgg/")
    address = page.lxml.xpath("//link[@type='application/atom+xml']/@href")[0]
    feed = feedparser.parse(full.browser().get(address).body)
    assert {entry.title[:5] for entry in feed.entries} == {"关于<b>"}
    assert feed.feed.link == "http://fgw.shili.example/zwgk/tzgg/"


def test_a_feed_without_documents_is_still_a_feed(world: World) -> None:
    home = world.site("new")
    feed = feedparser.parse(world.browser().get(f"{home}feed.xml").body)
    assert (feed.bozo, feed.entries) == (False, [])


def test_a_hidden_section_has_no_feed_for_the_public(full: World) -> None:
    with full.office.transaction() as (cluster, _act):
        full.place(cluster, "/sites/fgw/zwgk/tzgg").state = "hidden"
    full.browser().get("/sites/fgw/zwgk/tzgg/feed.xml", status=404)
    feed = feedparser.parse(full.browser().get("/sites/fgw/feed.xml").body)
    assert [entry.title for entry in feed.entries] == ["最新动态"]


def test_the_sitemap_lists_every_public_page_once(full: World) -> None:
    client = full.browser(host="fgw.shili.example")
    found = ET.fromstring(client.get("/sitemap.xml").body)
    addresses = [each.text or "" for each in found.iter(f"{SPACE}loc")]
    assert len(addresses) == len(set(addresses)) == 1 + 3 + 36
    for address in addresses:
        client.get(address.removeprefix("http://fgw.shili.example"), status=200)


def test_a_large_sitemap_comes_in_files(full: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawling, "ADDRESSES", 15)
    client = full.browser()
    index = ET.fromstring(client.get("/sites/fgw/sitemap.xml").body)
    files = [each.text or "" for each in index.iter(f"{SPACE}loc")]
    assert len(files) == 3
    pages = [client.get(f"/sites/fgw/sitemap.xml?{file.partition('?')[2]}").body for file in files]
    found = [each.text for page in pages for each in ET.fromstring(page).iter(f"{SPACE}loc")]
    assert len(found) == len(set(found)) == 40
    client.get("/sites/fgw/sitemap.xml?page=4", status=404)


def test_programs_are_told_where_they_may_go(full: World) -> None:
    lines = full.browser(host="fgw.shili.example").get("/robots.txt").text.splitlines()
    assert "Sitemap: http://fgw.shili.example/sitemap.xml" in lines
    assert "Disallow: /sign-in" in lines
    assert "Sitemap" not in full.browser().get("/robots.txt").text
