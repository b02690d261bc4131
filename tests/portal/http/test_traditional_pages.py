"""Pages in Traditional Chinese."""

from __future__ import annotations

import random
import re
import time
from html.parser import HTMLParser

import pytest

from portal.http.traditional import traditional_page
from portal.testing import World

SECONDS_MOST = 5
"""Patience with a page of a megabyte on a busy machine; it takes a twentieth of that."""
PIECES = (
    "发展", "plain", "<p>", "</p>", "<p title='发'>", '<a href="发" title="发>">', "<!-- 发 -->",
    "<![CDATA[发]]>", "<", ">", "&lt;发", "<script>", "</script>", "<textarea>", "</textarea>",
    "<input type=hidden value=发>", "<input type='search' value='发'>", "'", '"', "<br/>", "=",
    "<option>", "<option value='1'>", "<b translate=no>", "<!doctype html>", "</", "<!", "<发>",
    "<style>", "</STYLE>", " ", "\n", "/",
)  # fmt: skip
TOLD = re.compile("[\u3400-\u9fff]")


class Skeleton(HTMLParser):
    """Tags, names of attributes, and what is no text for people."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.seen: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, [name for name, _value in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.seen.append(data)


@pytest.mark.parametrize(
    ("html", "converted"),
    [
        ("<p>发展</p>", "<p>發展</p>"),
        (
            '<a href="/发" class="发" title="发">发</a>',
            '<a href="/发" class="发" title="發">發</a>',
        ),
        ('<img src="发" alt="发" data-x="发"/>', '<img src="发" alt="發" data-x="发"/>'),
        ('<nav aria-label="发"></nav>', '<nav aria-label="發"></nav>'),
        ('<meta name="Keywords" content="发">', '<meta name="Keywords" content="發">'),
        ('<meta http-equiv="x" content="发">', '<meta http-equiv="x" content="发">'),
        ('<input type="hidden" name="a" value="发">', '<input type="hidden" name="a" value="发">'),
        ('<input name="a" value="发" title="发">', '<input name="a" value="发" title="發">'),
        ('<input type="search" name="q" value="发">', '<input type="search" name="q" value="發">'),
        ('<input type="submit" value="发">', '<input type="submit" value="發">'),
        ('<input type=submit name=a value="发">', '<input type=submit name=a value="发">'),
        (
            "<textarea placeholder='发'>发</textarea>发",
            "<textarea placeholder='發'>发</textarea>發",
        ),
        ("<option>发</option><option value=1>发", "<option>发</option><option value=1>發"),
        ("<script>发</script><style>发</style>发", "<script>发</script><style>发</style>發"),
        ("<!-- 发 --><!--><p>发", "<!-- 发 --><!--><p>發"),
        ("<a translate=no>简体</a> 简体", "<a translate=no>简体</a> 簡體"),
        ("<p title='1 > 发'>发</p>", "<p title='1 > 發'>發</p>"),
        ('<p title="<b title=发>">发', '<p title="<b title=發>">發'),
        ("1 < 发 && <发> 发", "1 < 發 && <發> 發"),
        ('<input title="type=submit" value="发">', '<input title="type=submit" value="发">'),
        ("<svg><![CDATA[发]]></svg>", "<svg><![CDATA[发]]></svg>"),
        ("<SCRIPT>发</Script >发", "<SCRIPT>发</Script >發"),
        ("<p 发", "<p 发"),
    ],
)
def test_only_what_people_read_is_converted(html: str, converted: str) -> None:
    assert traditional_page(html) == converted


@pytest.mark.parametrize(
    ("name", "shown"),
    [("于海涛", "于海濤"), ("范伟", "范偉"), ("余华", "余華"), ("岳峰", "岳峯"), ("余额", "餘額")],
)
def test_a_surname_stays_one_where_a_name_stands_alone(name: str, shown: str) -> None:
    assert traditional_page(f'<h3>\n {name}</h3><img alt="{name}">') == (
        f'<h3>\n {shown}</h3><img alt="{shown}">'
    )


@pytest.mark.parametrize("seed", range(300))
def test_markup_stays_byte_for_byte_however_broken_it_is(seed: int) -> None:
    drawn = random.Random(seed)
    html = "".join(drawn.choices(PIECES, k=drawn.randrange(1, 40)))
    converted = traditional_page(html)
    assert converted.translate({ord("發"): "发"}) == html
    assert Skeleton(converted.replace("發", "发")).seen == Skeleton(html).seen
    assert traditional_page(converted) == converted


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "<!--", "<a x='", "<script>", "发='", "</", "<![CDATA[", "<a =", "<option ", "发"],
)
def test_a_huge_broken_page_takes_no_longer_than_a_sound_one(piece: str) -> None:
    began = time.process_time()
    traditional_page(f"<a {piece * (1_000_000 // len(piece))}")
    traditional_page(piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < SECONDS_MOST


def test_a_visitor_reads_pages_in_traditional_and_finds_simplified_texts(world: World) -> None:
    home = world.site("fgw")
    document = world.publish("/sites/fgw/zwgk/tzgg", title="关于征求意见的通知", body="<p>里面</p>")
    world.feed()
    client = world.browser()
    client.set_cookie("reading", "hant")
    page = client.get(document)
    assert page.lxml.get("lang") == "zh-Hant"
    assert page.lxml.xpath("string(//h1)") == "關於徵求意見的通知"
    assert "裏面" in page
    assert not re.findall("[发关见]", "".join(page.lxml.xpath("//main//text()")))
    assert page.content_length == len(page.body)
    found = client.get(f"{home}search", {"q": "徵求意見"})
    assert found.lxml.xpath("//input[@id='search']/@value") == ["徵求意見"]
    assert "關於徵求意見的通知" in "".join(found.lxml.xpath("//main//text()"))


def test_pages_tell_caches_that_the_cookie_changes_them_and_feeds_do_not_change(
    world: World,
) -> None:
    home = world.site("fgw")
    world.publish("/sites/fgw/zwgk/tzgg", title="发展", body="<p>里面</p>")
    plain, chosen = world.browser(), world.browser()
    chosen.set_cookie("reading", "hant")
    for client in (plain, chosen):
        assert "Cookie" in (client.get(home).vary or ())
        assert "Cookie" in (client.get(f"{home}nowhere", status=404).vary or ())
    for name in ("feed.xml", "sitemap.xml", "robots.txt"):
        address = "/robots.txt" if name == "robots.txt" else f"{home}{name}"
        assert chosen.get(address).body == plain.get(address).body


def test_error_pages_are_converted_as_well(world: World) -> None:
    world.site("fgw")
    client = world.browser()
    client.set_cookie("reading", "hant")
    page = client.get("/sites/fgw/nowhere", status=404)
    assert "頁面" in page
    assert "页面" not in page


def test_what_staff_send_back_is_what_they_wrote(world: World) -> None:
    world.site("fgw")
    client = world.browser()
    client.set_cookie("reading", "hant")
    page = client.get("/sites/fgw/sign-in")
    form = next(form for form in page.forms.values() if "password" in form.fields)
    form["login"], form["password"] = "发展", "发"
    again = form.submit(status=422)
    assert again.lxml.xpath("//input[@id='login']/@value") == ["发展"]
