"""A release in a running server reaches the public at once."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from webtest.http import StopableWSGIServer

from portal.command.server import start_worker
from portal.testing import World

pytestmark = pytest.mark.browser

FOUND_WITHIN = 2.0
"""Longest time from release until the search finds a document, in seconds."""
WORD = "防汛值守"


@pytest.fixture
def served(browser: object, world: World) -> Iterator[str]:
    """Asks for the browser first, so that nothing is served where there is none."""
    worker = start_worker(world.office)
    server = StopableWSGIServer.create(world.app)
    yield server.application_url
    server.shutdown()
    worker.stop()


def test_a_document_is_found_two_seconds_after_its_release(
    served: str, world: World, page: Page
) -> None:
    site = world.site("fgw").strip("/")
    page.goto(f"{served}{site}/search?q={WORD}")
    assert page.locator(".results > li").count() == 0
    world.publish(f"/{site}/zwgk/tzgg", title=f"关于加强汛期{WORD}工作的通知")
    released = time.monotonic()
    while not page.locator(".results > li").count():
        assert time.monotonic() - released < FOUND_WITHIN
        page.reload()
    page.locator(".results h2 a").click()
    assert WORD in page.inner_text("h1")
