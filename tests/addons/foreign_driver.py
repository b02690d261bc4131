"""Goes through the pages of a foreign add-on as its manager, editor, reviewer and citizens do.

Run by `test_foreign_addon` in the environment of the add-on: `use FOLDER` founds a cluster there
and prints the address of what was published, `look FOLDER ADDRESS` prints its place. As a plugin of
pytest, and here, it lets a password cost a millisecond: these processes set dozens.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from portal.addon.settling import settle
from portal.application import configure
from portal.command.office import Office
from portal.security import passwords
from portal.settings import Settings
from portal.testing import World

NAME, SECTION = "rain_gauge", "/sites/fgw/zwgk/tzgg"
passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=1_024, parallelism=1)


def settled(world: World) -> None:
    while settle(world.office):
        pass
    world.feed()


def written(world: World) -> str:
    """Write an entry, hand it in, approve it, and return its address."""
    editor, reviewer = world.browser("editor"), world.browser("reviewer")
    form = editor.get(f"{SECTION}/add-document?type={NAME}.entry").forms["form"]
    form["title"], form["body"], form["place"] = "雨量", "<p>大雨</p>", "West"
    form["keywords"], form["summary"] = "雨", "大雨"
    draft = form.submit("hand_in", status=303).follow()
    page = reviewer.get(draft.request.path)
    page.forms["decide-approve"].submit("approve", status=303)
    with world.office.transaction() as (cluster, _act):
        (row,) = world.place(cluster, SECTION).listing
        return f"{SECTION}/{row.name}"


def use(folder: Path) -> str:
    world = World.make(folder, addons=(NAME,))
    world.site("fgw")
    manager, citizen = world.browser("manager"), world.browser()
    manager.get(f"{SECTION}/add-document?type={NAME}.entry", status=404)
    asked = manager.get("/sites/fgw/add-ons").click(href="enable-add-on")
    asked.forms["enable-addon"].submit(status=303)
    page = written(world)
    world.feed()
    assert "West" in citizen.get(page).text
    assert page in citizen.get(SECTION).text
    assert page in citizen.get("/sites/fgw/search", {"q": "雨量"}).text
    gone = manager.get("/sites/fgw/add-ons").click(href="disable-add-on")
    assert ">1</b>" in gone.text, "one page of the public vanishes"
    gone.forms["disable-addon"].submit(status=303)
    citizen.get(page, status=404)
    settled(world)
    assert page not in citizen.get(SECTION).text
    assert page not in citizen.get("/sites/fgw/search", {"q": "雨量"}).text
    back = manager.get("/sites/fgw/add-ons").click(href="enable-add-on")
    back.forms["enable-addon"].submit(status=303)
    settled(world)
    assert "West" in citizen.get(page).text
    assert page in citizen.get(SECTION).text
    assert page in citizen.get("/sites/fgw/search", {"q": "雨量"}).text
    world.close()
    return page


def look(folder: Path, page: str) -> str:
    settings = Settings(data=folder, secret="s" * 40, secure_cookies=False, addons=(NAME,))
    office = Office(configure(settings))
    world = World(office, office.config.make_wsgi_app())
    shown: Any = world.browser().get(page).html
    office.close()
    return str(shown.select_one(".place b").text)


if __name__ == "__main__":
    done = {"use": use, "look": look}[sys.argv[1]]
    sys.stdout.write(done(Path(sys.argv[2]), *sys.argv[3:]))  # type: ignore[operator]
