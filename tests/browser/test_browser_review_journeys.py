"""A notice on its way through the reviews, to the public, and out of it again.

`PORTAL_SCREENSHOTS=folder` keeps a picture of each stop of the way.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from browser_office import Office, served_office
from playwright.sync_api import Browser, Page, expect

from portal.command.server import start_worker
from portal.content.times import ZONE
from portal.testing import World

pytestmark = pytest.mark.browser

SITE = "sites/fgw"
SECTION = f"{SITE}/zwgk/tzgg"
TITLE = "关于防汛值班的通知"
BODY = ".tox-edit-area__iframe"
READY = "() => window.tinymce?.activeEditor?.initialized"
PROMISED = 2.0
"""Seconds within which everything follows a withdrawal."""
LEAD = timedelta(seconds=20)
"""Shortest time before the full minute at which a release is still scheduled for it."""


@pytest.fixture
def office(
    request: pytest.FixtureRequest, browser: Browser, world: World, kept_pictures: Path | None
) -> Iterator[Office]:
    with served_office(world, browser, request.param, kept_pictures, "review") as served:
        worker = start_worker(world.office)
        yield served
        assert worker.stop(30)


@pytest.mark.parametrize("office", [1440], indirect=True)
def test_a_notice_is_returned_corrected_reviewed_twice_scheduled_and_withdrawn(
    office: Office,
) -> None:
    two_reviews(office)
    with office.at_work("editor") as editor:
        address = write(office, editor, TITLE, "值班电话：12345。")
        hand_in(office, editor, address)
        return_on_a_phone(office)
        correct(office, editor, address)
        review_twice(office)
    with office.at_work("") as citizen:
        published = meet(office, citizen)
        withdraw(office, citizen, published)


@pytest.mark.parametrize("office", [390], indirect=True)
def test_what_was_released_urgently_is_chased_until_others_approved_it(office: Office) -> None:
    two_reviews(office)
    with office.at_work("editor") as editor:
        address = write(office, editor, "关于紧急停水的公告", "今晚停水。")
    published = release_urgently(office, address)
    with office.at_work("") as citizen:
        citizen.goto(published)
        expect(citizen.locator("main")).to_contain_text("今晚停水")
    for login, name in (("reviewer_1", "pass_on_afterwards"), ("reviewer", "approve_afterwards")):
        with office.at_work(login) as reviewer:
            reviewer.goto(f"{office.address}{SITE}/desk")
            office.look(reviewer, f"owed-{login}")
            reviewer.get_by_role("link", name="关于紧急停水的公告").first.click()
            if name == "approve_afterwards":
                reviewer.check(f"#secrecy-{name}")
            reviewer.click(f"#decide-{name} button")
            reviewer.wait_for_url(f"**/draft?done={name}")
    with office.at_work("reviewer_2") as reviewer:
        reviewer.goto(f"{office.address}{SITE}/desk")
        expect(reviewer.get_by_role("link", name="关于紧急停水的公告")).to_have_count(0)


def release_urgently(office: Office, address: str) -> str:
    """Let who publishes not wait for the reviews, and return where the public finds it."""
    with office.at_work("publisher") as publisher:
        publisher.goto(address)
        if not publisher.locator("details.rare[open]").count():
            publisher.locator(".rare summary").click()
        publisher.fill("#reason-release_urgently", "管道爆裂，市民须立即知道。")
        publisher.click("#decide-release_urgently button")
        publisher.wait_for_url("**/draft?done=release_urgently")
        office.look(publisher, "urgent")
        return publisher.url.partition("/draft")[0]


def two_reviews(office: Office) -> None:
    """Let a manager ask for two reviews and the statement on secrecy."""
    with office.at_work("manager") as manager:
        manager.goto(f"{office.address}{SITE}/review-rule")
        manager.check("input[name=steps][value='2']")
        manager.check("input[name=secrecy]")
        office.look(manager, "rule")
        manager.get_by_role("button", name=re.compile("保存|确定")).first.click()
        manager.wait_for_url("**/review-rule?done**")


def write(office: Office, editor: Page, title: str, text: str) -> str:
    """Write a draft and return the address of the page on which others decide on it."""
    editor.goto(f"{office.address}{SECTION}/add-document")
    editor.wait_for_function(READY)
    editor.fill("input[name=title]", title)
    editor.frame_locator(BODY).locator("body").click()
    editor.keyboard.type(text)
    editor.click("button[name=save]")
    editor.wait_for_url("**/edit?**")
    return f"{editor.url.partition('/edit')[0]}/draft"


def hand_in(office: Office, editor: Page, address: str) -> None:
    editor.goto(address)
    editor.check("#urgent-hand_in")
    editor.click("#decide-hand_in button")
    editor.wait_for_url("**/draft?done=hand_in")
    office.look(editor, "handed-in")


def return_on_a_phone(office: Office) -> None:
    """Let the first reviewer find it on the desk of a phone and give it back."""
    with office.at_work("reviewer_1", 390) as reviewer:
        reviewer.goto(f"{office.address}{SITE}/desk")
        office.look(reviewer, "to-review")
        reviewer.get_by_role("link", name=TITLE).first.click()
        reviewer.fill("#reason-return", "请写明值班时间。")
        reviewer.click("#decide-return button")
        reviewer.wait_for_url("**/draft?done=return")
        office.look(reviewer, "returned")


def correct(office: Office, editor: Page, address: str) -> None:
    """Find it on the desk, read why, write on, compare both versions, hand it in again."""
    editor.goto(f"{office.address}{SITE}/desk")
    expect(editor.locator("main")).to_contain_text("请写明值班时间。")
    office.look(editor, "returned-to-editor")
    editor.goto(address.replace("/draft", "/edit"))
    editor.wait_for_function(READY)
    editor.frame_locator(BODY).locator("body").click()
    editor.keyboard.press("Control+End")
    editor.keyboard.type("值班时间：每日8时至次日8时。")
    editor.click("button[name=save]")
    editor.wait_for_url("**/edit?**")
    editor.goto(address.replace("/draft", "/history"))
    office.look(editor, "compared")
    hand_in(office, editor, address)


def review_twice(office: Office) -> None:
    """Let one pass it on, and another one state that nothing is secret and choose the moment."""
    with office.at_work("reviewer_1") as first:
        first.goto(f"{office.address}{SITE}/desk")
        first.get_by_role("link", name=TITLE).first.click()
        first.click("#decide-pass_on button")
        first.wait_for_url("**/draft?done=pass_on")
    with office.at_work("reviewer") as last:
        last.goto(f"{office.address}{SITE}/desk")
        last.get_by_role("link", name=TITLE).first.click()
        last.fill("#moment-schedule", next_minute().strftime("%Y-%m-%dT%H:%M"))
        last.check("#secrecy-schedule")
        office.look(last, "second-review")
        last.click("#decide-schedule button")
        last.wait_for_url("**/draft?done=schedule")
        office.look(last, "scheduled")


def next_minute() -> datetime:
    """Return the next full minute that is far enough, in the zone of the site."""
    soon = datetime.now(ZONE) + LEAD
    return soon.replace(second=0, microsecond=0) + timedelta(minutes=1)


def meet(office: Office, citizen: Page) -> str:
    """Wait until the release has come, find it by the search, and return its address."""
    wait_until(lambda: title_at(citizen, f"{office.address}{SECTION}/"), 90)
    office.look(citizen, "listed")
    found = f"{office.address}{SITE}/search?q=%E9%98%B2%E6%B1%9B"
    wait_until(lambda: title_at(citizen, found), 10)
    office.look(citizen, "found")
    citizen.get_by_role("link", name=TITLE).first.click()
    expect(citizen.locator("main")).to_contain_text("每日8时至次日8时")
    office.look(citizen, "published")
    return citizen.url.partition("?")[0]


def title_at(page: Page, address: str) -> bool:
    page.goto(address)
    return page.get_by_role("link", name=TITLE).count() > 0


def withdraw(office: Office, citizen: Page, published: str) -> None:
    """Take it back, and look for it everywhere before two seconds are over."""
    with office.at_work("reviewer") as reviewer:
        reviewer.goto(f"{published}/draft")
        reviewer.fill("#reason-withdraw", "电话号码有误")
        reviewer.fill("#notice-withdraw", "本通知因内容调整已撤下。")
        reviewer.click("#decide-withdraw button")
        reviewer.wait_for_url("**/draft?done=withdraw")
        clicked = time.monotonic()
    asked = citizen.context.request
    name = published.rpartition("/")[2]
    wait_until(lambda: asked.get(published).status == 410, PROMISED)
    for path in (f"{SECTION}/", f"{SECTION}/feed.xml", f"{SITE}/search?q=%E9%98%B2%E6%B1%9B"):
        wait_until(lambda path=path: name not in asked.get(f"{office.address}{path}").text(), 2)  # type: ignore[misc]
    assert time.monotonic() - clicked < PROMISED
    citizen.goto(published)
    expect(citizen.locator("main")).to_contain_text("本通知因内容调整已撤下。")
    office.look(citizen, "withdrawn")


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)
