"""A reviewer does the whole work with a thumb, on a telephone.

`PORTAL_SCREENSHOTS=folder` keeps a picture of each stop.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser_looking import OPENS_WITHIN, REACH, SMALL, axe_findings
from playwright.sync_api import Browser, Page, expect
from webtest.http import StopableWSGIServer

from portal.content.document.operations import create_document, save_draft
from portal.content.document.review import hand_in
from portal.testing import PASSWORD, World

pytestmark = pytest.mark.browser

SECTION = "/sites/fgw/zwgk/tzgg"
NEW, LATER = "关于开展夏季安全生产检查的通知", "关于调整办公时间的通知"
REASON = "请写明检查的起止日期。"
PHONE = 390


@dataclass
class Phone:
    """A telephone in the hand of somebody; each stop is looked at."""

    address: str
    page: Page
    pictures: Path

    def look(self, name: str) -> None:
        """Notice what does not fit, what a thumb misses and what axe finds."""
        self.page.screenshot(path=self.pictures / f"reviewing-{name}.png", full_page=True)
        assert self.page.evaluate(REACH) <= PHONE
        assert self.page.evaluate(SMALL) == []
        assert axe_findings(self.page) == []

    def sign_in(self, login: str) -> None:
        self.page.goto(f"{self.address}sites/fgw/sign-in")
        self.page.fill("#login", login)
        self.page.fill("#password", PASSWORD)
        self.page.tap(".fields button")
        self.page.wait_for_url("**/account")


@pytest.fixture
def phone(browser: Browser, world: World, pictures: Path) -> Iterator[Phone]:
    world.site("fgw")
    write_drafts(world)
    server = StopableWSGIServer.create(world.app)
    context = browser.new_context(
        viewport={"width": PHONE, "height": 844},
        has_touch=True,
        is_mobile=True,
        locale="zh-CN",
        reduced_motion="reduce",
    )
    context.set_default_timeout(OPENS_WITHIN)
    yield Phone(server.application_url, context.new_page(), pictures)
    context.close()
    server.shutdown()


def write_drafts(world: World) -> None:
    """Hand in a new document, and a later draft of one that the public sees."""
    published = world.publish(SECTION, title=LATER, body="<p>上午九时开门。</p>", source="办公室")
    new: Any = {"title": NEW, "body": "<p>检查范围为全市。</p>", "source": "办公室"}
    later: Any = {"body": "<p>上午八时三十分开门。</p>"}
    with world.office.transaction() as (cluster, act):
        by_editor = type(act)(by="editor", at=act.at, announce=act.announce)
        hand_in(create_document(world.place(cluster, SECTION), new, by_editor), by_editor)
        document = world.place(cluster, published)
        save_draft(document, later, by_editor)
        hand_in(document, by_editor)


def test_a_reviewer_returns_one_draft_and_approves_another_on_a_telephone(
    phone: Phone, world: World
) -> None:
    page = phone.page
    phone.sign_in("reviewer")
    page.goto(f"{phone.address}sites/fgw/desk")
    phone.look("inbox")
    page.get_by_role("link", name=NEW).first.tap()
    page.wait_for_selector("#decide-return")
    phone.look("new")
    page.locator("#decide-return textarea").tap()
    page.keyboard.type(REASON)
    page.tap("#decide-return button")
    page.wait_for_url("**/draft?done=return")
    phone.look("returned")
    page.goto(f"{phone.address}sites/fgw/desk")
    page.get_by_role("link", name=LATER).first.tap()
    expect(page.locator(".changes ins").first).to_contain_text("八")
    expect(page.locator(".changes del").first).to_contain_text("九")
    phone.look("changed")
    page.tap("#decide-approve button")
    page.wait_for_url("**/draft?done=approve")
    phone.look("approved")
    assert REASON in world.browser("editor").get("/sites/fgw/desk").text
    public = urlsplit(page.url).path.removesuffix("/draft")
    assert "八时三十分" in world.browser().get(public).text
