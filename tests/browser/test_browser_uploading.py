"""Files are dropped or chosen, each with a bar of its own, on the page of a draft."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import PIL.Image
import pytest
from browser_looking import REACH, axe_findings, new_context
from playwright.sync_api import Browser, Page, Route, expect
from webtest.http import StopableWSGIServer

from portal.testing import PASSWORD, World

pytestmark = pytest.mark.browser

SECTION = "/sites/fgw/zwgk/tzgg"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
DROP = """(form, names) => {
  const held = new DataTransfer();
  for (const name of names) held.items.add(new File(["%PDF-1.7 1 0 obj"], name));
  for (const kind of ["dragover", "drop"]) {
    form.dispatchEvent(new DragEvent(kind, {dataTransfer: held, bubbles: true, cancelable: true}));
  }
}"""


@pytest.fixture(scope="module")
def world(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Asks for the browser first, so that nothing is made where there is none."""
    made = World.make(tmp_path_factory.mktemp("uploading"))
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
    """Open an address as an editor and return its page."""
    context = new_context(browser, request.param)
    page = context.new_page()
    page.goto(f"{served}/sign-in")
    page.fill("#login", "editor")
    page.fill("#password", PASSWORD)
    page.click(".fields button")
    page.wait_for_url("**/account")

    def opened(path: str) -> Page:
        page.goto(f"{served}{path}")
        return page

    yield opened
    context.close()


Opener = Callable[[str], Page]


def file(name: str, content: bytes = PDF) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def png() -> bytes:
    place = io.BytesIO()
    PIL.Image.new("RGB", (60, 30), "navy").save(place, "PNG")
    return place.getvalue()


def test_files_arrive_one_by_one_and_a_broken_one_says_why(world: World, opened: Opener) -> None:
    page = opened(f"{world.publish(SECTION)}/attach")
    page.set_input_files(
        "#file-attachments", [file("甲.pdf"), file("坏.pdf", b"MZ"), file("乙.pdf")]
    )
    rows = page.locator("#upload-attachments .sendings > li")
    expect(rows).to_have_count(3)
    expect(page.locator("#attached li")).to_have_count(2)
    assert [row.get_attribute("data-state") for row in rows.all()] == ["kept", "failed", "kept"]
    expect(rows.nth(1).locator(".said")).to_contain_text(".pdf")
    assert rows.nth(0).locator("progress").evaluate("each => each.value") == 100
    assert axe_findings(page) == []
    assert page.evaluate(REACH) <= (page.viewport_size or {"width": 0})["width"]


def test_many_dropped_files_arrive_in_their_order(world: World, opened: Opener) -> None:
    page = opened(f"{world.publish(SECTION)}/attach")
    names = [f"{number:03}.pdf" for number in range(30)]
    page.locator("#upload-attachments").evaluate(DROP, names)
    expect(page.locator("#attached li")).to_have_count(30, timeout=60_000)
    titles = page.locator("#attached li > p > a").all_inner_texts()
    assert [each.split()[-1] for each in titles] == [name.removesuffix(".pdf") for name in names]


def test_a_file_that_did_not_arrive_is_sent_again(world: World, opened: Opener) -> None:
    page = opened(f"{world.publish(SECTION)}/attach")
    refused: list[str] = []

    def cut(route: Route) -> None:
        if route.request.method == "POST" and not refused:
            refused.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/attach", cut)
    page.set_input_files("#file-attachments", [file("甲.pdf")])
    row = page.locator(".sendings > li")
    expect(row).to_have_attribute("data-state", "failed")
    row.locator(".again").click()
    expect(row).to_have_attribute("data-state", "kept")
    expect(page.locator("#attached li")).to_have_count(1)


def test_a_picture_waits_until_somebody_says_what_it_shows(world: World, opened: Opener) -> None:
    page = opened(f"{world.publish(SECTION)}/attach")
    page.set_input_files("#file-lead_picture", [file("会场.png", png())])
    field = page.locator(".sendings .field input")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".sendings .problem")).not_to_be_empty()
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("会场全景")
    field.press("Enter")
    expect(page.locator("#pictured img")).to_have_attribute("alt", "会场全景")
    assert axe_findings(page) == []


def test_the_list_changes_without_leaving_what_is_typed(world: World, opened: Opener) -> None:
    page = opened(f"{world.publish(SECTION)}/edit")
    page.set_input_files("#file-attachments", [file("甲.pdf"), file("乙.pdf")])
    expect(page.locator("#attached li")).to_have_count(2)
    page.locator("#form [name=title]").fill("还没有保存的标题")
    page.locator("#attached button[name=down]").click()
    expect(page.locator("#attached li > p > a").first).to_contain_text("乙")
    page.locator("#attached button[name=remove]").first.click()
    expect(page.locator("#attached li")).to_have_count(1)
    assert page.locator("#form [name=title]").input_value() == "还没有保存的标题"


def test_the_pages_of_files_fit_and_are_sound_for_everybody(world: World, opened: Opener) -> None:
    address = world.publish(SECTION)
    for path in ("/sites/fgw/media/contents", f"{address}/choose-file", f"{address}/attach"):
        page = opened(path)
        assert axe_findings(page) == []
        assert page.evaluate(REACH) <= (page.viewport_size or {"width": 0})["width"]
    page = opened("/sites/fgw/media/contents")
    title = f"预算{(page.viewport_size or {'width': 0})['width']}"
    page.set_input_files("#file-media", [file(f"{title}.pdf")])
    expect(page.locator("#upload-media [data-state=kept]")).to_have_count(1)
    page.locator("#media .about > a", has_text=title).click()
    assert axe_findings(page) == []
