"""Every public page under addresses that nobody would type: never a defect, never a long wait."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from portal.content.file.operations import add_file, release_media
from portal.content.image.operations import add_image
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
PATIENCE = 5.0
"""Most processor time that an answer may take, in seconds."""
TAILS = (
    "x" * 5_000,
    "x/" * 500,
    "../" * 50 + "etc/passwd",
    "..%2f..%2f",
    "%00",
    "%0d%0aSet-Cookie:%20a=b",
    "%ff%fe",
    "%C0%AE%C0%AE/",
    "@@" * 200,
    "%E2%80%AE%F0%9F%98%80",
    "'\"><svg onload=alert(1)>",
    "${structure:1}{{7*7}}",
    ";a=b",
    "*",
    "__class__",
    "__parent__",
    "_p_jar",
)
QUERIES = (
    "page=" + "9" * 5_000,
    "page=-1&page=2",
    "q=" + "%E4%B8%AD" * 3_000,
    "q=%00%ff",
    "&".join(f"a{number}=b" for number in range(500)),
    "=&=&&;;%",
    "back=//evil.example&mode[]=elder",
    "to=javascript:alert(1)&sign=" + "f" * 32,
    '"><script>alert(1)</script>',
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("hostile-addresses"))
    world.site("fgw")
    yield world
    world.close()


@pytest.fixture(scope="module")
def pages(city: World, png: bytes) -> list[str]:
    """The address of every view that is registered for a kind of content, on an example of it."""
    document = city.publish(SECTION, title="通知")
    with city.office.transaction() as (cluster, act):
        media = cluster["sites"]["fgw"]["media"]
        given: Any = {"title": "t", "file_name": "a.txt"}
        drawn: Any = {"title": "t", "file_name": "p.png", "alternative": "图"}
        made = [add_file(media, given, b"text", act), add_image(media, drawn, png, act)]
        for each in made:
            release_media(each, act)
        paths = ["/", "/sites/", "/sites/fgw/", f"{SECTION}/", document]
        paths += [f"/sites/fgw/media/{each.__name__}" for each in made]
        found = [(city.place(cluster, path) if path != "/" else cluster, path) for path in paths]
        views = city.office.registry.introspector.get_category("views") or ()
        return sorted({address for view in views for address in addresses(view, found)})


def addresses(view: Any, found: list[tuple[Any, str]]) -> Iterator[str]:
    kind, name = view["introspectable"]["context"], view["introspectable"]["name"]
    module = getattr(view["introspectable"]["callable"], "__module__", "")
    for content, path in found:
        if module.startswith("portal.") and isinstance(kind, type) and isinstance(content, kind):
            yield f"{path.rstrip('/')}/{name}" if name else path


def ask(city: World, path: str, caplog: pytest.LogCaptureFixture) -> None:
    begin = time.thread_time()
    with caplog.at_level(logging.WARNING):
        answer = city.browser().get(path, expect_errors=True)
    assert answer.status_int < 500, path[:200]
    assert "a=b" not in answer.headers.get("Set-Cookie", "")
    assert "<script>alert" not in answer.text if answer.content_type == "text/html" else True
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR], path[:200]
    assert time.thread_time() - begin < PATIENCE


def test_the_pages_that_are_tried_are_all_there(pages: list[str]) -> None:
    names = {path.rpartition("/")[2] for path in pages}
    assert names >= {"search", "sitemap", "sitemap.xml", "feed.xml", "leave", "reading", "small"}
    assert len(pages) > 20


@pytest.mark.parametrize("tail", TAILS, ids=lambda text: ascii(text[:16]))
def test_nothing_below_a_page_is_a_defect(
    city: World, pages: list[str], tail: str, caplog: pytest.LogCaptureFixture
) -> None:
    for path in pages:
        ask(city, f"{path.rstrip('/')}/{quote(tail, safe='/%;*@')}", caplog)


@pytest.mark.parametrize("query", QUERIES, ids=lambda text: ascii(text[:16]))
def test_no_query_is_a_defect(
    city: World, pages: list[str], query: str, caplog: pytest.LogCaptureFixture
) -> None:
    for path in pages:
        if not path.endswith("/reading"):  # its answer is a cookie
            ask(city, f"{path}?{quote(query, safe='=&%;[]/:')}", caplog)
