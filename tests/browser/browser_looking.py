"""What a browser notices about a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from axe_core_python.base import AXE_SCRIPT  # type: ignore[import-untyped]  # it has no types
from browser_places import WIDTHS, Place
from browser_serving import Demonstration
from playwright.sync_api import Browser, BrowserContext, Page

PHONE = min(WIDTHS)
NARROW = 320
"""A window of 1280 pixels, magnified four times; source: WCAG 2.2, 1.4.10."""
OPENS_WITHIN = 20_000
"""Patience with a page on a busy machine, in milliseconds."""

SCROLL = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
  }
  const late = [...document.images].filter(image => !image.complete);
  await Promise.all(late.map(image => new Promise(done => image.onload = image.onerror = done)));
  scrollTo(0, 0);
}"""
REACH = "document.documentElement.scrollWidth"
IMAGES = """() => [...document.images].map(image => ({
  address: image.currentSrc || image.src,
  alternative: image.getAttribute("alt"),
  loaded: image.naturalWidth > 0,
  decorates: Boolean(image.closest("a.name")),
}))"""
WORDS = """() => {
  const said = ["alt", "title", "placeholder", "aria-label"];
  const marked = [...document.querySelectorAll(said.map(name => `[${name}]`).join())];
  const texts = marked.flatMap(each => said.map(name => each.getAttribute(name) || ""));
  return [document.title, document.body.innerText, ...texts].join("\\n");
}"""
TEXT = """() => {
  const scripted = [...document.querySelectorAll("[data-script]:not([hidden])")];
  scripted.forEach(each => each.hidden = true);
  const text = document.body.innerText;
  scripted.forEach(each => each.hidden = false);
  return text;
}"""
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter(each => each.checkVisibility() && !each.closest(".prose, .skip, p:not([class])"))
  .filter(each => getComputedStyle(each, "::after").position !== "absolute")
  .filter(each => (each.closest("label") || each).getBoundingClientRect().height < 43.5)
  .map(each => each.outerHTML)"""
VIOLATIONS = """async () => (await axe.run(document)).violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`)
)"""


class Image(TypedDict):
    """A picture of a page; `decorates` tells the logo beside the name of the site."""

    address: str
    alternative: str | None
    loaded: bool
    decorates: bool


@dataclass(frozen=True)
class Visit:
    """What was noticed about a page.

    :ivar told: errors on the console and addresses that could not be loaded.
    :ivar reach: width that the page needs, in CSS pixels.
    :ivar reaches: width that it needs in the window of a telephone and in a narrower one, by the
        width of the window in CSS pixels.
    :ivar text: what is seen, without what only a script can offer.
    :ivar words: everything that is read out or seen, one piece on a line.
    :ivar violations: what axe has found; `violations_folded` on a telephone, of what the public
        sees.
    :ivar small: HTML of buttons, fields and links outside of running text under 44 pixels, on a
        telephone.
    """

    place: Place
    width: int
    status: int
    title: str
    told: tuple[str, ...]
    reach: int
    reaches: dict[int, int]
    text: str
    words: str
    images: list[Image]
    violations: list[str]
    violations_folded: list[str]
    small: list[str]


def new_context(browser: Browser, width: int, *, script: bool = True) -> BrowserContext:
    """Return a session of its own, with a window of `width`."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        java_script_enabled=script,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.set_default_timeout(OPENS_WITHIN)
    return context


def sign_in(page: Page, served: Demonstration, login: str) -> None:
    """Sign in with the form of the portal."""
    page.goto(f"{served.address}/sites/portal/sign-in")
    page.fill("#login", login)
    page.fill("#password", served.passwords[login])
    page.click(".fields button")
    page.wait_for_url("**/account")


def _reach_in(page: Page, width: int) -> int:
    page.set_viewport_size({"width": width, "height": 256 if width == NARROW else WIDTHS[PHONE]})
    reach: int = page.evaluate(REACH)
    return reach


def axe_findings(page: Page) -> list[str]:
    """Return what axe finds on the open page."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(VIOLATIONS)
    return found


def look(page: Page, place: Place, address: str, pictures: Path | None = None) -> Visit:
    """Open `address`, look at all of it, then at how it folds into narrower windows.

    :param pictures: folder that keeps what is seen.
    """
    told: list[str] = []
    page.on("console", lambda said: told.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("requestfailed", lambda request: told.append(request.url))
    response = page.goto(address)
    assert response is not None
    page.evaluate(SCROLL)
    _keep(page, place, pictures)
    return Visit(
        place=place,
        width=page.viewport_size["width"] if page.viewport_size else 0,
        status=response.status,
        title=page.title(),
        told=tuple(told),
        reach=page.evaluate(REACH),
        text=page.evaluate(TEXT),
        words=page.evaluate(WORDS),
        images=page.evaluate(IMAGES),
        violations=axe_findings(page),
        reaches={NARROW: _reach_in(page, NARROW), PHONE: _reach_in(page, PHONE)},
        small=_small(page, place, pictures),
        violations_folded=[] if place.login else axe_findings(page),
    )


def _small(page: Page, place: Place, pictures: Path | None) -> list[str]:
    """Return what is too small for a thumb in the window of a telephone, which `page` has."""
    _keep(page, place, pictures)
    found: list[str] = page.evaluate(SMALL)
    return found


def _keep(page: Page, place: Place, pictures: Path | None) -> None:
    if pictures is not None and page.viewport_size is not None:
        page.screenshot(
            path=pictures / f"{place.name}-{page.viewport_size['width']}.png", full_page=True
        )
