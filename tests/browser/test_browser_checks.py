"""What checks find, in a real browser: it follows what is saved, and leads to its place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser_looking import axe_findings, new_context
from playwright.sync_api import Browser, Page, expect
from webtest.http import StopableWSGIServer

from portal.testing import PASSWORD, World

pytestmark = pytest.mark.browser

SAVED_WITHIN = 20_000
"""Patience with the pause before a saving and the saving itself, in milliseconds."""


@pytest.fixture
def editor(browser: Browser, world: World) -> Iterator[Page]:
    """A signed-in editor with the form for a new document."""
    world.site("fgw")
    server = StopableWSGIServer.create(world.app)
    context = new_context(browser, 1440)
    page = context.new_page()
    page.goto(f"{server.application_url}sign-in")
    page.fill("#login", "editor")
    page.fill("#password", PASSWORD)
    page.click(".fields button")
    page.wait_for_url("**/account")
    page.goto(f"{server.application_url}sites/fgw/zwgk/tzgg/add-document")
    page.wait_for_function("() => window.tinymce?.activeEditor?.initialized")
    yield page
    context.close()
    server.shutdown()


def test_what_is_found_follows_what_is_saved_and_leads_to_its_place(editor: Page) -> None:
    editor.fill("[name=title]", "联系13812345678")
    editor.frame_locator(".tox-edit-area__iframe").locator("body").click()
    editor.keyboard.type("机密★五年")
    stops = editor.locator("#checks li.stop")
    expect(stops).to_have_count(2, timeout=SAVED_WITHIN)
    editor.fill("[name=title]", "联系138****5678")
    expect(stops).to_have_count(1, timeout=SAVED_WITHIN)
    assert axe_findings(editor) == []
    editor.click("#checks .spot a")
    expect(editor.locator("#field-body")).to_be_in_viewport()
    editor.goto(editor.url.partition("/edit")[0] + "/draft")
    editor.click("#checks .to-mark")
    mark = editor.frame_locator("iframe.preview").locator("mark.finding")
    expect(mark).to_be_in_viewport()
    expect(mark).to_have_text("机密★")
    assert axe_findings(editor) == []
