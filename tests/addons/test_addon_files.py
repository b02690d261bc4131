"""Styles and scripts of an add-on: one address for each state of them, and nothing else is served."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_addons import NAME, PACKAGE, weather

from portal.addon.declaration import AddOn
from portal.testing import World, publish_one, turn

FILE = f"/addon-static/{NAME}/{NAME}.css"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Give the address that a page names for the style."""
    folder.mkdir()
    world = World.make(folder, addons=(NAME,))
    request = world.office.config.registry
    from pyramid.request import Request

    asked = Request.blank("/")
    asked.registry = request
    yield asked.static_path(f"{PACKAGE}:static/{NAME}.css")
    world.close()


def test_a_page_of_the_addon_names_its_style(town: World, made: AddOn) -> None:
    turn(town, "fgw", NAME, on=True)
    page = publish_one(town, made.types[0], "/sites/fgw/zwgk/tzgg")
    links = town.browser().get(page).html.select('head link[rel="stylesheet"]')
    (address,) = (each["href"] for each in links if each["href"].startswith("/addon-static"))
    assert address.startswith(f"{FILE}?")
    answer = town.browser().get(address)
    assert answer.content_type == "text/css"
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_it_is_the_same_on_the_host_of_a_site(town: World) -> None:
    town.site("jyj", hosts=("jyj.gov.cn",))
    answer = town.browser(host="jyj.gov.cn").get(FILE)
    assert "--main" in answer.text


@pytest.mark.parametrize(
    "path", ["", "nothing.css", "../__init__.py", "..%2f__init__.py", "%2e%2e/i18n.py", "%00"]
)
def test_nothing_else_is_served(town: World, path: str) -> None:
    town.browser().get(f"/addon-static/{NAME}/{path}", status=404)


@pytest.mark.parametrize("path", ["", "openinfo/", "weather", "nobody/weather.css"])
def test_there_is_no_list_of_files(town: World, path: str) -> None:
    town.browser().get(f"/addon-static/{path}", status=(301, 302, 404))


def test_a_change_has_an_address_of_its_own(tmp_path: Path) -> None:
    with weather(tmp_path / "made"):
        with served(tmp_path / "one") as before:
            pass
        style = tmp_path / "made" / PACKAGE / "static" / f"{NAME}.css"
        style.write_text(f"{style.read_text()}\n.document .place {{ margin: 0; }}\n")
        with served(tmp_path / "two") as after:
            pass
    assert before.split("?")[0] == after.split("?")[0] == FILE
    assert before != after
