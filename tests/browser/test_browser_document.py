"""The page of a document under contents that do not fit, on a telephone and in a window."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import PIL.Image
import pytest
from browser_looking import REACH, axe_findings, new_context
from playwright.sync_api import Browser, Page, expect
from webtest.http import StopableWSGIServer

from portal.content.document.operations import withdraw_document
from portal.content.file.operations import release_media
from portal.content.image.operations import add_image
from portal.testing import World

pytestmark = pytest.mark.browser

SECTION = "/sites/fgw/zwgk/tzgg"
LONG = (
    "关于进一步加强城市供水排水燃气热力管理工作的若干意见" * 11 + "的通知通知通知通知通知通知通知"
)
TABLE = (
    f"<table><thead><tr>{'<th scope=col>季度合计</th>' * 40}</tr></thead>"
    f"<tbody>{('<tr>' + '<td>12345.67</td>' * 40 + '</tr>') * 4}</tbody></table>"
)


@pytest.fixture(scope="module")
def world(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Asks for the browser first, so that nothing is made where there is none."""
    made = World.make(tmp_path_factory.mktemp("document-pages"))
    made.site("fgw")
    yield made
    made.close()


@pytest.fixture(scope="module")
def served(world: World) -> Iterator[str]:
    server = StopableWSGIServer.create(world.app)
    yield server.application_url.rstrip("/")
    server.shutdown()


@pytest.fixture(params=[1440, 390])
def opened(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Any]:
    """Open an address and return its page."""
    context = new_context(browser, request.param)
    page = context.new_page()

    def opened(path: str) -> Page:
        page.goto(f"{served}{path}")
        return page

    yield opened
    context.close()


Opener = Callable[[str], Page]


def fits(page: Page) -> bool:
    width: int = (page.viewport_size or {"width": 0})["width"]
    reach: int = page.evaluate(REACH)
    return reach <= width


def test_a_very_long_title_stays_on_the_page(world: World, opened: Opener) -> None:
    address = world.publish(SECTION, title=LONG[:300], keywords=("供水",))
    world.publish(SECTION, title=LONG[:299], keywords=("供水",))
    for path in (address, f"{SECTION}/", "/sites/fgw/"):
        page = opened(path)
        assert fits(page), path
        assert axe_findings(page) == []


def test_a_wide_table_scrolls_in_its_box_also_by_keyboard(world: World, opened: Opener) -> None:
    page = opened(world.publish(SECTION, body=TABLE))
    assert fits(page)
    box = page.locator(".prose .scroll")
    assert box.evaluate("each => each.scrollWidth > each.clientWidth + 100")
    box.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".prose .scroll")).not_to_have_js_property("scrollLeft", 0)
    assert axe_findings(page) == []


def test_a_picture_wider_than_the_page_is_shown_smaller(world: World, opened: Opener) -> None:
    place = io.BytesIO()
    PIL.Image.new("RGB", (4_000, 3_000), "green").save(place, "JPEG")
    data: Any = {"title": "大图", "file_name": "p.jpg", "alternative": "一块绿地"}
    with world.office.transaction() as (cluster, act):
        image = add_image(cluster["sites"]["fgw"]["media"], data, place.getvalue(), act)
        release_media(image, act)
        source = f"/sites/fgw/media/{image.__name__}"
    body = f'<p><img src="{source}" alt="一块绿地" width="4000" height="3000"></p>'
    page = opened(world.publish(SECTION, body=body))
    assert fits(page)
    size = page.locator(".prose img").bounding_box()
    assert size is not None
    assert size["width"] <= (page.viewport_size or {"width": 0})["width"]
    assert size["width"] / size["height"] == pytest.approx(4 / 3, rel=0.02)


def test_the_code_for_phones_is_folded_and_opens_by_keyboard(world: World, opened: Opener) -> None:
    page = opened(world.publish(SECTION))
    code = page.locator(".phone [role=img]")
    assert not code.is_visible()
    page.locator(".phone summary").focus()
    page.keyboard.press("Enter")
    assert code.is_visible()
    size = code.bounding_box()
    assert size is not None
    assert size["width"] > 120
    assert fits(page)
    assert axe_findings(page) == []


def test_what_is_gone_or_missing_leads_on_and_fits(world: World, opened: Opener) -> None:
    address = world.publish(SECTION, title=LONG[:300])
    world.publish(SECTION)
    with world.office.transaction() as (cluster, act):
        withdraw_document(world.place(cluster, address), act, reason="核实", notice=LONG)
    for path in (address, f"{SECTION}/nothing", "/nothing"):
        page = opened(path)
        assert fits(page)
        assert axe_findings(page) == []
        assert page.locator("main form[role=search]").is_visible()
