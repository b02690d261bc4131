"""Files are dropped onto a list, go on after a broken connection, and rows are dragged."""

from __future__ import annotations

import io
import os
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_looking import REACH, axe_findings, new_context
from docx import Document
from playwright.sync_api import Browser, Page, Route, expect
from webtest.http import StopableWSGIServer

from portal.content.section.pinning import set_top
from portal.testing import PASSWORD, World

pytestmark = pytest.mark.browser

SECTION = "/sites/fgw/zwgk/tzgg"
MEDIA = "/sites/fgw/media"
LARGE = 7_000_000
DROP = """(place, files) => {
  const held = new DataTransfer();
  for (const [name, text] of files) {
    held.items.add(new File([Uint8Array.from(atob(text), each => each.charCodeAt(0))], name));
  }
  for (const kind of ["dragover", "drop"]) {
    place.dispatchEvent(new DragEvent(kind, {dataTransfer: held, bubbles: true, cancelable: true}));
  }
}"""


@pytest.fixture(scope="module")
def world(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Asks for the browser first, so that nothing is made where there is none."""
    made = World.make(tmp_path_factory.mktemp("dropping"))
    made.site("fgw")
    yield made
    made.close()


@pytest.fixture(scope="module")
def served(world: World) -> Iterator[str]:
    server = StopableWSGIServer.create(world.app)
    yield server.application_url.rstrip("/")
    server.shutdown()


@pytest.fixture
def opened(browser: Browser, served: str) -> Iterator[Callable[..., Page]]:
    """Open an address as a manager and return its page."""
    context = new_context(browser, 1440)
    page = context.new_page()
    page.goto(f"{served}/sign-in")
    page.fill("#login", "manager")
    page.fill("#password", PASSWORD)
    page.click(".fields button")
    page.wait_for_url("**/account")

    def opened(path: str) -> Page:
        page.goto(f"{served}{path}")
        return page

    yield opened
    context.close()


Opener = Callable[[str], Page]


@pytest.fixture
def large(tmp_path: Path) -> Path:
    place = tmp_path / "预算.pdf"
    place.write_bytes(b"%PDF-1.7\n" + os.urandom(LARGE))
    return place


def newest_bytes(world: World) -> bytes:
    with world.office.transaction() as (cluster, _act):
        files = world.place(cluster, MEDIA).values()
        return bytes(max(files, key=lambda each: each.changed_at).bytes())


def watch(page: Page, *, cut_from: int, cuts: int) -> list[int]:
    """Cut the connection `cuts` times at the pieces from `cut_from` on; return offsets as sent."""
    offsets: list[int] = []
    left = [cuts]

    def piece(route: Route) -> None:
        offset = int(route.request.url.rpartition("offset=")[2])
        offsets.append(offset)
        if offset >= cut_from and left[0]:
            left[0] -= 1
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/pieces?*offset=*", piece)
    return offsets


def test_a_cut_connection_costs_one_piece(world: World, opened: Opener, large: Path) -> None:
    page = opened(f"{MEDIA}/contents")
    offsets = watch(page, cut_from=2_000_000, cuts=2)
    page.set_input_files("#file-media", large)
    row = page.locator("#upload-media .sendings > li")
    expect(row).to_have_attribute("data-state", "kept", timeout=30_000)
    assert offsets == [0, *(3 * [2_000_000]), 4_000_000, 6_000_000]
    assert newest_bytes(world) == large.read_bytes()


def test_after_a_reload_the_same_file_goes_on(world: World, opened: Opener, large: Path) -> None:
    page = opened(f"{MEDIA}/contents")
    watch(page, cut_from=4_000_000, cuts=1_000)
    page.set_input_files("#file-media", large)
    waiting = page.locator(".sendings > li progress")
    page.wait_for_function("bar => bar.value > 40", arg=waiting.element_handle())
    page.on("dialog", lambda dialog: dialog.accept())
    page = opened(f"{MEDIA}/contents")
    page.unroute_all()
    offsets = watch(page, cut_from=0, cuts=0)
    page.set_input_files("#file-media", large)
    row = page.locator("#upload-media .sendings > li")
    expect(row).to_have_attribute("data-state", "kept", timeout=30_000)
    assert offsets == [4_000_000, 6_000_000]
    assert newest_bytes(world) == large.read_bytes()


def test_files_dropped_onto_a_list_become_drafts_and_media(world: World, opened: Opener) -> None:
    page = opened(f"{SECTION}/contents")
    files = [
        ("供暖.docx", base64(word("供暖通知"))),
        ("坏.docx", base64(b"broken")),
        ("表.pdf", base64(b"%PDF-1.7 1 0 obj")),
    ]
    page.locator("#documents").evaluate(DROP, files)
    rows = page.locator("#upload-contents .sendings > li")
    expect(rows).to_have_count(3)
    expect(page.locator("#documents table a", has_text="供暖")).to_have_count(1, timeout=30_000)
    assert [row.get_attribute("data-state") for row in rows.all()] == ["kept", "failed", "kept"]
    expect(rows.nth(0).locator(".said a")).to_have_attribute("href", f"{address(page)}/edit")
    page.check("#pick-page")
    expect(page.locator(".chosen b")).to_have_text("1")
    assert axe_findings(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(REACH) <= 390


def test_rows_at_the_top_are_dragged_into_another_order(world: World, opened: Opener) -> None:
    addresses = [world.publish(SECTION, title=title) for title in ("甲", "乙", "丙")]
    with world.office.transaction() as (cluster, act):
        pins = tuple((world.place(cluster, each).oid, None) for each in addresses)
        set_top(world.place(cluster, SECTION), pins, act)
    page = opened(f"{SECTION}/contents")
    rows = page.locator("#top li")
    with page.expect_navigation():
        rows.nth(2).drag_to(rows.nth(0), target_position={"x": 5, "y": 3})
    assert page.locator("#top li > a").all_inner_texts() == ["丙", "甲", "乙"]
    assert axe_findings(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(REACH) <= 390
    page = opened(f"{SECTION}/")
    assert page.locator(".items a").all_inner_texts() == ["丙", "甲", "乙"]
    assert axe_findings(page) == []


def address(page: Page) -> str:
    link = page.locator("#documents table a", has_text="供暖").get_attribute("href") or ""
    return link.removesuffix("/draft")


def word(text: str) -> bytes:
    document, place = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(place)
    return place.getvalue()


def base64(content: bytes) -> str:
    return b64encode(content).decode()
