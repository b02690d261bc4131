"""A served portal of one site, with people at their windows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from browser_looking import axe_findings, new_context
from playwright.sync_api import Browser, Page
from webtest.http import StopableWSGIServer

from portal.testing import PASSWORD, World

REACH = "document.documentElement.scrollWidth"
WIDE = """() => [...document.querySelectorAll("*")]
  .filter(each => each.getBoundingClientRect().right > innerWidth)
  .slice(-3).map(each => each.outerHTML.slice(0, 200))"""


@dataclass
class Office:
    """A served portal with people at their windows, all of one width unless they say another.

    :ivar name: what pictures begin with.
    """

    address: str
    browser: Browser
    width: int
    pictures: Path | None
    name: str

    @contextmanager
    def at_work(self, login: str, width: int = 0) -> Iterator[Page]:
        """Open a window in which `login` is signed in; empty for a citizen.

        :param width: in pixels; 0 for that of all.
        """
        context = new_context(self.browser, width or self.width)
        page = context.new_page()
        if login:
            page.goto(f"{self.address}sites/fgw/sign-in")
            page.fill("#login", login)
            page.fill("#password", PASSWORD)
            page.click(".fields button")
            page.wait_for_url("**/account")
        yield page
        context.close()

    def look(self, page: Page, name: str) -> None:
        """The page fits and is sound for everybody; keep a picture where one is wanted."""
        page.wait_for_load_state()
        width = page.viewport_size["width"] if page.viewport_size else self.width
        if self.pictures is not None:
            page.screenshot(path=self.pictures / f"{self.name}-{name}-{width}.png", full_page=True)
        assert page.evaluate(REACH) <= width, page.evaluate(WIDE)
        found = axe_findings(page)
        assert found == [], found


@contextmanager
def served_office(
    world: World, browser: Browser, width: int, pictures: Path | None, name: str
) -> Iterator[Office]:
    """Serve a site for people whose windows have `width`."""
    world.site("fgw", sponsor="示例市发展和改革委员会")
    server = StopableWSGIServer.create(world.app)
    yield Office(server.application_url, browser, width, pictures, name)
    server.shutdown()
