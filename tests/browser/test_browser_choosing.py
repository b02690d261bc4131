"""Links and pictures chosen in a real browser, by keyboard alone, and what leads nowhere marked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import PIL.Image
import pytest
from browser_looking import axe_findings, new_context
from playwright.sync_api import Browser, Page, expect
from webtest.http import StopableWSGIServer

from portal.content.image.operations import add_image
from portal.content.trash.operations import delete_document
from portal.testing import PASSWORD, World

pytestmark = pytest.mark.browser

SECTION = "/sites/fgw/zwgk/tzgg"
READY = "() => window.tinymce?.activeEditor?.initialized"
CONTENT = "tinymce.activeEditor.getContent({format: 'html'}).replaceAll('\\n', '')"
NEEDLESS = "Applying inline style violates"
"""What browsers say of styles that the editor gives its helpers and that the policy takes away."""
SAVED_WITHIN = 20_000
COMPOSED = """() => document.querySelector("#link-words").dispatchEvent(
  new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""


def red() -> bytes:
    place = io.BytesIO()
    PIL.Image.new("RGB", (80, 60), "red").save(place, "PNG")
    return place.getvalue()


@pytest.fixture
def served(browser: object, world: World) -> Iterator[str]:
    world.site("fgw")
    server = StopableWSGIServer.create(world.app)
    yield server.application_url.rstrip("/")
    server.shutdown()


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """An editor who is signed in."""
    context = new_context(browser, 1440)
    page = context.new_page()
    page.goto(f"{served}/sign-in")
    page.fill("#login", "editor")
    page.fill("#password", PASSWORD)
    page.click(".fields button")
    page.wait_for_url("**/account")
    yield page
    context.close()


def edit(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function(READY)
    page.evaluate("tinymce.activeEditor.focus()")


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    shown = page.locator("#saving [data-state=saved]")
    expect(shown).to_be_visible(timeout=SAVED_WITHIN)


def oid_of(world: World, address: str) -> int:
    with world.office.transaction() as (cluster, _act):
        return int(world.place(cluster, address).oid)


def test_a_link_is_chosen_by_search_with_the_keyboard_alone(
    page: Page, served: str, world: World
) -> None:
    target = world.publish(SECTION, title="关于放假的通知")
    world.publish(SECTION, title="办法")
    source = world.publish(SECTION, title="说明", body="<p>文</p>")
    edit(page, f"{served}{source}/edit")
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+k")
    dialog = page.locator("#choose-link")
    expect(dialog.locator("li")).to_have_count(3)
    page.keyboard.type("放假")
    expect(dialog.locator("li")).to_have_count(1)
    assert axe_findings(page) == []
    page.evaluate(COMPOSED)
    assert dialog.locator("button:focus").count() == 0
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    link = f'<a href="/@{oid_of(world, target)}">关于放假的通知</a>'
    assert page.evaluate(CONTENT) == f"<p>文{link}</p>"
    save(page)
    page.goto(f"{served}{source}/preview")
    expect(page.locator(".prose a")).to_have_attribute("href", target)


def test_an_address_is_typed_and_escape_closes(page: Page, served: str, world: World) -> None:
    told: list[str] = []
    page.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
    source = world.publish(SECTION, title="说明", body="<p>文</p>")
    edit(page, f"{served}{source}/edit")
    dialog = page.locator("#choose-link")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+End")
    page.keyboard.press("Control+k")
    page.keyboard.type("https://news.example/x")
    page.keyboard.press("Enter")
    assert 'href="https://news.example/x"' in page.evaluate(CONTENT)
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert [each for each in told if NEEDLESS not in each] == []


def test_a_picture_is_chosen_and_a_new_one_needs_words(
    page: Page, served: str, world: World
) -> None:
    data: Any = {"title": "大桥", "file_name": "a.png", "alternative": "江上的大桥"}
    with world.office.transaction() as (cluster, act):
        image = add_image(world.place(cluster, "/sites/fgw/media"), data, red(), act)
        address = f"/sites/fgw/media/{image.__name__}/medium"
    edit(page, f"{served}{SECTION}/add-document")
    page.fill("[name=title]", "说明")
    button = page.locator('button[aria-label="' + named(page, "#choose-picture") + '"]')
    button.click()
    dialog = page.locator("#choose-picture")
    dialog.get_by_role("button", name="江上的大桥").click()
    tag = f'<img src="{address}" alt="江上的大桥" width="80" height="60">'
    assert tag in page.evaluate(CONTENT)
    button.click()
    page.locator("#choose-picture summary").click()
    page.set_input_files(
        "#picture-file", {"name": "b.png", "mimeType": "image/png", "buffer": red()}
    )
    page.locator(".upload-one button").click()
    expect(page.locator("#picture-alternative-problem")).to_be_visible()
    expect(page.locator("#picture-alternative")).to_be_focused()
    expect(dialog).to_be_visible()
    assert axe_findings(page) == []
    page.fill("#picture-alternative", "塔")
    page.locator(".upload-one button").click()
    expect(dialog).to_be_hidden()
    assert 'alt="塔"' in page.evaluate(CONTENT)
    save(page)


def test_a_link_to_a_deleted_page_is_marked_after_loading_and_after_saving(
    page: Page, served: str, world: World
) -> None:
    target = world.publish(SECTION, title="办法")
    body = f'<p>见<a href="{target}">办法</a></p>'
    source = world.publish(SECTION, title="说明", body=body)
    with world.office.transaction() as (cluster, act):
        delete_document(world.place(cluster, target), act)
    edit(page, f"{served}{source}/edit")
    inside = page.frame_locator(".tox-edit-area__iframe")
    expect(page.locator("#troubles li")).to_have_count(1)
    expect(inside.locator("a.trouble")).to_have_text("办法")
    assert "trouble" not in page.evaluate(CONTENT)
    inside.locator("a").click()
    page.keyboard.press("Control+k")
    page.locator("#choose-link [data-deed=remove]").click()
    save(page)
    expect(page.locator("#troubles")).to_be_hidden()
    assert page.evaluate(CONTENT) == "<p>见办法</p>"
    page.evaluate("tinymce.activeEditor.setContent('<p><a href=\"/zwgk/none\">无</a></p>')")
    save(page)
    expect(page.locator("#troubles li")).to_contain_text("无")
    expect(inside.locator("a.trouble")).to_have_text("无")


def named(page: Page, dialog: str) -> str:
    return str(page.locator(dialog).get_attribute("data-button"))
