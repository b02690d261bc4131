"""The point of a picture that stays where lists show only a part of it."""

from __future__ import annotations

import io
from typing import Any

import PIL.Image
import pytest

from portal.content.image.operations import add_image
from portal.content.image.sizes import crop_of
from portal.testing import World

MEDIA = "/sites/fgw/media"


@pytest.fixture
def picture(city: World) -> str:
    place = io.BytesIO()
    PIL.Image.new("RGB", (80, 60), "red").save(place, "PNG")
    data: Any = {"title": "大桥", "file_name": "a.png", "alternative": "大桥"}
    with city.office.transaction() as (cluster, act):
        image = add_image(city.place(cluster, MEDIA), data, place.getvalue(), act)
        return f"{MEDIA}/{image.__name__}"


def point(city: World, address: str, across: str, down: str, status: int) -> Any:
    browser = city.browser("editor")
    forms = browser.get(f"{address}/describe").forms.values()
    form = next(each for each in forms if "across" in each.fields)
    form["across"], form["down"] = across, down
    return form.submit("focus", status=status)


def kept(city: World, address: str) -> tuple[tuple[int, int], tuple[str, str]]:
    with city.office.transaction() as (cluster, _act):
        image = city.place(cluster, address)
        return image.focus, crop_of(image)


def test_the_middle_stays_unless_somebody_chose_another_point(city: World, picture: str) -> None:
    assert kept(city, picture) == ((50, 50), ("", ""))
    point(city, picture, "24", "97", 303)
    assert kept(city, picture) == ((24, 97), ("20", "100"))
    point(city, picture, "0", "50", 303)
    assert kept(city, picture) == ((0, 50), ("0", ""))


@pytest.mark.parametrize(
    ("across", "down"),
    [("", "5"), ("101", "5"), ("-1", "5"), ("5", "x"), ("5", "1e2"), ("٣", "5"), ("9" * 400, "5")],
)
def test_what_is_no_point_of_the_picture_is_refused(
    city: World, picture: str, across: str, down: str
) -> None:
    page = point(city, picture, across, down, 409)
    assert page.html.select_one("[role=alert]")
    assert page.html.select_one("#across")["value"] == across
    assert kept(city, picture)[0] == (50, 50)


def test_home_pages_cut_around_the_point(city: World, picture: str) -> None:
    point(city, picture, "10", "90", 303)
    with city.office.transaction() as (cluster, _act):
        oid = city.place(cluster, picture).oid
    city.publish("/sites/fgw/zwgk/gzdt", title="要闻", lead_picture=oid)
    card = city.browser().get("/sites/fgw/").html.select_one(f'img[src^="{picture}/"]')
    assert (card["data-across"], card["data-down"]) == ("10", "90")
    sheet = city.browser().get("/static/home.css").text
    assert '[data-across="10"] { --across: 10%; }' in sheet
