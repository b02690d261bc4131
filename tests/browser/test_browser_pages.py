"""Every kind of page, in a window and on a telephone.

`PORTAL_SCREENSHOTS=folder` keeps the pictures of all pages there. The picture of the README comes
from `PORTAL_SCREENSHOTS=docs/images pytest tests/browser -k picture_of_the_readme`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser_looking import NARROW, PHONE, Visit, look
from browser_places import PLACES, Place
from browser_serving import Demonstration
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PICTURE_MAX = 400_000
"""Largest picture of the README, in bytes."""
NO_WORDS = {"ICP", "PDF", "DOCX", "JPG", "CSV", "Ctrl", "KB", "MB", "Word", "https"}
NO_WORDS |= {"admin", "manager", "editor", "reviewer", "portal"}
NO_WORDS |= {"security", "auditor", "publisher", "officer", "reader"}
"""Latin letters that are no untranslated English: abbreviations, and accounts."""
NAMES = re.compile(r"\S+@\S+|\b(?:[a-z0-9-]+\.)+[a-z]+\b|/[a-z0-9-]+/")
"""Addresses of mail, hosts, and names in addresses."""
BAD = """<!doctype html><html><title>网站</title><body style="margin:0"><img src=gone.png>
<a href=/>Go</a><div style="width:999px">Untranslated</div><script>missing()</script>"""


@pytest.fixture(scope="module", params=PLACES, ids=lambda place: place.name)
def visit(
    request: pytest.FixtureRequest,
    window: Callable[..., Page],
    address_of: Callable[[Place], str],
    kept_pictures: Path | None,
) -> Visit:
    """A page in a wide window, which is folded to the width of a telephone and further."""
    place: Place = request.param
    with window(login=place.login) as page:
        return look(page, place, address_of(place), kept_pictures)


def test_a_page_answers_with_its_status(visit: Visit) -> None:
    assert visit.status == visit.place.status


def test_a_page_leaves_no_error_on_the_console(visit: Visit) -> None:
    expected = f"the server responded with a status of {visit.place.status} "
    assert [said for said in visit.told if visit.status == 200 or expected not in said] == []


def test_a_page_fits_into_its_window(visit: Visit) -> None:
    assert visit.reach <= visit.width


@pytest.mark.parametrize("width", [PHONE, NARROW])
def test_a_page_folds_into_a_narrower_window(visit: Visit, width: int) -> None:
    assert visit.reaches[width] <= width


def test_a_page_has_the_title_of_its_site(visit: Visit) -> None:
    assert re.search("网站(群)?$", visit.title)


def test_a_page_speaks_chinese_only(visit: Visit) -> None:
    words = re.findall("[A-Za-z]{2,}", NAMES.sub(" ", visit.words))
    assert [word for word in words if word not in NO_WORDS] == []


def test_axe_finds_nothing_on_a_page(visit: Visit) -> None:
    assert visit.violations + visit.violations_folded == []


def test_every_image_of_a_page_is_loaded_and_described(visit: Visit) -> None:
    assert [image for image in visit.images if not image["loaded"]] == []
    assert [
        each for each in visit.images if not each["alternative"] and not each["decorates"]
    ] == []


def test_a_thumb_can_hit_everything_on_a_telephone(visit: Visit) -> None:
    assert visit.small == []


def test_a_public_page_says_the_same_without_script(
    visit: Visit, window: Callable[..., Page], address_of: Callable[[Place], str]
) -> None:
    if visit.place.login:
        pytest.skip("staff is helped by scripts")
    with window(visit.width, script=False, login=visit.place.login) as page:
        page.goto(address_of(visit.place))
        assert page.inner_text("body") == visit.text


def test_documents_show_what_they_were_chosen_for(
    window: Callable[..., Page], address_of: Callable[[Place], str]
) -> None:
    shown = {"document-table": ".prose td", "document-picture": ".picture img"}
    shown |= {"document-attachments": ".attachments a", "document-facts": ".facts[data-many=yes]"}
    with window() as page:
        for place in PLACES:
            if place.name in shown:
                page.goto(address_of(place))
                assert page.locator(shown[place.name]).count(), place.name


def test_the_picture_of_the_readme_is_small(
    window: Callable[..., Page], demonstration: Demonstration, pictures: Path
) -> None:
    picture = pictures / "home.png"
    with window() as page:
        page.goto(f"{demonstration.address}/sites/portal/", wait_until="networkidle")
        page.screenshot(path=picture)
    assert picture.stat().st_size < PICTURE_MAX


def test_a_bad_page_is_noticed(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.route("**/gone.png", lambda route: route.abort())
    page.route("**/bad", lambda route: route.fulfill(body=BAD, content_type="text/html"))
    visit = look(page, Place("bad", "/bad"), "http://127.0.0.1/bad")
    assert (visit.reach, visit.reaches[NARROW]) == (999, 999)
    assert "Untranslated" in visit.words
    assert len(visit.small) == 1
    assert [(each["loaded"], each["alternative"]) for each in visit.images] == [(False, None)]
    assert all(any(fault in said for said in visit.told) for fault in ("missing", "gone.png"))
    assert {said.partition(":")[0] for said in visit.violations} >= {"image-alt", "html-has-lang"}
