"""What the page of a document offers beside its text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from portal.content.document.operations import release_document, save_draft, withdraw_document
from portal.content.file.operations import add_file, release_media
from portal.content.image.operations import add_image
from portal.content.qrcode import LONGEST, qr_code
from portal.content.section.operations import move_section
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
hours = count(1)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("document-page"))
    world.site("fgw", hosts=("fgw.example.gov.cn",))
    world.site("jyj")
    yield world
    world.close()


def publish(city: World, title: str, keywords: str, section: str = SECTION) -> str:
    """Release a document that is newer than those before it."""
    moment = FIRST + timedelta(hours=next(hours))
    words = tuple(keywords.split())
    return city.publish(section, title=title, keywords=words, displayed_at=moment)


def related(city: World, address: str) -> list[str]:
    page = city.browser().get(address)
    return [each.text for each in page.html.select(".related .items a")]


def test_related_documents_share_keywords_and_are_newest_first(city: World) -> None:
    shown = publish(city, "医保办法", "医保 异地结算")
    publish(city, "医保问答", "医保", "/sites/fgw/zwgk/gzdt")
    publish(city, "医保图解", "医保 图解")
    publish(city, "教育局的医保", "医保", "/sites/jyj/zwgk/tzgg")
    publish(city, "道路", "交通")
    assert related(city, shown) == ["医保图解", "医保问答"]


def test_without_shared_keywords_nothing_is_said_of_related_documents(city: World) -> None:
    for words in ("独一无二", ""):
        page = city.browser().get(publish(city, f"没有相关{words}", words))
        assert not page.html.select(".related")


def test_at_most_five_related_documents_are_shown(city: World) -> None:
    shown = publish(city, "供水一", "供水")
    for number in range(7):
        publish(city, f"供水{number}", "供水")
    assert related(city, shown) == [f"供水{number}" for number in (6, 5, 4, 3, 2)]


def test_what_the_public_may_not_see_is_not_related(city: World) -> None:
    shown = publish(city, "公园", "绿化")
    gone = publish(city, "撤下的绿化", "绿化")
    publish(city, "隐藏的绿化", "绿化", "/sites/fgw/zwgk/fggw")
    assert len(related(city, shown)) == 2
    with city.office.transaction() as (cluster, act):
        withdraw_document(city.place(cluster, gone), act, reason="核实")
        move_section(city.place(cluster, "/sites/fgw/zwgk/fggw"), "hide", act)
    assert related(city, shown) == []
    with city.office.transaction() as (cluster, act):
        release_document(city.place(cluster, gone), act)
    assert related(city, shown) == ["撤下的绿化"]


def test_changed_keywords_count_from_the_release_on(city: World) -> None:
    shown, other = publish(city, "供暖", "供暖"), publish(city, "换主题", "燃气")
    with city.office.transaction() as (cluster, act):
        save_draft(city.place(cluster, other), {"keywords": ("供暖",)}, act)
    assert related(city, shown) == []
    with city.office.transaction() as (cluster, act):
        release_document(city.place(cluster, other), act)
    assert related(city, shown) == ["换主题"]
    assert related(city, publish(city, "燃气", "燃气")) == []


def test_the_page_has_its_main_address_as_a_code_that_is_named(city: World) -> None:
    address = publish(city, "二维码", "").replace("/sites/fgw", "")
    page = city.browser(host="fgw.example.gov.cn").get(address)
    code = page.html.select_one("details.phone [role=img]")
    assert code["aria-label"]
    assert "http://fgw.example.gov.cn" in page.html.select_one("footer.paper").text
    assert code.find("path")["d"] in qr_code(f"http://fgw.example.gov.cn{address}")
    assert not page.html.find_all(style=True)


def test_codes_of_different_addresses_differ_and_a_long_one_is_left_out() -> None:
    assert qr_code("https://a.example/1") != qr_code("https://a.example/2")
    assert qr_code(f"https://a.example/{'x' * LONGEST}") == ""


def test_printing_is_offered_only_where_a_script_can_do_it(city: World) -> None:
    page = city.browser().get(publish(city, "打印", ""))
    assert page.html.select_one("button.print").has_attr("hidden")
    scripts = [each["src"] for each in page.html.find_all("script")]
    assert [each.partition("?")[0] for each in scripts] == ["/static/print.js"]
    assert city.browser().get(scripts[0]).content_type in {
        "text/javascript",
        "application/javascript",
    }
    sheet = page.html.select_one("link[media=print]")["href"]
    assert "@page" in city.browser().get(sheet).text


def test_links_to_strangers_keep_their_address_for_paper(city: World) -> None:
    body = '<p><a href="https://news.example/x?a=1&amp;b=2">新闻</a></p>'
    link = city.browser().get(city.publish(SECTION, body=body)).html.select_one(".prose a")
    assert link["data-address"] == "https://news.example/x?a=1&b=2"
    assert link["href"].startswith("/leave?")


def test_the_tags_name_the_address_and_the_lead_picture(city: World, png: bytes) -> None:
    with city.office.transaction() as (cluster, act):
        data: Any = {"title": "p", "file_name": "p.png", "alternative": "题图"}
        picture = add_image(cluster["sites"]["fgw"]["media"], data, png, act)
        release_media(picture, act)
        oid, name = picture.oid, picture.__name__
    address = city.publish(SECTION, lead_picture=oid)
    page = city.browser().get(address)
    tags = {tag["name"]: tag["content"] for tag in page.html.select("meta[name]")}
    local = address.replace("/sites/fgw", "")
    assert tags["Url"] == f"http://fgw.example.gov.cn{local}"
    assert tags["Image"] == f"http://fgw.example.gov.cn/media/{name}/large"
    assert "Image" not in city.browser().get(city.publish(SECTION))


def test_attachments_are_printed_with_their_addresses(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        data: Any = {"title": "申请表", "file_name": "a.txt"}
        file = add_file(cluster["sites"]["fgw"]["media"], data, b"text", act)
        release_media(file, act)
        oid, name = file.oid, file.__name__
    page = city.browser().get(city.publish(SECTION, attachments=(oid,)))
    shown = page.html.select_one(".attachments .paper")
    assert shown.text == f"http://127.0.0.1/sites/fgw/media/{name}"
