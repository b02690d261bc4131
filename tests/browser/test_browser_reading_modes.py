"""Pages as visitors choose to read them: script, size, large text, contrast, aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_looking import axe_findings, new_context
from browser_places import WIDTHS, Place
from browser_serving import Demonstration
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

DOCUMENTS = ".items a"
DOCUMENT = Place("document-facts", "/sites/portal/zwgk/gfxwj/", follow=(DOCUMENTS,))
PLACES = (
    Place("cluster", "/"),
    Place("home", "/sites/portal/"),
    Place("list", "/sites/portal/ywdt/zwyw/"),
    Place("leaders", "/sites/portal/zwgk/ldxx/"),
    DOCUMENT,
    Place("search", "/sites/portal/search?q=就业 补贴"),
    Place("missing", "/sites/portal/zwgk/no-such-page", status=404),
)
READINGS = ("hant", "larger", "elder", "elder.high", "elder.high.larger.hant")
WINDOWS = [(reading, width) for reading in READINGS for width in WIDTHS]
REACH = "document.documentElement.scrollWidth"
LOW = """() => [...document.querySelectorAll("nav.main a, .strip a, button, .blocks a, .entries a")]
  .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 59.5)
  .map(each => each.outerHTML)"""
SIZE = "selector => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize)"
VOICE = """
  const said = [];
  const spoken = { said, cancelled: 0 };
  window.spoken = spoken;
  const speech = new EventTarget();
  speech.getVoices = () => [{ lang: "zh-CN" }];
  speech.speak = piece => said.push(piece.text);
  speech.cancel = () => { spoken.cancelled += 1; };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
"""A browser with a voice; the one of the tests has none."""


def with_reading(
    browser: Browser, demonstration: Demonstration, width: int, reading: str
) -> BrowserContext:
    context = new_context(browser, width)
    cookie = {"name": "reading", "value": reading, "url": demonstration.address}
    context.add_cookies([cookie])  # type: ignore[list-item]  # it is what the method asks for
    return context


@pytest.fixture(scope="module", params=WINDOWS, ids=lambda each: f"{each[0]}-{each[1]}")
def read(
    request: pytest.FixtureRequest, browser: Browser, demonstration: Demonstration
) -> Iterator[tuple[str, Page]]:
    reading, width = request.param
    context = with_reading(browser, demonstration, width, reading)
    yield f"{reading}-{width}", context.new_page()
    context.close()


def test_every_way_of_reading_is_accessible_and_fits_the_window(
    read: tuple[str, Page], address_of: Callable[[Place], str], kept_pictures: Path | None
) -> None:
    name, page = read
    width = page.viewport_size["width"] if page.viewport_size else 0
    for place in PLACES:
        page.goto(address_of(place))
        if kept_pictures is not None:
            page.screenshot(path=kept_pictures / f"{place.name}-{name}.png", full_page=True)
        assert axe_findings(page) == [], place.name
        assert page.evaluate(REACH) <= width, place.name


def test_traditional_is_a_click_away_and_back(page: Page, demonstration: Demonstration) -> None:
    page.goto(f"{demonstration.address}/sites/portal/")
    page.get_by_role("link", name="繁體", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.locator("nav.main")).to_contain_text("政務公開")
    page.get_by_role("link", name="简体", exact=True).click()
    expect(page.locator("nav.main")).to_contain_text("政务公开")


def test_words_in_traditional_find_what_is_written_in_simplified(
    page: Page, demonstration: Demonstration
) -> None:
    page.goto(f"{demonstration.address}/sites/fgw/search?q=節能審查")
    expect(page.locator(".results mark").first).to_have_text("节能审查")
    page.get_by_role("link", name="繁體", exact=True).click()
    expect(page.locator(".results mark").first).to_have_text("節能審查")
    assert page.input_value("#search") == "節能審查"


def test_a_long_text_has_three_sizes_without_script(
    browser: Browser, demonstration: Demonstration, address_of: Callable[[Place], str]
) -> None:
    context = new_context(browser, 390, script=False)
    page = context.new_page()
    page.goto(address_of(DOCUMENT))
    sizes = []
    for number in range(3):
        page.locator(".sizes a").nth(number).click()
        expect(page.locator(".sizes a").nth(number)).to_have_attribute("aria-current", "true")
        sizes.append(page.evaluate(SIZE, ".prose"))
    context.close()
    assert sizes[0] * 1.15 <= sizes[1]
    assert sizes[1] * 1.15 <= sizes[2]


@pytest.mark.parametrize("width", WIDTHS)
def test_large_text_has_large_targets_a_large_pointer_and_fewer_things(
    browser: Browser, demonstration: Demonstration, width: int
) -> None:
    context = with_reading(browser, demonstration, width, "elder")
    page = context.new_page()
    page.goto(f"{demonstration.address}/sites/portal/")
    low = page.evaluate(LOW)
    pointer = page.evaluate("getComputedStyle(document.body).cursor")
    news = [each for each in page.locator(".card").all() if each.is_visible()]
    context.close()
    assert low == []
    assert "arrow.svg" in pointer
    assert 1 <= len(news) <= 2


def test_a_text_is_read_aloud_from_its_title_on_until_it_is_stopped(
    browser: Browser, demonstration: Demonstration, address_of: Callable[[Place], str]
) -> None:
    context = with_reading(browser, demonstration, 1440, "elder")
    page = context.new_page()
    page.add_init_script(VOICE)
    page.goto(address_of(DOCUMENT))
    button = page.locator("button.aloud")
    button.focus()
    page.keyboard.press("Enter")
    said = page.evaluate("spoken.said")
    expect(button).to_have_class("aloud second speaking")
    title = page.inner_text("h1")
    page.keyboard.press("Escape")
    expect(button).not_to_have_class("aloud second speaking")
    cancelled = page.evaluate("spoken.cancelled")
    context.close()
    assert said[0].startswith(title[:10])
    assert len(said) > 10
    assert max(len(piece) for piece in said) <= 180
    assert cancelled == 1


def test_without_a_voice_nothing_is_offered_to_be_read_aloud(
    browser: Browser, demonstration: Demonstration, address_of: Callable[[Place], str]
) -> None:
    context = with_reading(browser, demonstration, 1440, "elder")
    page = context.new_page()
    page.goto(address_of(DOCUMENT))
    expect(page.locator("button.aloud")).to_be_hidden()
    context.close()
