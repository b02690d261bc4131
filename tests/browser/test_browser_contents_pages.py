"""The list of documents, batch work and the trash in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser_looking import REACH, SMALL, axe_findings, new_context
from playwright.sync_api import Browser, Page, expect
from webtest.http import StopableWSGIServer

from portal.command.server import start_worker
from portal.content.document.operations import publish_document
from portal.testing import PASSWORD, World

pytestmark = pytest.mark.browser

SITE = "/sites/fgw"
SECTION = f"{SITE}/zwgk/tzgg"
OTHER = f"{SITE}/zwgk/gzdt"
MANY = 200
PATIENCE = 60_000
"""Milliseconds for work that is left to the worker, on a busy machine."""


@pytest.fixture(scope="module")
def base(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    world = World.make(tmp_path_factory.mktemp("contents"))
    world.site("fgw")
    with world.office.transaction() as (cluster, act):
        for number in range(MANY):
            data: Any = {"title": f"第{number:03}号通知", "body": "<p>文</p>", "source": "办公室"}
            publish_document(world.place(cluster, SECTION), data, act)
    worker = start_worker(world.office)
    server = StopableWSGIServer.create(world.app)
    yield server.application_url.rstrip("/")
    server.shutdown()
    worker.stop()
    world.close()


@pytest.fixture(params=[1440, 390])
def page(browser: Browser, base: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = new_context(browser, request.param)
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.fill("#login", "manager")
    page.fill("#password", PASSWORD)
    page.click(".fields button")
    page.wait_for_url("**/account")
    yield page
    context.close()


def sound(page: Page, width: int) -> None:
    assert axe_findings(page) == []
    assert page.evaluate(REACH) <= width


def test_a_page_of_documents_is_chosen_at_once_and_counted(page: Page, base: str) -> None:
    page.goto(f"{base}{SECTION}/contents")
    page.check("#pick-page")
    expect(page.locator(".chosen b")).to_have_text("50")
    page.locator("input[name=pick]").first.uncheck()
    expect(page.locator(".chosen b")).to_have_text("49")
    page.check("#pick-all")
    expect(page.locator(".chosen b")).to_have_text(str(MANY))


def test_two_hundred_documents_are_sorted_moved_and_moved_back(page: Page, base: str) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.goto(f"{base}{SECTION}/contents?order=title")
    expect(page.locator("table.contents tbody tr").first).to_contain_text("第000号通知")
    sound(page, width)
    page.check("#pick-all")
    page.click("button[value=move]")
    sound(page, width)
    value = page.locator("#target option").filter(has_text="工作动态").get_attribute("value")
    page.select_option("#target", value)
    page.click("button[name=sure]")
    finished(page)
    sound(page, width)
    progress = page.url
    page.goto(f"{base}{OTHER}/contents")
    expect(page.locator("table.contents tbody tr")).to_have_count(50)
    page.goto(progress)
    page.click("#work button[name=undo]")
    finished(page)
    page.goto(f"{base}{OTHER}/contents")
    expect(page.locator("table.contents")).to_have_count(0)


def finished(page: Page) -> None:
    """Watch the page of a long work until all of it is done."""
    expect(page.locator("#progress .sums dd").first).to_have_text(str(MANY), timeout=PATIENCE)
    expect(page.locator("#work button[name=stop]")).to_have_count(0, timeout=PATIENCE)


def test_a_document_is_deleted_and_brought_back_by_keyboard_alone(page: Page, base: str) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.goto(f"{base}{SECTION}/contents?words=007")
    page.focus("input[name=pick]")
    page.keyboard.press("Space")
    page.focus("button[value=delete]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sure")
    page.focus("button[name=sure]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".done")
    page.goto(f"{base}{SECTION}/trash")
    expect(page.locator("table.contents")).to_contain_text("第007号通知")
    sound(page, width)
    page.focus("button[name=restore]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".done")
    page.goto(f"{base}{SECTION}/contents?words=007")
    expect(page.locator("table.contents tbody tr")).to_have_count(1)


def test_the_page_of_roles_is_sound(page: Page, base: str) -> None:
    page.goto(f"{base}{SITE}/people")
    width = page.viewport_size["width"] if page.viewport_size else 0
    sound(page, width)
    if width < 600:
        assert page.evaluate(SMALL) == []
