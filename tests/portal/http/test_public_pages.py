"""Public pages under every kind of address: the right status, never a defect."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg/"
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~，。、；：？！“”‘’（）《》〔〕【】…—·～￥"
MOMENT = re.compile(r"20\d\d-[01]\d-[0-3]\d [0-2]\d:[0-5]\d")
STRANGE_PAGES = [
    "-1",
    "0",
    "1e9",
    "abc",
    "９",
    "²",
    "1" + "0" * 30,
    "99999999",
    "1.5",
    " 1",
    "+1",
    "",
    "١",
    "0x1",
    "\0",
    "1\n",
]


@pytest.fixture(autouse=True)
def no_defects(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.WARNING):
        yield
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


@pytest.fixture(scope="module")
def naughty(shared_data: Path) -> list[str]:
    return list(json.loads((shared_data / "naughty_strings.json").read_text("utf-8")))


def clean(response: Any, statuses: tuple[int, ...] = (200,)) -> Any:
    assert response.status_int in statuses, response.request.path_qs[:200]
    return response


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/sites/main/", 200),
        ("/sites/fgw/", 200),
        ("/sites/fgw", 200),
        (SECTION, 200),
        (SECTION.rstrip("/"), 200),
        ("/sites/fgw/zwgk/", 200),
        ("/sites/fgw/zwgk/gzdt/", 200),
        ("/sites/fgw/search", 200),
        ("/sites/fgw/search?q=通知", 200),
        ("/search?q=通知", 200),
        ("/sites/fgw/sitemap", 200),
        ("/sign-in", 200),
        ("/sites/fgw/sign-in", 200),
        ("/static/portal.css", 200),
        ("/static/favicon.svg", 200),
        ("/account", 303),
        ("/sites/", 303),
        ("/sitemap", 404),
        ("/nothing", 404),
        ("/people", 404),
        ("/people/administrator", 404),
        ("/sites/nothing/", 404),
        ("/sites/fgw/media/", 404),
        ("/sites/fgw/media/nothing", 404),
        (SECTION + "nothing", 404),
        (SECTION + "search", 404),
        (SECTION + "account", 404),
        ("/sign-out", 404),
        ("/static/nothing", 404),
        ("/static/", 404),
        ("/__objectmap__", 404),
        ("/catalog", 404),
        ("/@@search", 200),
        ("/@@", 200),
    ],
)
def test_every_address_has_its_status(city: World, path: str, status: int) -> None:
    response = city.browser().get(quote(path, safe="/?=@&"), expect_errors=True)
    assert response.status_int == status


@pytest.mark.parametrize(
    "path", ["/", "/sites/fgw/", SECTION, "/sites/fgw/search?q=a", "/static/portal.css", "/sign-in"]
)
def test_a_head_is_a_page_without_its_body(city: World, path: str) -> None:
    head, page = city.browser().head(path), city.browser().get(path)
    assert head.body == b""
    assert head.content_type == page.content_type
    assert head.status_int == 200


@pytest.mark.parametrize("number", STRANGE_PAGES)
def test_a_strange_page_number_shows_a_page_that_exists(city: World, number: str) -> None:
    page = clean(city.browser().get(SECTION, {"page": number}))
    assert page.html.select("ul.items li")
    clean(city.browser().get("/search", {"q": "通知", "page": number}))


def test_pages_hold_every_document_once(city: World) -> None:
    found: list[str] = []
    for number in (1, 2, 3):
        page = city.browser().get(SECTION, {"page": str(number)})
        found += [link["href"] for link in page.html.select("ul.items a")]
    assert len(found) == len(set(found)) == 45


def test_a_number_behind_the_last_page_shows_the_last(city: World) -> None:
    pages = [
        city.browser().get(SECTION, {"page": number}).html.select("ul.items a")
        for number in ("3", "999")
    ]
    assert [link["href"] for link in pages[0]] == [link["href"] for link in pages[1]]


@pytest.mark.parametrize(
    "query",
    [
        "a" * 10_000,
        "通" * 10_000,
        PUNCTUATION,
        *PUNCTUATION,
        '"',
        '""',
        '"通知',
        "AND",
        "OR NOT",
        "title:通知",
        "通知*",
        "(((",
        "\0",
        " ",
        "a OR (b",
        "+-",
        "^2",
        "~",
        "\\",
        "[a TO b]",
        "{!x}",
        "%",
        "通知 " * 500,
    ],
)
def test_no_query_is_too_strange(city: World, query: str) -> None:
    clean(city.browser().get("/sites/fgw/search", {"q": query}))


def test_a_query_comes_back_as_text_and_not_as_markup(city: World) -> None:
    page = clean(city.browser().get("/search", {"q": "<script>alert(1)</script>\"'"}))
    assert "<script>alert" not in page.text
    assert page.html.find("input", id="search")["value"] == "<script>alert(1)</script>\"'"


def test_every_naughty_string_is_a_query_like_any_other(city: World, naughty: list[str]) -> None:
    browser = city.browser()
    for text in naughty:
        page = clean(browser.get("/search", {"q": text}))
        assert not page.html.find_all("script"), text


def test_every_naughty_string_is_an_address_that_does_not_exist(
    city: World, naughty: list[str]
) -> None:
    browser = city.browser()
    for text in naughty:
        clean(browser.get(f"{SECTION}{quote(text, safe='')}", expect_errors=True), (200, 400, 404))


def test_every_naughty_string_is_a_strange_page_number(city: World, naughty: list[str]) -> None:
    browser = city.browser()
    for text in naughty[::3]:
        clean(browser.get(SECTION, {"page": text, text or "x": "1"}))


def test_every_naughty_string_is_an_unknown_host(city: World, naughty: list[str]) -> None:
    for text in naughty:
        host = text.encode().decode("latin-1")
        clean(city.browser(host=host or "x").get("/", expect_errors=True), (200, 404))


def test_every_naughty_string_is_a_harmless_header(city: World, naughty: list[str]) -> None:
    names = (
        "HTTP_COOKIE",
        "HTTP_ACCEPT_LANGUAGE",
        "HTTP_REFERER",
        "HTTP_X_FORWARDED_FOR",
        "HTTP_IF_MODIFIED_SINCE",
        "HTTP_RANGE",
    )
    browser = city.browser()
    for text in naughty[::3]:
        value = text.encode().decode("latin-1")
        clean(browser.get(SECTION, extra_environ=dict.fromkeys(names, value)))


@pytest.mark.parametrize(
    "path",
    [
        "/..",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%00",
        "/%ff",
        "/%c0%af",
        "//",
        "///",
        "//evil.example/",
        "/\\..\\..",
        "/static/..%2fframe.py",
        "/static/../../settings.py",
        "/static/%2e%2e/frame.py",
        "/static/%00",
        "/static/%ff",
        "/" + "a" * 20_000,
        "/a" * 5_000,
        "/sites/fgw/%ff/",
        "/sites/fgw/?%ff",
        "/search?q=%ff",
        "/search?%ff=a",
        "/;x=y",
        "/sites/fgw/zwgk/tzgg/?page=%ff",
        "/*",
        "/%",
    ],
)
def test_hostile_addresses_are_answered_calmly(city: World, path: str) -> None:
    for host in ("127.0.0.1", "fgw.example.gov.cn"):
        response = city.browser(host=host).get(path, expect_errors=True)
        clean(response, (200, 400, 404))
        assert "root:" not in response.text
        assert "from __future__" not in response.text


def test_no_answer_leads_to_a_foreign_host(city: World) -> None:
    for path in ("//evil.example/", "/\\evil.example", "/account", "//evil.example/account"):
        response = city.browser().get(path, expect_errors=True)
        assert "evil.example" not in response.headers.get("Location", "")


def tags(page: Any) -> dict[str, str]:
    return {tag["name"]: tag["content"] for tag in page.html.find_all("meta") if tag.get("name")}


FOOT = {
    "sponsor": "示例市发展和改革委员会",
    "operator": "示例市信息中心",
    "contact": "0999-5550000",
    "identity_code": "4403000052",
    "icp": "示ICP备00000001号",
    "police": "示公网安备00000001号",
    "certificate": "https://mark.example/4403000052",
    "corrections": "https://errors.example/?site=4403000052",
}
"""What the foot of every page says. Source: page design of the guidelines, as domain data."""


@pytest.mark.parametrize("path", ["", "zwgk/", "zwgk/tzgg/", "search", "sitemap", "no-such-page"])
def test_the_foot_is_the_same_on_every_page(world: World, path: str) -> None:
    world.site("jyj", **FOOT)
    page = world.browser().get(f"/sites/jyj/{path}", expect_errors=True)
    foot = page.html.find("footer")
    links = {each["href"] for each in foot.find_all("a")}
    said = [value for value in FOOT.values() if value in foot.text or value in links]
    assert said == list(FOOT.values())
    assert "/sites/jyj/sitemap" in links


def test_the_home_page_has_the_tags_of_the_site(city: World) -> None:
    found = tags(city.browser(host="fgw.example.gov.cn").get("/"))
    assert {name: found[name] for name in ("SiteName", "SiteDomain", "SiteIDCode")} == {
        "SiteName": "Site fgw",
        "SiteDomain": "fgw.example.gov.cn",
        "SiteIDCode": "4403000052",
    }
    assert "ColumnName" not in found


def test_a_section_has_the_tags_of_its_column(city: World) -> None:
    found = tags(city.browser().get(SECTION))
    assert found["ColumnName"] == found["ColumnType"] == "通知公告"
    assert {"SiteName", "SiteDomain", "SiteIDCode", "ColumnDescription", "ColumnKeywords"} <= set(
        found
    )
    assert "ArticleTitle" not in found


def test_a_document_has_all_tags_and_its_time_in_24_hours(city: World) -> None:
    address = city.publish(
        "/sites/fgw/zwgk/ghjh",
        title='五年"规划"',
        source="市发改委",
        keywords=("规划", "计划"),
        author_name="李",
        summary="摘要",
    )
    found = tags(city.browser().get(address))
    assert {
        "SiteName",
        "SiteDomain",
        "SiteIDCode",
        "ColumnName",
        "ColumnDescription",
        "ColumnKeywords",
        "ColumnType",
    } <= set(found)
    assert MOMENT.fullmatch(found["PubDate"])
    assert (
        found["ArticleTitle"],
        found["ContentSource"],
        found["Keywords"],
        found["Author"],
        found["Description"],
    ) == (
        '五年"规划"',
        "市发改委",
        "规划,计划",
        "李",
        "摘要",
    )


def test_no_tag_is_empty_and_none_is_there_twice(city: World) -> None:
    address = city.publish("/sites/fgw/zwgk/ghjh")
    for path in ("/sites/fgw/", SECTION, address):
        names = [
            tag["name"].lower()
            for tag in city.browser().get(path).html.find_all("meta")
            if tag.get("name")
        ]
        assert len(names) == len(set(names))
        assert all(tags(city.browser().get(path)).values())
