"""Contents that are far too long, too wide or too large."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from collections.abc import Iterator
from typing import Any

import PIL.Image
import pytest

from portal.content.image.operations import add_image
from portal.errors import Refusal
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
SIDE = 10_000
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("bad-input"))
    world.site("fgw")
    yield world
    world.close()


def test_a_title_of_three_hundred_characters_is_whole_wherever_it_is_shown(city: World) -> None:
    title = "关于进一步加强" * 42 + "长标题通知。"
    assert len(title) == 300
    address = city.publish(SECTION, title=title)
    page = city.browser().get(address)
    assert page.html.h1.text == title
    assert page.html.find("meta", attrs={"name": "ArticleTitle"})["content"] == title
    assert title in page.html.title.text
    for path in (f"{SECTION}/", "/sites/fgw/"):
        assert title in city.browser().get(path)


def test_a_table_of_forty_columns_keeps_its_head_and_scrolls_in_its_own_box(city: World) -> None:
    head = "".join(f"<th scope='col'>第{number}季度</th>" for number in range(40))
    rows = "".join(f"<tr>{'<td>12345.67</td>' * 40}</tr>" for _row in range(3))
    body = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>注</p>"
    table = city.browser().get(city.publish(SECTION, body=body)).html.select_one(".prose table")
    box = table.parent
    assert (box["class"], box["tabindex"], box["role"]) == (["scroll"], "0", "region")
    assert box["aria-label"]
    assert len(table.select("thead th[scope=col]")) == 40
    assert box.find_next_sibling("p").text == "注"


def test_a_table_in_a_table_is_closed_as_often_as_it_is_opened(city: World) -> None:
    body = "<table><tr><td><table><tr><td>内</td></tr></table></td></tr></table><p>后</p>"
    prose = city.browser().get(city.publish(SECTION, body=body)).html.select_one(".prose")
    assert prose.find_all("p")[-1].parent == prose


def png_head(width: int, height: int) -> bytes:
    """Return a picture that claims its size, with next to nothing in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def drawn(kind: str) -> bytes:
    place = io.BytesIO()
    PIL.Image.new("L", (SIDE, SIDE)).save(place, kind)
    return place.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("p.png", png_head(SIDE, SIDE)), ("p.png", drawn("PNG")), ("p.jpg", drawn("JPEG"))],
    ids=["bomb", "png", "jpeg"],
)
def test_a_picture_of_a_hundred_million_pixels_is_refused_before_it_is_decoded(
    city: World, name: str, content: bytes
) -> None:
    data: Any = {"title": "图", "file_name": name, "alternative": "图"}
    with city.office.transaction() as (cluster, act):
        media = cluster["sites"]["fgw"]["media"]
        tracemalloc.start()
        with pytest.raises(Refusal, match="pixels"):
            add_image(media, data, content, act)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(media) == 0
    assert peak < 5 * MEGABYTE
