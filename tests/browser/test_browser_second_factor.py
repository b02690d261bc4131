"""Setting up a second factor and signing in with it, on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from browser_looking import axe_findings, new_context
from playwright.sync_api import Browser, Page, expect
from webtest.http import StopableWSGIServer

from portal.security.totp import code_at, step_at
from portal.testing import PASSWORD, World

pytestmark = pytest.mark.browser

WIDTH = 390


@pytest.fixture
def served(browser: Browser, tmp_path: Path) -> Iterator[str]:
    """Asks for the browser first, so that nothing is made where there is none."""
    assert browser.is_connected()
    world = World.make(tmp_path)
    server = StopableWSGIServer.create(world.app)
    yield server.application_url.rstrip("/")
    server.shutdown()
    world.close()


def give_password(page: Page, served: str) -> None:
    page.goto(f"{served}/sign-in")
    page.fill("#login", "administrator")
    page.fill("#password", PASSWORD)
    page.click(".fields button")


def look(page: Page, pictures: Path, name: str) -> None:
    """Make sure that the page fits the screen and that everybody can use it."""
    page.screenshot(path=pictures / f"second-factor-{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert axe_findings(page) == []


def code(secret: str, steps: int = 0) -> str:
    return code_at(secret, step_at(datetime.now(UTC)) + steps)


def set_up(page: Page, served: str, pictures: Path) -> str:
    """Set up a second factor and return its secret."""
    give_password(page, served)
    page.goto(f"{served}/second-factor")
    page.fill("#password", PASSWORD)
    page.click(".fields button")
    secret = page.inner_text("code.secret").replace(" ", "")
    look(page, pictures, "enrol")
    page.fill("#code", code(secret))
    page.click("#enrol .fields button")
    expect(page.locator(".codes li")).to_have_count(10)
    look(page, pictures, "codes")
    return secret


def sign_in(page: Page, served: str, secret: str, pictures: Path) -> None:
    """Sign in with a wrong code, and then with the next right one."""
    give_password(page, served)
    expect(page.locator("#code")).to_be_focused()
    look(page, pictures, "asked")
    page.fill("#code", "not-it")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_be_visible()
    page.fill("#code", code(secret, 1))
    page.keyboard.press("Enter")
    page.wait_for_url("**/account")
    look(page, pictures, "account")


def test_a_second_factor_is_set_up_and_used_on_a_telephone(
    browser: Browser, served: str, pictures: Path
) -> None:
    first, second = new_context(browser, WIDTH), new_context(browser, WIDTH)
    secret = set_up(first.new_page(), served, pictures)
    page = second.new_page()
    sign_in(page, served, secret, pictures)
    page.goto(f"{served}/sessions")
    look(page, pictures, "sessions")
    page.get_by_role("button").filter(has=page.locator(".unseen")).first.click()
    expect(page.locator(".signed-in li")).to_have_count(1)
    page.goto(f"{served}/security-settings")
    look(page, pictures, "settings")
    first.close()
    second.close()
