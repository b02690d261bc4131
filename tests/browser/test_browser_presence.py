"""Two people at one text, and a session that ends while somebody types, in real windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser_looking import axe_findings, new_context
from playwright.sync_api import Browser, BrowserContext, Page, expect
from webtest.http import StopableWSGIServer

from portal.content.document.operations import create_document
from portal.security.policy import COOKIE
from portal.testing import PASSWORD, World

pytestmark = pytest.mark.browser

SECTION = "/sites/fgw/zwgk/tzgg"
SAVED_WITHIN = 20_000
"""Patience with saving and with the look for a new session, in milliseconds."""
READY = "() => window.tinymce?.activeEditor?.initialized"
BEAT = "document.getElementById('form').dispatchEvent(new Event('welcome'))"

BEATS_MOST = 20

Person = Callable[[str], BrowserContext]


@pytest.fixture(scope="module")
def world(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Asks for the browser first, so that nothing is made where there is none."""
    made = World.make(tmp_path_factory.mktemp("presence"))
    made.site("fgw")
    yield made
    made.close()


@pytest.fixture(scope="module")
def served(world: World) -> Iterator[str]:
    server = StopableWSGIServer.create(world.app)
    yield server.application_url.rstrip("/")
    server.shutdown()


@pytest.fixture
def person(browser: Browser, served: str) -> Iterator[Person]:
    """Sign somebody in with a browser of their own."""
    contexts: list[BrowserContext] = []

    def person(login: str) -> BrowserContext:
        contexts.append(new_context(browser, 1440))
        page = contexts[-1].new_page()
        page.goto(f"{served}/sign-in")
        sign_in(page, login)
        page.wait_for_url("**/account")
        page.close()
        return contexts[-1]

    yield person
    for context in contexts:
        context.close()


def sign_in(page: Page, login: str) -> None:
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click(".fields button")


def draft(world: World) -> str:
    data: Any = {"title": "通知", "body": "<p>文</p>"}
    with world.office.transaction() as (cluster, act):
        deed = type(act)(by="editor", at=act.at, announce=act.announce)
        return f"{SECTION}/{create_document(world.place(cluster, SECTION), data, deed).__name__}"


def editing(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/edit")
    page.wait_for_function(READY)
    return page


def write(page: Page, text: str) -> None:
    page.frame_locator(".tox-edit-area__iframe").locator("body").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def saved(page: Page) -> None:
    shown = page.locator("#saving [data-state=saved]")
    expect(shown).to_be_visible(timeout=SAVED_WITHIN)


def texts(world: World, address: str) -> list[str]:
    with world.office.transaction() as (cluster, _act):
        return [each.text.html for each in world.place(cluster, address).revisions]


def alone(page: Page) -> None:
    """Wait until nobody else is here; a window that closes tells so in passing."""
    for _beat in range(BEATS_MOST):
        page.evaluate(BEAT)
        page.wait_for_timeout(500)
        if page.locator("#present").is_hidden():
            break
    expect(page.locator("#present")).to_be_hidden()


def test_two_people_see_each_other_and_neither_version_is_lost(
    world: World, served: str, person: Person
) -> None:
    address = draft(world)
    first = editing(person("editor"), served + address)
    expect(first.locator("#present")).to_be_hidden()
    second = editing(person("manager"), served + address)
    expect(second.locator("#present")).to_contain_text("editor")
    assert axe_findings(second) == []
    second.get_by_role("link", name="Edit anyway").or_(
        second.get_by_role("link", name="继续编辑")
    ).click()
    expect(second.locator("#form [name=title]")).to_be_focused()
    first.evaluate(BEAT)
    expect(first.locator("#present")).to_contain_text("manager")
    write(first, "甲")
    first.keyboard.press("Control+s")
    saved(first)
    second.evaluate(BEAT)
    expect(second.locator("#newer")).to_contain_text("editor")
    write(second, "乙")
    second.keyboard.press("Control+s")
    expect(second.locator(".theirs")).to_contain_text("文甲")
    second.keyboard.press("Control+s")
    saved(second)
    expect(second.locator("#newer")).to_be_hidden()
    assert texts(world, address) == ["<p>文甲</p>", "<p>文乙</p>"]
    second.close()
    alone(first)


def test_after_the_session_ended_saving_goes_on_by_itself_once_signed_in_again(
    world: World, served: str, person: Person
) -> None:
    address = draft(world)
    context = person("editor")
    page = editing(context, served + address)
    context.clear_cookies(name=COOKIE)
    write(page, "续")
    page.keyboard.press("Control+s")
    ended = page.locator("#saving [data-state=signed-out]")
    expect(ended).to_be_visible(timeout=SAVED_WITHIN)
    write(page, "写")
    with context.expect_page() as opened:
        ended.get_by_role("link").click()
    context.clear_cookies()  # also the token of the forms is another one now
    opened.value.reload()
    sign_in(opened.value, "editor")
    opened.value.wait_for_url("**/account")
    saved(page)
    assert texts(world, address) == ["<p>文续写</p>"]


def test_a_form_sent_after_the_session_ended_comes_back_filled_in(
    world: World, served: str, person: Person
) -> None:
    address = draft(world)
    context = person("editor")
    page = editing(context, served + address)
    write(page, "归来")
    context.clear_cookies(name=COOKIE)
    page.locator("#form button[name=save]").click()
    page.wait_for_selector("#password")
    assert axe_findings(page) == []
    sign_in(page, "editor")
    page.locator("#resume button").click()
    page.wait_for_function(READY)
    assert texts(world, address) == ["<p>文</p>"]
    body = page.frame_locator(".tox-edit-area__iframe").locator("body")
    expect(body).to_have_text("文归来")
    saved(page)
    assert texts(world, address) == ["<p>文归来</p>"]


def test_what_one_window_could_not_save_outlives_the_saving_of_another(
    world: World, served: str, person: Person
) -> None:
    address = draft(world)
    context = person("editor")
    one, other = (editing(context, served + address) for _ in range(2))
    one.route("**/edit", lambda route: route.abort())
    write(one, "断")
    one.keyboard.press("Control+s")
    expect(one.locator("#saving [data-state=failed]")).to_be_visible()
    write(other, "通")
    other.keyboard.press("Control+s")
    saved(other)
    one.close()
    again = editing(context, served + address)
    again.click("#bring-back")
    expect(again.locator("[name=body]")).to_have_value("<p>文断</p>")


def test_the_page_of_links_copies_and_has_no_faults(
    world: World, served: str, person: Person
) -> None:
    context = person("editor")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{served}{draft(world)}/share")
    page.fill("#note", "王律师")
    page.click("#make button")
    page.click("[data-copies]")
    expect(page.locator("[data-copies] [role=status]")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".copied input").input_value()
    assert axe_findings(page) == []
    page.goto(copied)
    expect(page.locator("main .shared")).to_be_visible()
    assert axe_findings(page) == []
