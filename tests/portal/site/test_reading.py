from __future__ import annotations

import pytest

from portal.site.reading import COOKIE_MAX, Reading, reading_in
from portal.testing import World


def choose(client, page, name: str):
    """Follow the link of a choice and return the page that it leads back to."""
    return client.get(page.lxml.xpath(f"//a[@class='{name}']/@href")[0]).follow()


def test_large_text_is_kept_in_a_cookie_until_it_is_switched_off(world: World) -> None:
    home = world.site("fgw")
    client = world.browser()
    page = client.get(f"{home}search?q=1")
    address = page.lxml.xpath("//a[@class='reading']/@href")[0]
    back = client.get(address)
    assert back.location.endswith(f"{home}search?q=1")
    kept = back.headers["Set-Cookie"]
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    page = back.follow()
    assert page.lxml.get("data-reading") == "elder"
    address = page.lxml.xpath("//a[@class='reading']/@href")[0]
    assert client.get(address).follow().lxml.get("data-reading") is None
    assert "reading" not in client.cookies


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "x",
        "/a\r\nSet-Cookie: a=b",
        "/\x00",
        "/中",
    ],
)
def test_the_way_of_reading_never_leads_to_another_host(world: World, back: str) -> None:
    home = world.site("fgw")
    answer = world.browser().get(f"{home}reading", {"mode": "elder", "back": back})
    assert answer.location == f"http://127.0.0.1{home}"


def test_choices_are_kept_beside_one_another(world: World) -> None:
    home = world.site("fgw")
    client = world.browser()
    page = choose(client, client.get(f"{home}zwgk/tzgg/"), "script")
    page = choose(client, page, "reading")
    page = choose(client, page, "contrast")
    page = client.get(page.lxml.xpath("//nav[@class='sizes']/a/@href")[2]).follow()
    html = page.lxml
    assert (html.get("lang"), html.get("data-reading")) == ("zh-Hant", "elder")
    assert (html.get("data-contrast"), html.get("data-size")) == ("high", "larger")
    assert client.cookies["reading"] == "elder.high.larger.hant"
    for name in ("script", "contrast", "reading"):
        page = choose(client, page, name)
    page = client.get(page.lxml.xpath("//nav[@class='sizes']/a/@href")[0]).follow()
    assert "reading" not in client.cookies
    assert page.lxml.get("lang") == "zh-CN"


def test_the_size_is_offered_where_there_is_something_to_read(world: World) -> None:
    home = world.site("fgw")
    document = world.publish("/sites/fgw/zwgk/tzgg")
    client = world.browser()
    sized = {
        path: bool(client.get(path, expect_errors=True).lxml.xpath("//nav[@class='sizes']"))
        for path in ("/", home, f"{home}search", f"{home}nowhere", f"{home}zwgk/tzgg/", document)
    }
    assert [path for path, has in sized.items() if has] == [f"{home}zwgk/tzgg/", document]


def test_the_strongest_contrast_belongs_to_large_text(world: World) -> None:
    home = world.site("fgw")
    client = world.browser()
    client.set_cookie("reading", "high")
    page = client.get(home)
    assert page.lxml.get("data-contrast") is None
    assert not page.lxml.xpath("//a[@class='contrast']")


def test_only_a_page_that_can_be_read_aloud_loads_the_script_for_it(world: World) -> None:
    home = world.site("fgw")
    document = world.publish("/sites/fgw/zwgk/tzgg")
    client = world.browser()
    source = "//script/@src[contains(., 'aloud.js')]"
    assert not client.get(document).lxml.xpath(source)
    client.set_cookie("reading", "elder")
    assert not client.get(home).lxml.xpath(source)
    page = client.get(document)
    assert client.get(page.lxml.xpath(source)[0]).status_int == 200
    assert page.lxml.xpath("//button[@class='aloud second']/@hidden")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "elder.",
        "elder..hant",
        "elder.elder",
        "large.larger",
        "Elder",
        "elder hant",
        "plain",
        "EN",
        "en.zh_CN",
        "en_US_x",
        "zh-CN",
        "hant\n",
        "\x00",
        "😀",
        '"elder"',
        "e" * (COOKIE_MAX + 1),
        "elder." * 10_000,
    ],
)
def test_a_cookie_that_we_would_not_have_written_counts_for_nothing(text: str) -> None:
    assert reading_in(text) == Reading()


@pytest.mark.parametrize(
    "text", ["elder", "elder.high.larger.hant.zh_CN", "large", "hant", "en", "hant.en"]
)
def test_what_the_cookie_keeps_is_read_as_it_was_written(text: str) -> None:
    assert reading_in(text).text == text


@pytest.mark.parametrize(
    "header",
    [
        "reading=" + "x" * 10_000,
        "reading=\xf0\x9f\x98\x80",
        "reading=\xff",
        'reading="elder',
        'reading="\\"elder\\""',
        "reading=elder; reading=hant; reading=",
        "reading",
        "reading=en; reading=%00",
        "=;=;reading=elder=",
        "reading=../../en",
    ],
)
def test_no_cookie_breaks_a_page(world: World, header: str) -> None:
    home = world.site("fgw")
    client = world.browser()
    for path in (home, f"{home}zwgk/tzgg/", "/", f"{home}reading?mode=elder", "/static/portal.css"):
        assert client.get(path, headers={"Cookie": header}).status_int in {200, 303}


@pytest.mark.parametrize(
    "query",
    ["mode=x", "size=%00", "script=hans", "language=en", "language=../x", "size=large&size=x", ""],
)
def test_a_choice_that_is_not_offered_is_as_usual(world: World, query: str) -> None:
    home = world.site("fgw")
    answer = world.browser().get(f"{home}reading?{query}")
    assert answer.headers["Set-Cookie"].startswith("reading=;")
