"""The working day of an editor and a reviewer: from a Word file to the public, and back again.

`PORTAL_SCREENSHOTS=folder` keeps a picture of each stop of the way.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import PIL.Image
import pytest
from browser_office import Office, served_office
from playwright.sync_api import Browser, Page, expect

from portal.testing import World

pytestmark = pytest.mark.browser

SECTION = "sites/fgw/zwgk/tzgg"
TITLE = "关于春节放假安排的通知"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
READY = "() => window.tinymce?.activeEditor?.initialized"
BODY = ".tox-edit-area__iframe"
PATIENCE = 20_000
"""Milliseconds for saving by itself on a busy machine."""


@pytest.fixture(params=[1440, 390])
def office(
    request: pytest.FixtureRequest, browser: Browser, world: World, kept_pictures: Path | None
) -> Iterator[Office]:
    with served_office(world, browser, request.param, kept_pictures, "desk") as served:
        yield served


def word_file() -> bytes:
    """Return a notice as an office writes it, with a picture."""
    picture, kept = io.BytesIO(), io.BytesIO()
    PIL.Image.new("RGB", (320, 160), "steelblue").save(picture, "PNG")
    document = docx.Document()
    document.add_heading(TITLE, 1)
    document.add_paragraph("各科室：现将放假安排通知如下，请遵照执行。")
    document.add_picture(io.BytesIO(picture.getvalue()))
    document.save(kept)
    return kept.getvalue()


def file(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def write(page: Page, text: str) -> None:
    page.wait_for_function(READY)
    page.frame_locator(BODY).locator("body").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def begin(office: Office, page: Page) -> str:
    """Take over a Word file, attach a file, write on, leave, and return the form's address."""
    page.goto(f"{office.address}{SECTION}/add-document")
    page.set_input_files("#word", file("通知.docx", word_file()))
    page.click("button[name=import_word]")
    page.wait_for_url("**/edit?**")
    address = page.url.partition("?")[0]
    page.wait_for_function(READY)
    office.look(page, "taken-over")
    page.set_input_files("#file-attachments", file("放假安排表.pdf", PDF))
    expect(page.locator("#attached li")).to_have_count(1)
    write(page, "值班电话见附件。")
    expect(page.locator("#saving [data-state=saved]")).to_be_visible(timeout=PATIENCE)
    return address


def test_a_notice_goes_from_a_word_file_to_the_public_and_stays_until_the_next_release(
    office: Office,
) -> None:
    with office.at_work("editor") as editor, office.at_work("reviewer") as reviewer:
        address = begin(office, editor)
        editor.goto(f"{office.address}sites/fgw/desk")
        office.look(editor, "my-desk")
        come_back(office, editor)
        published = approve(office, reviewer)
        with office.at_work("") as citizen:
            citizen.goto(published)
            office.look(citizen, "published")
            for seen in ("值班电话见附件", "放假安排表"):
                expect(citizen.locator("main")).to_contain_text(seen)
            assert citizen.locator(".prose img").evaluate("image => image.naturalWidth") > 0
            editor.goto(f"{published}/edit")
            write(editor, "此外，另有规定的从其规定。")
            editor.keyboard.press("Control+s")
            expect(editor.locator("#saving [data-state=saved]")).to_be_visible(timeout=PATIENCE)
            citizen.reload()
            expect(citizen.locator("main")).not_to_contain_text("从其规定")
            expect(citizen.locator("main")).to_contain_text("值班电话见附件")
        compare_and_restore(office, editor, published)
        delete_and_restore(office, reviewer, published)
    assert address != published


def come_back(office: Office, editor: Page) -> None:
    """Open the draft from the desk as it saved itself, look at it on three widths, hand it in."""
    editor.get_by_role("link", name=TITLE).first.click()
    editor.get_by_role("link", name="编辑").first.click()
    editor.wait_for_function(READY)
    text = editor.frame_locator(BODY).locator("body")
    expect(text).to_contain_text("值班电话见附件")
    editor.locator("h1").click()
    editor.keyboard.press("Control+p")
    for width, pixels in (("phone", 390), ("tablet", 768), ("desktop", 1280)):
        editor.check(f"#width-{width}")
        frame = editor.frame_locator("#preview")
        expect(frame.locator("main")).to_contain_text("值班电话见附件")
        assert frame.locator("html").evaluate("() => innerWidth") == pixels
    office.look(editor, "previewed")
    editor.click("button[name=hand_in]")
    editor.wait_for_url("**/draft?done=hand_in")
    office.look(editor, "handed-in")


def approve(office: Office, reviewer: Page) -> str:
    """Find the draft in the inbox, look at it, approve it, and return where the public finds it."""
    reviewer.goto(f"{office.address}sites/fgw/desk")
    office.look(reviewer, "inbox")
    reviewer.get_by_role("link", name=TITLE).first.click()
    office.look(reviewer, "to-review")
    reviewer.click("#decide-approve button")
    reviewer.wait_for_url("**/draft?done=approve")
    return reviewer.url.partition("/draft?")[0]


def compare_and_restore(office: Office, editor: Page, published: str) -> None:
    """See what the draft changes, and make what the public sees the newest draft again."""
    editor.goto(f"{published}/history")
    expect(editor.locator(".changes ins").first).to_contain_text("从其规定")
    office.look(editor, "history")
    editor.locator("button[name=revision]").last.click()
    editor.wait_for_url("**/edit?saved")
    editor.wait_for_function(READY)
    expect(editor.frame_locator(BODY).locator("body")).not_to_contain_text("从其规定")


def delete_and_restore(office: Office, reviewer: Page, published: str) -> None:
    """Delete by the bar, with what that means said before, and bring it back from the trash."""
    reviewer.goto(f"{published}/draft")
    reviewer.locator(".toolbar .menu summary").last.click()
    reviewer.get_by_role("link", name="删除").click()
    reviewer.wait_for_selector("#sure")
    office.look(reviewer, "to-delete")
    reviewer.click("button[name=sure]")
    reviewer.wait_for_selector(".done")
    with office.at_work("") as citizen:
        answer = citizen.goto(published)
        assert answer is not None
        assert answer.status == 410
        reviewer.goto(f"{office.address}{SECTION}/trash")
        office.look(reviewer, "trash")
        reviewer.click("button[name=restore]")
        reviewer.wait_for_selector(".done")
        citizen.goto(published)
        expect(citizen.locator("main")).to_contain_text("值班电话见附件")
