"""Writing in a real browser: the editor, saving by itself, what is kept when saving fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser_looking import axe_findings, new_context
from playwright.sync_api import Browser, Page, expect
from webtest.http import StopableWSGIServer

from portal.testing import PASSWORD, World

pytestmark = pytest.mark.browser

SECTION = "sites/fgw/zwgk/tzgg"
SAVED_WITHIN = 20_000
"""Patience with the pause before a saving and the saving itself, in milliseconds."""
PASTE = """([html, plain]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  const body = tinymce.activeEditor.getBody();
  tinymce.activeEditor.focus();
  const event = {clipboardData: data, bubbles: true, cancelable: true};
  body.dispatchEvent(new ClipboardEvent("paste", event));
}"""
CONTENT = "tinymce.activeEditor.getContent({format: 'html'}).replaceAll('\\n', '')"
READY = "() => window.tinymce?.activeEditor?.initialized"
NEEDLESS = "Applying inline style violates"
"""What browsers say of styles that the editor gives its helpers and that the policy takes away."""


@pytest.fixture
def served(browser: object, world: World) -> Iterator[str]:
    world.site("fgw")
    server = StopableWSGIServer.create(world.app)
    yield server.application_url
    server.shutdown()


@pytest.fixture
def editor(browser: Browser, served: str) -> Iterator[Page]:
    """A signed-in editor with the form for a new document."""
    context = new_context(browser, 1440)
    page = context.new_page()
    page.goto(f"{served}sign-in")
    page.fill("#login", "editor")
    page.fill("#password", PASSWORD)
    page.click(".fields button")
    page.wait_for_url("**/account")
    page.goto(f"{served}{SECTION}/add-document")
    page.wait_for_function(READY)
    yield page
    context.close()


def write(page: Page, text: str) -> None:
    page.frame_locator(".tox-edit-area__iframe").locator("body").click()
    page.keyboard.type(text)


def saved(page: Page) -> None:
    shown = page.locator("#saving [data-state=saved]")
    expect(shown).to_be_visible(timeout=SAVED_WITHIN)


def texts(world: World) -> list[str]:
    with world.office.transaction() as (cluster, _act):
        section: Any = world.place(cluster, SECTION)
        documents = [section[name] for name in section if hasattr(section[name], "revisions")]
        return [each.text.html for document in documents for each in document.revisions]


def test_what_is_written_saves_itself_after_a_pause(editor: Page, world: World) -> None:
    told: list[str] = []
    editor.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
    editor.fill("[name=title]", "通知")
    write(editor, "放假三天")
    saved(editor)
    assert editor.url.endswith("/edit")
    write(editor, "半")
    expect(editor.locator("#saving [data-state=changed]")).to_be_visible()
    saved(editor)
    assert texts(world) == ["<p>放假三天半</p>"]
    assert told == []


def test_the_editor_speaks_chinese_and_keeps_the_policy(editor: Page) -> None:
    told: list[str] = []
    editor.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
    editor.get_by_role("button", name="表格").first.click()
    editor.keyboard.press("Escape")
    for dialog in ("#choose-picture", "#choose-link"):
        name = editor.locator(dialog).get_attribute("data-button") or ""
        editor.get_by_role("button", name=name, exact=True).click()
        expect(editor.get_by_role("dialog")).to_be_visible()
        editor.keyboard.press("Escape")
    write(editor, "标题")
    editor.get_by_role("button", name="居中对齐").click()
    assert editor.evaluate(CONTENT) == '<p class="centred">标题</p>'
    assert [each for each in told if NEEDLESS not in each] == []


def test_paste_from_a_word_processor_comes_clean(editor: Page) -> None:
    html = (
        "<html><style>p{color:red}</style><!--StartFragment--><p class=MsoNormal "
        "style='text-align:center'><b>题</b><o:p></o:p></p><h1>一</h1><!--EndFragment--></html>"
    )
    editor.evaluate(PASTE, [html, "题"])
    editor.wait_for_function(f"() => {CONTENT}.includes('</h2>')")
    assert editor.evaluate(CONTENT) == '<p class="centred"><strong>题</strong></p><h2>一</h2>'


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # WebOb leaves long bodies to be collected
def test_five_megabytes_of_paste_leave_the_browser_alive(editor: Page) -> None:
    line = "<p class=MsoNormal style='mso-pagination:widow-orphan'><span>文</span></p>"
    html = line * (500_000 // len(line)) + "<!--" + "x" * 4_500_000 + "-->"
    editor.evaluate(PASTE, [html, "文"])
    editor.wait_for_function(f"() => {CONTENT}.length > 50_000", timeout=60_000)


def test_keys_save_but_not_while_a_word_is_being_composed(editor: Page, world: World) -> None:
    editor.fill("[name=title]", "通知")
    editor.evaluate(
        """() => document.querySelector("[name=title]").dispatchEvent(new KeyboardEvent(
             "keydown", {key: "s", ctrlKey: true, isComposing: true, bubbles: true}))"""
    )
    write(editor, "文")
    assert texts(world) == []
    editor.keyboard.press("Control+s")
    saved(editor)
    assert texts(world) == ["<p>文</p>"]


def test_what_could_not_be_saved_is_offered_at_the_next_opening(editor: Page, world: World) -> None:
    editor.fill("[name=title]", "通知")
    editor.keyboard.press("Control+s")
    saved(editor)
    address = editor.url
    editor.route("**/edit", lambda route: route.abort())
    write(editor, "断网")
    editor.keyboard.press("Control+s")
    expect(editor.locator("#saving [data-state=failed]")).to_be_visible()
    editor.unroute("**/edit")
    editor.on("dialog", lambda dialog: dialog.accept())
    editor.goto("about:blank")
    editor.route("**/edit", lambda route: route.continue_())
    editor.goto(address)
    editor.wait_for_function(READY)
    if "<p>断网</p>" not in texts(world):
        editor.click("#bring-back")
        editor.keyboard.press("Control+s")
        saved(editor)
    assert texts(world)[-1] == "<p>断网</p>"


def test_two_windows_lose_neither_text(editor: Page, world: World) -> None:
    editor.fill("[name=title]", "通知")
    editor.keyboard.press("Control+s")
    saved(editor)
    other = editor.context.new_page()
    other.goto(editor.url)
    other.wait_for_function(READY)
    write(other, "乙")
    other.keyboard.press("Control+s")
    saved(other)
    write(editor, "甲")
    editor.keyboard.press("Control+s")
    expect(editor.locator(".theirs")).to_contain_text("乙")
    editor.keyboard.press("Control+s")
    saved(editor)
    assert texts(world)[-2:] == ["<p>乙</p>", "<p>甲</p>"]


def test_the_preview_has_the_width_of_a_phone_a_tablet_and_a_desktop(editor: Page) -> None:
    editor.fill("[name=title]", "通知")
    editor.keyboard.press("Control+s")
    saved(editor)
    editor.reload()
    editor.click(".previewing summary")
    inside = editor.frame_locator("#preview")
    for name, width in (("phone", 390), ("tablet", 768), ("desktop", 1280)):
        editor.check(f"#width-{name}")
        seen = inside.locator("html").evaluate("() => innerWidth")
        assert abs(seen - width) <= 2
    expect(inside.get_by_role("heading", name="通知").first).to_be_visible()


def test_axe_finds_nothing_on_the_form(editor: Page) -> None:
    assert axe_findings(editor) == []


def test_looking_at_a_document_writes_nothing(editor: Page, world: World, served: str) -> None:
    """The editor spells much HTML in its own way, above all that of older documents."""
    body = "<p>甲&amp;乙<br>丙</p><table><tbody><tr><th>一</th><td>二</td></tr></tbody></table>"
    address = world.publish(f"/{SECTION}", title="通知", body=body)
    before = texts(world)
    editor.goto(f"{served}{address.lstrip('/')}/edit")
    editor.wait_for_function(READY)
    editor.frame_locator(".tox-edit-area__iframe").locator("body").click()
    editor.goto(f"{served}{SECTION}/contents")
    editor.goto(f"{served}{address.lstrip('/')}/history")
    assert texts(world) == before
