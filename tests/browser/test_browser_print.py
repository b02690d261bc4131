"""A document on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_looking import new_context
from playwright.sync_api import Browser, Page
from pypdfium2 import PdfDocument
from webtest.http import StopableWSGIServer

from portal.content.file.operations import add_file, release_media
from portal.testing import World

pytestmark = pytest.mark.browser

SECTION = "/sites/fgw/zwgk/tzgg"
BODY = (
    '<p>正文第一段，<a href="https://news.example/x?a=1">新闻</a>。</p>'
    f"<table><thead><tr><th>指标</th><th>数值</th></tr></thead><tbody>"
    f"{''.join(f'<tr><td>第{number}项</td><td>{number}</td></tr>' for number in range(120))}"
    "</tbody></table>"
)


@pytest.fixture(scope="module")
def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    world = World.make(tmp_path_factory.mktemp("print"))
    world.site("fgw")
    with world.office.transaction() as (cluster, act):
        data: Any = {"title": "申请表", "file_name": "a.txt"}
        file = add_file(cluster["sites"]["fgw"]["media"], data, b"text", act)
        release_media(file, act)
        oid = file.oid
    path = world.publish(
        SECTION,
        title="打印的通知",
        body=BODY,
        source="示例局",
        attachments=(oid,),
        keywords=("打印",),
    )
    world.publish(SECTION, title="别的稿件", keywords=("打印",))
    server = StopableWSGIServer.create(world.app)
    yield f"{server.application_url.rstrip('/')}{path}"
    server.shutdown()
    world.close()


@pytest.fixture
def shown(browser: Browser, address: str) -> Iterator[Page]:
    context = new_context(browser, 1440)
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


@pytest.fixture
def paper(shown: Page, tmp_path: Path) -> Iterator[PdfDocument]:
    place = tmp_path / "document.pdf"
    shown.pdf(path=place, format="A4", prefer_css_page_size=True)
    document = PdfDocument(place)
    yield document
    document.close()


def texts(paper: PdfDocument) -> list[str]:
    found = []
    for page in paper:
        text = page.get_textpage()
        found.append("".join(text.get_text_range().split()))
        text.close()
    return found


def test_the_paper_has_title_facts_text_attachments_and_address(
    paper: PdfDocument, address: str
) -> None:
    text = "".join(texts(paper))
    local = address.partition("/sites/")[2]
    for part in ("打印的通知", "示例局", "正文第一段", "申请表", f"/sites/{local}", "/media/2"):
        assert part in text, part
    assert "https://news.example/x?a=1" in text


def test_the_paper_has_no_navigation_and_nothing_to_press(paper: PdfDocument) -> None:
    text = "".join(texts(paper))
    for part in ("别的稿件", "首页", "打印本页", "扫码", "Print", "Openonthephone"):
        assert part not in text, part


def test_the_head_of_a_table_is_on_each_page_and_no_row_is_torn(paper: PdfDocument) -> None:
    pages = [page for page in texts(paper) if "项" in page]
    assert len(pages) > 1
    assert all("指标数值" in page for page in pages)


def test_the_paper_is_black_and_white_and_has_the_code(paper: PdfDocument) -> None:
    picture = paper[len(paper) - 1].render(scale=2).to_pil().convert("RGB")
    assert all(max(colour) - min(colour) < 12 for _count, colour in picture.getcolors(1 << 24))
    whole = paper[0].render(scale=1).to_pil().convert("RGB")
    assert all(max(colour) - min(colour) < 12 for _count, colour in whole.getcolors(1 << 24))


def test_the_button_prints_where_there_is_script(shown: Page) -> None:
    shown.evaluate("window.print = () => { document.title = 'printed'; }")
    shown.locator("button.print").click()
    assert shown.title() == "printed"


def test_without_script_there_is_no_button(browser: Browser, address: str) -> None:
    context = new_context(browser, 390, script=False)
    page = context.new_page()
    page.goto(address)
    assert not page.locator("button.print").is_visible()
    assert page.locator(".phone summary").is_visible()
    context.close()
