from __future__ import annotations

import html
import random
import re
import time

import pytest

from portal.content.plaintext import clean_line, plain, without_controls
from portal.content.richtext import clean, from_text

ATTACKS = (
    "<script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<svg onload=alert(1)><style>@import 'x'</style></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='jAva\tscr\nipt:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    r"<a href='\x0Bjavascript:alert(1)'>x</a>",
    "<a href='java  script:alert(1)'>x</a>",
    "<iframe src=https://example.org></iframe>",
    "<p style='background:url(javascript:alert(1))' onclick=alert(1)>x</p>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<table><td><form action=javascript:alert(1)><input type=submit>",
    "<object data=x><embed src=x><base href=//example.org><meta http-equiv=refresh content=0>",
    "<textarea></textarea><img/src=x/onerror=alert(1)//",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_is_left(attack: str) -> None:
    cleaned = clean(attack)
    tags = "".join(re.findall("<[^>]*>", cleaned)).lower()
    assert not re.search(r"script|on\w+=|style|data:|<(svg|iframe|form|object|embed|meta)", tags)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>标题</h1><b>粗</b>", "<h2>标题</h2><p><strong>粗</strong></p>"),
        ("<p>甲<p>乙", "<p>甲</p><p>乙</p>"),
        ("甲<div>乙</div>丙", "<p>甲</p><p>乙</p><p>丙</p>"),
        ("<p>&nbsp;</p><p><br></p><p>　</p>甲", "<p>甲</p>"),
        ("<p style='text-align: center'>甲</p>", '<p class="centred">甲</p>'),
        ("<p align=right class='x y'>甲</p>", '<p class="right">甲</p>'),
        ("<div align=center><img src=/a.png></div>", '<p class="centred"><img src="/a.png"></p>'),
        ("<span style='font-weight:bold'>甲</span>", "<p><strong>甲</strong></p>"),
        ("<b><p>甲</p><p>乙</p></b>", "<p><strong>甲</strong></p><p><strong>乙</strong></p>"),
        ("<h2><div>甲</div></h2>乙", "<h2>甲</h2><p>乙</p>"),
        ("<ul>甲<li>乙<ul><li>丙</ul></ul>", "<ul><li>甲</li><li>乙<ul><li>丙</li></ul></li></ul>"),
        ("<li>甲<li>乙", "<p>甲</p><p>乙</p>"),
        ("甲<b> </b>乙 <i></i> 丙", "<p>甲 乙 丙</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("<o:p>甲</o:p><!-- [if mso] --><?xml version='1'?>乙", "<p>甲乙</p>"),
        ("<p>甲&#0;\x00\x07\ud800&#xFFFE;乙🙂</p>", "<p>甲\ufffd乙🙂</p>"),
        ("<img src=data:image/png;base64,AA==><img alt=x>甲", "<p>甲</p>"),
    ],
)
def test_html_of_any_quality_becomes_tidy(source: str, expected: str) -> None:
    assert clean(source) == expected


def test_cells_outside_of_a_table_keep_their_text() -> None:
    assert clean("<td><p>甲</p></td><td>乙</td>丙") == "<p>甲</p><p>乙</p><p>丙</p>"


def test_a_table_gets_the_rows_and_cells_it_lacks() -> None:
    cleaned = clean("<table>甲<tr><td colspan=2 rowspan=9999 width=3>乙<th scope=row>丙</table>")
    assert cleaned == (
        "<table><tbody><tr><td>甲</td></tr>"
        '<tr><td colspan="2">乙</td><th scope="row">丙</th></tr></tbody></table>'
    )


def test_links_stay_when_their_address_is_harmless() -> None:
    assert clean('<a href="/a?b=1&amp;c=2" target=_blank title="甲&quot;">乙</a>') == (
        '<p><a href="/a?b=1&amp;c=2" title="甲&quot;" rel="noopener">乙</a></p>'
    )
    for address in ("https://example.org/a", "mailto:a@example.org", "tel:12345", "b.doc", "#c"):
        assert f'href="{address}"' in clean(f"<a href='{address}'>甲</a>")


def test_a_link_around_a_block_stays_a_link() -> None:
    assert clean("<a href=a.doc><div>附件</div></a>乙") == (
        '<p><a href="a.doc" rel="noopener">附件</a></p><p>乙</p>'
    )


def test_a_link_without_anything_to_see_is_dropped() -> None:
    assert clean("甲<a href=https://example.org/>&#8203;</a>") == "<p>甲</p>"


@pytest.mark.parametrize("tag", ["div", "b", "span", "blockquote", "ul", "table", "a href=/x"])
def test_ten_thousand_nested_tags_cost_little_and_keep_the_text(tag: str) -> None:
    began = time.process_time()
    cleaned = clean(f"<{tag}>" * 10_000 + "甲" + f"</{tag.split(maxsplit=1)[0]}>" * 10_000 + "乙")
    assert time.process_time() - began < 3
    assert plain(cleaned).replace("\n", "") == "甲乙"
    assert _depth(cleaned) <= 52


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "&" * 50,
        '<a "',
        '<a =">"',
        "<a ='",
        "<!--",
        "<svg>",
        "<p><font color=red>甲",
        "<td a=b ",
        "</b>",
        "<b><p></p>",
    ],
)
@pytest.mark.timeout(40)
def test_long_hostile_texts_do_not_stall(piece: str) -> None:
    assert clean(clean(piece * 20_001)) == clean(piece * 20_001)
    assert clean(piece * 20_001 + ">") is not None


NAMES = [
    "p",
    "b",
    "i",
    "a",
    "u",
    "span",
    "div",
    "center",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "caption",
    "figure",
    "figcaption",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "br",
    "hr",
    "sub",
    "x",
    "pre",
    "font",
]
STARTS = [f"<{name}>" for name in NAMES] + [
    "<a href=/x>",
    "<a href=/y>",
    "<img src=/i>",
    "<div align=center>",
    "<p style=text-align:right>",
    "<span style='font-weight:bold'>",
]
PIECES = STARTS + [f"</{name}>" for name in NAMES] + ["甲", "乙 ", " 丙", " ", "&nbsp;", "&lt;"] * 5


def test_cleaning_twice_changes_nothing_and_no_text_is_lost() -> None:
    draw = random.Random(20_260_302)
    for _ in range(3_000):
        source = "".join(draw.choices(PIECES, k=draw.randint(2, 14)))
        cleaned = clean(source)
        assert clean(cleaned) == cleaned, source
        assert _letters(cleaned) == _letters(source), source


def test_plain_text_becomes_paragraphs_and_headings() -> None:
    text = "第一章  总则\r\n第一条 为了<公开>\n\n第一节　范围\n第一章规定的事项，适用本条。\n附则"
    assert from_text(text) == (
        "<h2>第一章 总则</h2><p>第一条 为了&lt;公开&gt;</p><h3>第一节　范围</h3>"
        "<p>第一章规定的事项，适用本条。</p><h2>附则</h2>"
    )


def test_html_made_of_plain_text_is_clean_already() -> None:
    made = from_text("第一编 总则\n\t甲 & 乙\xa0\xa0丙\x00\u200b <b>\n  \n&amp;")
    assert clean(made) == made


def test_plain_text_of_html_has_a_line_for_each_block() -> None:
    body = clean("<h2>甲</h2><p>乙<br>丙 &amp; 丁</p><table><tr><td>戊<td>己</table>")
    assert plain(body) == "甲\n乙\n丙 & 丁\n戊\n己"


def test_a_line_has_no_controls_and_no_turning_of_direction() -> None:
    assert clean_line(" 甲\x00\n\u202e乙\ud83d\t丙\u2028 ", 20) == "甲 乙 丙"
    assert clean_line("一二三四五六", 5) == "一二三四…"


def test_line_ends_of_all_systems_become_one() -> None:
    assert without_controls("甲\r\n乙\r丙\x0b丁\ufeff") == "甲\n乙\n丙\n丁"


def _letters(source: str) -> str:
    return "".join(html.unescape(re.sub("<[^>]*>", "", source)).split())


def _depth(source: str) -> int:
    depth = deepest = 0
    for closing in re.findall(r"<(/?)(?!br|hr|img)", source):
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    return deepest
