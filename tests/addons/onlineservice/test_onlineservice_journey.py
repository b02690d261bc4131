"""From enabling to disabling: a manager, an editor, a reviewer and a citizen."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from service_rows import HALL, fill_in

from portal.addon.settling import settle
from portal.testing import World

ENABLE, DISABLE = "/sites/fgw/enable-add-on", "/sites/fgw/disable-add-on"
FOUND = f"search?q={quote('领证')}"
NAME = {"addon": "onlineservice"}


def turn_by_hand(world: World, page: str) -> None:
    asked = world.browser("manager").get(page, NAME)
    form = asked.forms[f"{page.rpartition('/')[2].partition('-')[0]}-addon"]
    form.submit(status=303)
    while settle(world.office):
        pass
    world.feed()


def write_and_approve(world: World) -> None:
    form = (
        world.browser("editor").get(f"{HALL}/add-document?type=onlineservice.service").forms["form"]
    )
    form["title"], form["task_code"], form["dept_name"] = "结婚登记", "A-1", "民政局"
    form["person_theme"], form["body"], form["source"] = "person.marriage", "<p>当场办</p>", "甲"
    fill_in(form)
    address = form.submit("hand_in", status=303).location.partition("/draft")[0]
    draft = world.browser("reviewer").get(f"{address}/draft")
    approve = next(form for form in draft.forms.values() if "approve" in form.text)
    if "secrecy" in approve.fields:
        approve["secrecy"] = True
    approve.submit("approve", status=303)
    world.feed()


def test_all_is_gone_while_it_is_disabled_and_back_when_it_is_enabled_again(
    tmp_path: Path,
) -> None:
    world = World.make(tmp_path, addons=("onlineservice",))
    world.site("fgw")
    turn_by_hand(world, ENABLE)
    write_and_approve(world)
    citizen = world.browser()
    found = citizen.get(f"{HALL}/", {"theme": "person.marriage"}).html
    page = found.select_one(".results a")["href"]
    assert "当场办" in citizen.get(page).text
    assert page in citizen.get(f"/sites/fgw/{FOUND}").text

    turn_by_hand(world, DISABLE)
    for gone in (page, f"{HALL}/", f"{HALL}/feed.xml"):
        citizen.get(gone, status=404)
    for other in (FOUND, "", "sitemap"):
        assert HALL not in citizen.get(f"/sites/fgw/{other}").text

    turn_by_hand(world, ENABLE)
    assert "当场办" in citizen.get(page).text
    for other in (FOUND, f"fwsx/?department={quote('民政局')}"):
        assert page in citizen.get(f"/sites/fgw/{other}").text
    world.close()
