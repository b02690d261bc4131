"""A browser, and the demonstration that it looks at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_looking import new_context, sign_in
from browser_places import Place
from browser_serving import Demonstration, served_demonstration
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    place = shutil.which("chromium")
    if place is None:
        missing = "There is no chromium on the path; Debian's package of that name brings it."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=place, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demonstration(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    """Asks for the browser first, so that nothing is built where there is none."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with served_demonstration(tmp_path_factory.mktemp("demonstration"), common) as served:
        yield served


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder for pictures of pages: what PORTAL_SCREENSHOTS names, or a temporary one."""
    named = os.environ.get("PORTAL_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def kept_pictures() -> Path | None:
    """Folder for the pictures of all pages, if `PORTAL_SCREENSHOTS` names one."""
    named = os.environ.get("PORTAL_SCREENSHOTS")
    if not named:
        return None
    Path(named).mkdir(parents=True, exist_ok=True)
    return Path(named)


@pytest.fixture(scope="session")
def window(browser: Browser, demonstration: Demonstration) -> Iterator[Opener]:
    """Open a page: `window(390, script=False, login="manager")`; those alike share a session.

    The server takes 100 connections, so whoever opens a page closes it.
    """
    contexts: dict[tuple[int, bool, str], BrowserContext] = {}

    def window(width: int = 1440, *, script: bool = True, login: str = "") -> Page:
        key = width, script, login
        if key not in contexts:
            contexts[key] = new_context(browser, width, script=script)
            if login:
                page = contexts[key].new_page()
                sign_in(page, demonstration, login)
                page.close()
        return contexts[key].new_page()

    yield window
    for context in contexts.values():
        context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of somebody who has never been here."""
    context = new_context(browser, 1440)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def address_of(window: Opener, demonstration: Demonstration) -> Callable[[Place], str]:
    """Return the address of a place; that of a document is looked up in its section."""
    known: dict[Place, str] = {}

    def address_of(place: Place) -> str:
        if place not in known:
            address = f"{demonstration.address}{place.path}"
            if place.follow:
                page = window(login=place.login)
                page.goto(address)
                for links in place.follow:
                    page.goto(page.locator(links).first.evaluate("link => link.href"))
                address = page.url
                page.close()
            known[place] = f"{address}{place.then}"
        return known[place]

    return address_of
