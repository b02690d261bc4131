"""What people come for: searching, reading with the keyboard alone, signing in and out."""

from __future__ import annotations

import pytest
from browser_looking import axe_findings, sign_in
from browser_places import WIDTHS
from browser_serving import Demonstration
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WORD = "节能审查"
"""Word of documents of the development commission, which other sites mention as well."""
FOCUS = """async () => {
  await new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)));
  const focused = document.activeElement;
  const ringed = focused.closest(".card") || focused;
  const box = focused.getBoundingClientRect();
  const style = getComputedStyle(ringed);
  return {
    name: focused.id || focused.className || focused.textContent.trim(),
    part: focused.closest("nav.main") ? "navigation" : focused.closest(".search") ? "search" : "",
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight,
  };
}"""
"""What has the focus, once the browser has scrolled there and drawn it."""
STOPS = 25
"""How often Tab is pressed; that reaches from the head into the news."""

SIZE = "parseFloat(getComputedStyle(document.querySelector('.items a')).fontSize)"
"""Size of the text of a list, in pixels; 24 of them are 18 points."""


def test_a_citizen_finds_a_document_by_a_word_in_it(
    page: Page, demonstration: Demonstration
) -> None:
    page.goto(f"{demonstration.address}/sites/fgw/")
    page.fill("#search", WORD)
    page.press("#search", "Enter")
    expect(page.locator(".results .origin").first).to_contain_text("示例市发展和改革委员会网站")
    assert WORD in page.locator(".results > li").first.locator("mark").all_inner_texts()
    page.locator(".results h2 a").first.click()
    expect(page.locator("article.document")).to_contain_text(WORD)


def test_a_citizen_widens_the_search_to_the_whole_cluster(
    page: Page, demonstration: Demonstration
) -> None:
    page.goto(f"{demonstration.address}/sites/fgw/search?q={WORD}")
    here = int(page.inner_text(".count b"))
    page.get_by_role("link", name="全部网站").click()
    expect(page.locator(".choices [aria-current=true]").first).to_have_text("全部网站")
    assert int(page.inner_text(".count b")) > here
    titles = page.locator(".results .origin span:last-child").all_inner_texts()
    assert len(set(titles)) > 1
    assert page.locator(".results mark").count() >= len(titles)
    assert page.input_value("#search") == WORD


@pytest.mark.parametrize("width", WIDTHS)
def test_a_citizen_narrows_the_results_with_the_keyboard_and_widens_them_again(
    page: Page, demonstration: Demonstration, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.goto(f"{demonstration.address}/search?q=通知&sort=date")
    all_of_them = int(page.inner_text(".count b"))
    fold = page.locator(".fold summary")
    if fold.is_visible():
        fold.press("Enter")
    choice = page.locator(".facets section:last-child a:visible").first
    count = int(choice.locator("small").inner_text())
    choice.press("Enter")
    expect(page.locator(".chosen a")).to_have_count(1)
    assert int(page.inner_text(".count b")) == count < all_of_them
    expect(page.locator(".choices nav:last-child [aria-current=true]")).to_have_text("按时间")
    page.locator(".chosen a").press("Enter")
    expect(page.locator(".chosen")).to_have_count(0)
    assert int(page.inner_text(".count b")) == all_of_them


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(
    page: Page, demonstration: Demonstration, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.goto(f"{demonstration.address}/sites/portal/")
    stops = []
    for _press in range(STOPS):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
    assert stops[0]["name"] == "skip"
    assert [stop["name"] for stop in stops if not (stop["ring"] and stop["seen"])] == []
    assert {"search", "navigation"} <= {stop["part"] for stop in stops}


def test_the_skip_link_leads_past_the_navigation(page: Page, demonstration: Demonstration) -> None:
    page.goto(f"{demonstration.address}/sites/portal/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_keyboard_alone_searches(page: Page, demonstration: Demonstration) -> None:
    page.goto(f"{demonstration.address}/sites/fgw/")
    while page.evaluate(FOCUS)["name"] != "search":
        page.keyboard.press("Tab")
    page.keyboard.type(WORD)
    page.keyboard.press("Enter")
    expect(page.locator(".results mark").first).to_be_visible()


def test_a_wrong_password_is_told_beside_the_fields_and_keeps_the_name(
    page: Page, demonstration: Demonstration
) -> None:
    page.goto(f"{demonstration.address}/sites/portal/sign-in")
    page.fill("#login", "reviewer")
    page.fill("#password", "Not-the-password-1")
    with page.expect_response("**/sign-in") as answered:
        page.click(".fields button")
    assert answered.value.status == 422
    problem = page.locator("form.fields [role=alert]")
    expect(problem).to_contain_text("登录名或密码不正确")
    described = page.get_attribute("#password", "aria-describedby")
    assert described == problem.get_attribute("id")
    assert (page.input_value("#login"), page.input_value("#password")) == ("reviewer", "")


def test_staff_sign_in_and_out(page: Page, demonstration: Demonstration) -> None:
    sign_in(page, demonstration, "manager")
    expect(page.locator("h1")).to_have_text("我的账号")
    expect(page.locator(".account table")).to_contain_text("站点管理员")
    page.locator(".strip").get_by_role("button", name="退出登录").click()
    expect(page.locator(".foot")).to_contain_text("工作人员登录")
    page.goto(f"{demonstration.address}/sites/portal/account")
    assert page.url == f"{demonstration.address}/sites/portal/sign-in"


@pytest.mark.parametrize("width", WIDTHS)
def test_large_text_stays_until_it_is_switched_off_and_fits_the_window(
    page: Page, demonstration: Demonstration, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.goto(f"{demonstration.address}/sites/fgw/zwgk/tzgg/")
    usual = page.evaluate(SIZE)
    with page.expect_navigation():  # it leads back to the same address
        page.get_by_role("link", name="长者助手").click()
    assert page.url.endswith("/sites/fgw/zwgk/tzgg/")
    assert page.evaluate(SIZE) >= max(24, 1.4 * usual)
    for path in ("/sites/portal/", "/sites/fgw/zwgk/ldxx/", "/search?q=公积金", "/"):
        page.goto(f"{demonstration.address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_findings(page) == []
    page.get_by_role("link", name="标准版").click()
    expect(page.get_by_role("link", name="长者助手")).to_be_visible()
