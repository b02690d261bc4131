"""A home page is arranged of blocks."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import colander
import PIL.Image
import pytest
from sqlalchemy import select

from portal.addon.declaration import AddOn
from portal.content.body.operations import add_body, add_leader
from portal.content.file.operations import release_media
from portal.content.image.operations import add_image
from portal.content.section.operations import move_section
from portal.errors import Refusal
from portal.i18n import _
from portal.ledger.tables import AuditEntry
from portal.site.blocks.core import BLOCK_TYPES, FINDER
from portal.site.blocks.declaration import BlockType, block_types
from portal.site.blocks.operations import BLOCKS_MAX, arrange_blocks
from portal.site.blocks.schema import BlockSchema
from portal.testing import World

NOTICES = "/sites/fgw/zwgk/tzgg"
FOREIGN = "/sites/jyj/zwgk/tzgg"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("blocks"))
    world.site("fgw", owner="fgw", short_title="市发改委")
    world.site("jyj", short_title="市教育局")
    for number in range(1, 4):
        shown_at = datetime(2026, 3, number, tzinfo=UTC)
        world.publish(NOTICES, title=f"关于节水的通知{number}", displayed_at=shown_at)
    world.publish("/sites/fgw/zwgk/zcjd", title="读懂节水办法")
    world.publish("/sites/fgw/zwgk/ztzl", title="专题：节水", summary="节约用水")
    world.publish("/sites/jyj/zwgk/tzgg", title="教育通知")
    world.publish("/sites/fgw/zwgk/gzdt", title="新闻有图", lead_picture=picture(world, "fgw"))
    world.publish("/sites/fgw/zwgk/gzdt", title="新闻无图")
    data: Any = {"title": "示例市发展和改革委员会", "address": "江畔路2号", "phone": "0999-5550024"}
    with world.office.transaction() as (cluster, act):
        body = add_body(cluster["bodies"], "fgw", data, act)
        person: Any = {"title": "唐海棠", "post": "主任"}
        add_leader(body, person, act)
    yield world
    world.close()


def picture(world: World, site: str) -> int:
    held = io.BytesIO()
    PIL.Image.new("RGB", (64, 36), "teal").save(held, "PNG")
    data: Any = {"title": "桥", "file_name": "b.png", "alternative": "一座桥"}
    with world.office.transaction() as (cluster, act):
        image = add_image(cluster["sites"][site]["media"], data, held.getvalue(), act)
        release_media(image, act)
        oid: int = image.oid
    return oid


def section(world: World, path: str) -> int:
    with world.office.transaction() as (cluster, _act):
        oid: int = world.place(cluster, path).oid
    return oid


def arrange(world: World, *blocks: tuple[str, dict[str, Any]], site: str = "fgw") -> Any:
    """Arrange a home page and return it."""
    types = block_types(world.office.registry)
    with world.office.transaction() as (cluster, act):
        arrange_blocks(cluster["sites"][site], blocks, types, act)
    return world.browser().get(f"/sites/{site}/").html


def texts(page: Any, path: str) -> list[str]:
    return [" ".join(each.get_text(" ").split()) for each in page.select(f".arranged {path}")]


def test_without_an_arrangement_a_home_page_looks_as_is_usual(city: World) -> None:
    page = arrange(city)
    assert texts(page, ".lead h3") == ["新闻有图"]
    assert "通知公告" in texts(page, ".blocks h2")
    assert not page.select(".sites")


def test_a_home_page_shows_its_blocks_in_their_order(city: World) -> None:
    newest = ("portal.newest", {"section": section(city, NOTICES), "count": 2})
    page = arrange(city, ("portal.finder", {"title": "找一找", "words": ["节水"]}), newest)
    assert texts(page, "h2") == ["找一找", "通知公告"]
    assert texts(page, ".items a") == ["关于节水的通知3", "关于节水的通知2"]
    assert not page.select(".brand .search")
    assert page.select_one(".arranged .hot a")["href"] == "/sites/fgw/search?q=%E8%8A%82%E6%B0%B4"
    assert [each["data-width"] for each in page.select(".arranged > div")] == ["wide", "half"]


def test_a_site_gives_a_block_another_heading_and_another_width(city: World) -> None:
    options = {"section": section(city, NOTICES), "title": "最新通知", "width": "third"}
    page = arrange(city, ("portal.newest", options))
    assert texts(page, "h2") == ["最新通知"]
    assert page.select_one(".arranged > div")["data-width"] == "third"


def test_a_block_with_nothing_to_show_is_not_shown(city: World) -> None:
    empty = section(city, "/sites/fgw/hdjl/yjzj")
    blocks = [("portal.newest", {"section": empty}), ("portal.topics", {"section": empty})]
    blocks += [("portal.notice", {"section": empty}), ("portal.group", {"sections": [empty]})]
    blocks += [("portal.entries", {"entries": [{"section": empty}]})]
    page = arrange(city, *blocks)
    assert not page.select(".arranged")
    assert page.select(".home > .empty")


def test_a_block_of_a_section_that_is_hidden_later_vanishes(city: World) -> None:
    oid = section(city, "/sites/fgw/zwgk/zcjd")
    assert texts(arrange(city, ("portal.newest", {"section": oid})), "h2") == ["政策解读"]
    for step, shown in (("hide", 0), ("show", 1)):
        with city.office.transaction() as (cluster, act):
            move_section(cluster["sites"]["fgw"]["zwgk"]["zcjd"], step, act)
        assert len(city.browser().get("/sites/fgw/").html.select(".arranged")) == shown


def test_headlines_stand_beside_a_large_picture_without_repeating_it(city: World) -> None:
    news = section(city, "/sites/fgw/zwgk/gzdt")
    page = arrange(city, ("portal.leads", {"section": news}))
    assert texts(page, ".card h3") == ["新闻有图"]
    assert texts(page, ".beside .items a") == ["新闻无图"]
    assert page.select_one(".card img")["alt"] == "一座桥"


def test_a_group_shows_its_sections_side_by_side(city: World) -> None:
    paths = (NOTICES, "/sites/fgw/zwgk/zcjd", "/sites/fgw/hdjl/yjzj")
    sections = [section(city, path) for path in paths]
    page = arrange(city, ("portal.group", {"title": "政策", "sections": sections, "count": 1}))
    assert texts(page, "h3") == ["通知公告", "政策解读"]
    assert texts(page, ".items a") == ["关于节水的通知3", "读懂节水办法"]


def test_entries_lead_to_sections_to_pages_of_the_site_and_past_a_question_to_others(
    city: World,
) -> None:
    entries = [
        {"section": section(city, NOTICES), "label": "告"},
        {"title": "站内搜索", "address": "search"},
        {"title": "国务院", "address": "https://www.gov.cn/"},
        {"title": "别处", "address": "https://example.org/"},
    ]
    page = arrange(city, ("portal.entries", {"entries": entries}))
    links = [each["href"] for each in page.select(".entries a")]
    assert links[:3] == ["/sites/fgw/zwgk/tzgg/", "/sites/fgw/search", "https://www.gov.cn/"]
    assert links[3].startswith("/leave?to=https%3A%2F%2Fexample.org%2F")
    assert texts(page, ".seal") == ["告", "站", "国", "别"]


def test_leaders_and_the_office_come_from_the_directory_of_bodies(city: World) -> None:
    page = arrange(city, ("portal.leaders", {}), ("portal.contact", {}))
    assert texts(page, ".heads li") == ["唐海棠 主任"]
    assert texts(page, ".contact dd") == ["江畔路2号", "0999-5550024"]
    assert not arrange(city, ("portal.contact", {}), site="jyj").select(".arranged")


def test_a_notice_is_shown_until_its_last_day(city: World) -> None:
    notices = section(city, NOTICES)
    kept = {"text": "今日停水", "until": "2999-01-01", "address": "zwgk/"}
    page = arrange(city, ("portal.notice", {**kept, "section": notices}))
    assert texts(page, ".notice-bar p") == ["今日停水"]
    assert page.select_one(".notice-bar a")["href"] == "/sites/fgw/zwgk/"
    past = {"text": "昨日停水", "until": "2020-01-01", "section": notices}
    assert texts(arrange(city, ("portal.notice", past)), ".notice-bar p") == ["关于节水的通知3"]


def test_topics_are_cards(city: World) -> None:
    topics = section(city, "/sites/fgw/zwgk/ztzl")
    assert texts(arrange(city, ("portal.topics", {"section": topics})), "h3") == ["专题：节水"]
    whole = section(city, "/sites/fgw/zwgk")
    page = arrange(city, ("portal.topics", {"section": whole, "count": 8}))
    assert "工作动态" in texts(page, "h3")
    assert page.select_one(".topics img")["src"].endswith("/small")


def test_free_text_is_cleaned_before_it_is_kept(city: World) -> None:
    page = arrange(city, ("portal.text", {"html": "<p onclick=x()>说明<script>x</script></p>"}))
    assert page.select_one(".arranged .prose").decode_contents() == "<p>说明</p>"


def test_the_other_sites_stand_under_their_classes(city: World) -> None:
    page = arrange(city, ("portal.sites", {}))
    assert texts(page, ".sites li a") == ["市教育局"]
    assert page.select_one(".sites header a")["href"] == "/sites/fgw/bodies"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("portal.newest", lambda oid: {"section": oid}),
        ("portal.leads", lambda oid: {"section": oid}),
        ("portal.notice", lambda oid: {"section": oid}),
        ("portal.topics", lambda oid: {"section": oid}),
        ("portal.group", lambda oid: {"sections": [oid]}),
        ("portal.entries", lambda oid: {"entries": [{"section": oid}]}),
    ],
)
def test_a_section_of_another_site_is_refused(city: World, name: str, options: Any) -> None:
    with pytest.raises(colander.Invalid):
        arrange(city, (name, options(section(city, FOREIGN))))


def test_a_section_that_is_moved_away_later_is_not_shown(city: World) -> None:
    with city.office.transaction() as (cluster, _act):
        foreign = cluster["sites"]["jyj"]["zwgk"]["tzgg"].oid
        cluster["sites"]["fgw"].blocks = (("portal.newest", {"section": foreign}),)
    assert "教育通知" not in city.browser().get("/sites/fgw/").text


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("portal.newest", {}),
        ("portal.newest", {"section": "x"}),
        ("portal.leads", {"count": 0}),
        ("portal.leads", {"width": "huge"}),
        ("portal.leaders", {"colour": "red"}),
        ("portal.notice", {}),
        ("portal.text", {"html": ""}),
        ("portal.entries", {"entries": [{"title": "无处"}]}),
        ("portal.entries", {"entries": [{"title": "坏", "address": "javascript:alert(1)"}]}),
        ("portal.entries", {"entries": [{"title": "坏", "address": "//example.org/"}]}),
        ("portal.finder", {"words": ["词"] * 11}),
    ],
)
def test_options_that_are_wrong_are_told(city: World, name: str, options: dict[str, Any]) -> None:
    with pytest.raises(colander.Invalid):
        arrange(city, (name, options))


def test_an_unknown_block_and_too_many_blocks_are_refused(city: World) -> None:
    with pytest.raises(Refusal):
        arrange(city, ("portal.nothing", {}))
    with pytest.raises(Refusal):
        arrange(city, *[("portal.finder", {})] * (BLOCKS_MAX + 1))


def test_an_arrangement_leaves_an_audit_entry(city: World) -> None:
    arrange(city, ("portal.finder", {}), ("portal.contact", {}))
    with city.office.ledger.engine.connect() as ledger:
        table = AuditEntry.__table__
        wanted = select(table.c.detail).where(table.c.action == "site.home_arranged")
        details = ledger.scalars(wanted.order_by(table.c.id)).all()
    assert json.loads(details[-1])["blocks"] == ["portal.finder", "portal.contact"]


def test_a_block_of_an_addon_is_there_only_where_the_addon_is_enabled(city: World) -> None:
    weather = BlockType(
        name="weather.today",
        title=_("Search"),
        schema=BlockSchema,
        show=lambda _site, _options, _request: FINDER.show(_site, {"words": ["晴"]}, _request),
        template=FINDER.template,
        macro="finder",
    )
    addon = AddOn(name="weather", title=_("Search"), package="portal.act", blocks=(weather,))
    types = {kind.name: kind for kind in addon.blocks}
    block_types(city.office.registry).update(types)
    with pytest.raises(Refusal):
        arrange(city, ("weather.today", {}))
    with city.office.transaction() as (cluster, _act):
        cluster["sites"]["fgw"].addons = ("weather",)
    assert texts(arrange(city, ("weather.today", {})), ".hot a") == ["晴"]
    with city.office.transaction() as (cluster, _act):
        cluster["sites"]["fgw"].addons = ()
    assert not city.browser().get("/sites/fgw/").html.select(".arranged")


def test_every_block_of_the_core_is_registered(city: World) -> None:
    assert set(block_types(city.office.registry)) >= {kind.name for kind in BLOCK_TYPES}
