"""The search page: finding, narrowing, and ways on when nothing is found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from portal.command.demo.files import docx_file, pdf_file
from portal.content.document.operations import withdraw_document
from portal.content.file.operations import add_file, release_media
from portal.content.section.operations import edit_section
from portal.site.operations import move_site
from portal.site.searchwords.operations import promote
from portal.testing import World

FGW, JYJ = "/sites/fgw/", "/sites/jyj/"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("searching"))
    with world.office.transaction() as (cluster, _act):
        cluster.synonyms = ()  # so that words find what holds them
    world.site("fgw", short_title="市发改委")
    world.site("jyj", short_title="市教育局")
    for year in (2012, 2013, *range(2015, 2027)):
        shown_at = datetime(year, 3, 2, tzinfo=UTC)
        world.publish(f"{FGW}zwgk/tzgg", title=f"水费通知{year}", displayed_at=shown_at)
    world.publish(
        f"{JYJ}zwgk/tzgg", title="学校水费减免办法", displayed_at=datetime(2020, 1, 1, tzinfo=UTC)
    )
    world.publish(f"{JYJ}zwgk/tzgg", title="居住证办理指南", keywords=("居住证",))
    attach(world, "附件一.pdf", pdf_file("收费标准", ["前言" * 9_000, "二次供水设施改造"]))
    attach(world, "附件二.docx", docx_file("表", ["阶梯气价听证方案，委托代理人"]))
    attach(world, "附件三.txt", "集中供暖补贴".encode("gb18030"))
    attach(world, "未发布.txt", "尚未公开的内容".encode(), released=False)
    world.feed()
    yield world
    world.close()


def attach(world: World, name: str, content: bytes, *, released: bool = True) -> None:
    with world.office.transaction() as (cluster, act):
        file = add_file(
            cluster["sites"]["fgw"]["media"], {"title": name, "file_name": name}, content, act
        )
        if released:
            release_media(file, act)
        oid = file.oid
    body = "<p>可以委托办理，不代理。</p>"
    world.publish(f"{FGW}zwgk/gzdt", title=f"稿件带{name}", body=body, attachments=(oid,))


def ask(city: World, place: str = "/", **parameters: str) -> Any:
    return city.browser().get(f"{place}search?{urlencode(parameters)}")


def titles(page: Any) -> list[str]:
    return [each.get_text() for each in page.html.select(".results:not(.recommended) h2 a")]


def facet(page: Any, number: int) -> dict[str, str]:
    """Return the choices of a facet, each with its count."""
    links = page.html.select(".beside .facets section")[number].select("a")
    return {each.span.get_text(): each.small.get_text() for each in links}


def follow(page: Any, selector: str) -> Any:
    return page.goto(page.html.select_one(selector)["href"])


def asked(page: Any) -> dict[str, str]:
    return {name: value[0] for name, value in parse_qs(urlsplit(page.request.url).query).items()}


def test_hits_of_all_sites_are_counted_by_site_kind_and_year(city: World) -> None:
    page = ask(city, q="水费")
    assert facet(page, 0) == {"市发改委": "14", "市教育局": "1"}
    assert list(facet(page, 1).values()) == [*["1"] * 6, "2", *["1"] * 3, "4"]


def test_a_year_at_the_end_of_the_list_stands_for_those_before(city: World) -> None:
    page = ask(city, FGW, q="水费")
    older = page.html.select(".beside a")[-1]
    page = page.goto(older["href"])
    assert asked(page)["year"] == "-2016"
    assert titles(page) == [f"水费通知{year}" for year in (2016, 2015, 2013, 2012)]


def test_a_narrowed_search_stays_so_when_it_is_sorted_and_can_be_widened(city: World) -> None:
    page = ask(city, q="水费", year="2020", site="fgw")
    assert titles(page) == ["水费通知2020"]
    page = follow(page, ".choices nav:last-child a:not([aria-current])")
    assert (asked(page)["year"], asked(page)["site"], asked(page)["sort"]) == (
        "2020",
        "fgw",
        "date",
    )
    page = follow(page, ".chosen li:last-child a")
    assert "year" not in asked(page)
    page = follow(page, ".chosen a")
    assert len(titles(page)) == 15


def test_a_narrowed_search_stays_so_on_the_next_page(city: World) -> None:
    for number in range(25):
        city.publish(f"{JYJ}zwgk/gzdt", title=f"翻页测试{number}")
    city.feed()
    page = ask(city, q="翻页测试", site="jyj")
    page = follow(page, ".pages .step")
    assert (asked(page)["page"], asked(page)["site"], len(titles(page))) == ("2", "jyj", 5)


def test_a_search_of_one_site_is_not_narrowed_by_another(city: World) -> None:
    page = ask(city, JYJ, q="水费", site="fgw")
    assert titles(page) == ["学校水费减免办法"]


def test_a_narrowed_search_without_hits_offers_to_be_widened(city: World) -> None:
    page = ask(city, q="水费", kind="faq", year="2020")
    assert titles(page) == []
    assert len(titles(follow(page, ".empty a"))) == 15


def test_each_result_says_what_it_is_and_where(city: World) -> None:
    page = ask(city, q="学校水费减免")
    origin = page.html.select_one(".results .origin")
    section = city_section_title(city)
    assert origin.select_one("span:last-child").get_text() == f"Site jyj › {section}"
    assert origin.time.get_text().startswith("2020-01-01")
    assert origin.select_one(".sort").get_text()


def city_section_title(city: World) -> str:
    with city.office.transaction() as (cluster, _act):
        return str(city.place(cluster, f"{JYJ}zwgk/tzgg").title)


@pytest.mark.parametrize(
    ("words", "file"),
    [
        ("二次供水设施改造", "附件一.pdf"),
        ("阶梯气价听证", "附件二.docx"),
        ("委托代理人", "附件二.docx"),
        ("集中供暖补贴", "附件三.txt"),
    ],
)
def test_a_word_that_only_an_attachment_holds_finds_its_document(
    city: World, words: str, file: str
) -> None:
    page = ask(city, q=words)
    assert titles(page) == [f"稿件带{file}"]
    assert page.html.select_one(".source b").get_text() == file
    assert page.html.select_one(".results p mark").get_text() in words


def test_a_synonym_finds_and_is_marked(city: World) -> None:
    with city.office.transaction() as (cluster, _act):
        cluster.synonyms = (("上户口", "出生登记"),)
    city.publish(f"{JYJ}zwgk/tzgg", title="新生儿出生登记", body="<p>办理出生登记的材料</p>")
    city.feed()
    page = ask(city, q="上户口")
    assert titles(page) == ["新生儿出生登记"]
    assert "".join(each.get_text() for each in page.html.select(".results p mark")) == "出生登记"
    with city.office.transaction() as (cluster, _act):
        cluster.synonyms = ()


def test_an_attachment_is_found_as_long_as_its_document_is_public(city: World) -> None:
    assert titles(ask(city, q="尚未公开的内容")) == ["稿件带未发布.txt"]
    with city.office.transaction() as (cluster, act):
        section = city.place(cluster, f"{FGW}zwgk/gzdt")
        (document,) = (
            each for each in section.values() if getattr(each, "title", "") == "稿件带未发布.txt"
        )
        withdraw_document(document, act, reason="试验")
    city.feed()
    assert titles(ask(city, q="尚未公开的内容")) == []


def test_no_page_reads_an_attachment_itself(city: World) -> None:
    extracts = city.office.settings.copies_folder / "extracts"
    kept = {each: each.read_bytes() for each in extracts.rglob("*.txt")}
    for each in kept:
        each.unlink()
    page = ask(city, q="阶梯气价听证")
    assert (titles(page), page.html.select(".source")) == (["稿件带附件二.docx"], [])
    assert not list(extracts.rglob("*.txt"))
    for each, content in kept.items():
        each.write_bytes(content)


def test_a_slip_is_answered_with_better_words_that_find_something(city: World) -> None:
    for slip in ("居助证", "juzhuzheng"):
        page = ask(city, q=slip)
        assert page.html.select_one(".guess a").get_text() == "居住证"
        assert titles(follow(page, ".guess a")) == ["居住证办理指南"]


def test_no_better_words_are_offered_that_find_nothing_on_this_site(city: World) -> None:
    assert not ask(city, FGW, q="juzhuzheng").html.select(".guess")


def test_who_finds_nothing_on_a_site_is_led_to_all_sites(city: World) -> None:
    page = ask(city, FGW, q="居住证")
    assert titles(page.goto(page.html.select_one(".empty a")["href"])) == ["居住证办理指南"]


def test_a_page_that_the_office_recommends_stands_above_the_results_once(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        section = city.place(cluster, f"{FGW}zwgk/tzgg")
        promote(cluster, "水费", section["20200302-1"], act)
    page = ask(city, q="水费 ")
    above = page.html.select(".recommended h2 a")
    assert [each.get_text() for each in above] == ["水费通知2020"]
    assert len(titles(page)) == 14
    assert not ask(city, q="水费", year="2021").html.select(".recommended")
    with city.office.transaction() as (cluster, act):
        cluster.promoted = ()


@pytest.mark.parametrize(
    "parameters",
    [
        {"site": "../", "kind": "<script>", "year": "99999999999", "page": "1e9"},
        {"site": "fgw/../jyj", "kind": "policy\x00", "year": "２０２６", "page": "-1"},
        {"site": "/" * 5_000, "kind": "K" * 5_000, "year": "-", "page": "9" * 400},
        {"site": "fgw/media", "year": "20261", "sort": "';--", "scope": "x\x00"},
        {"site": "fgw/zwgk", "kind": "../../etc", "year": "0000", "page": "0"},
    ],
)
def test_what_an_address_says_amiss_is_as_if_it_were_not_there(
    city: World, parameters: dict[str, str]
) -> None:
    encoded = urlencode({"q": "水费", **parameters})
    page = city.browser().get(f"/search?{encoded}")
    assert len(titles(page)) == 15
    assert "<script>" not in page


def test_a_page_after_the_last_one_leads_back(city: World) -> None:
    page = ask(city, q="水费", page="40")
    assert (titles(page), page.html.select(".guess")) == ([], [])
    assert page.status_int == 200


def test_a_site_that_is_closed_is_no_way_to_narrow(city: World) -> None:
    city.site("jt")
    city.publish("/sites/jt/zwgk/tzgg", title="停运站点水费")
    with city.office.transaction() as (cluster, act):
        move_site(cluster["sites"]["jt"], "close", act)
    page = ask(city, q="水费", site="jt")
    assert len(titles(page)) == 15


def test_documents_follow_their_section_when_its_kind_changes(city: World) -> None:
    city.publish(f"{JYJ}zwgk/gzdt", title="机动车停放收费")
    city.feed()
    assert titles(ask(city, q="机动车停放收费", kind="faq")) == []
    with city.office.transaction() as (cluster, act):
        edit_section(city.place(cluster, f"{JYJ}zwgk/gzdt"), {"kind": "faq"}, act)
    city.feed()
    assert titles(ask(city, q="机动车停放收费", kind="faq")) == ["机动车停放收费"]


def test_the_words_stay_in_the_field_and_the_scope_in_the_form(city: World) -> None:
    page = ask(city, FGW, q='水费 "通知"', scope="cluster")
    form = page.html.select_one(".finder form")
    values = {each["name"]: each["value"] for each in form.select("input")}
    assert values == {"q": '水费 "通知"', "scope": "cluster"}
