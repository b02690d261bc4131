"""The page of a site on which its manager looks after add-ons, and what staff does with theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_addons import NAME, weather
from test_addons_in_sites import SECTION, three

from portal.addon.declaration import AddOn
from portal.addon.sources import check_addon
from portal.testing import World, turn

PAGES = ("add-ons", *(f"{do}-add-on?addon={NAME}" for do in ("enable", "disable")))


@pytest.fixture
def boxes(tmp_path: Path) -> Iterator[World]:
    (tmp_path / "data").mkdir()
    with weather(tmp_path / "made", boxes=True) as made:
        assert check_addon(made) == []
        world = World.make(tmp_path / "data", addons=(NAME,))
        world.site("fgw")
        turn(world, "fgw", NAME, on=True)
        yield world
        world.close()


def test_the_page_says_what_an_addon_brings_and_how_it_stands(town: World, made: AddOn) -> None:
    manager = town.browser("manager")
    page = manager.get("/sites/fgw/add-ons")
    for said in ("气象", "带有地点的条目", "条目"):
        assert said in page.text
    assert not page.html.select(f'a[href*="disable-add-on?addon={NAME}"]')
    turn(town, "fgw", NAME, on=True)
    page = manager.get("/sites/fgw/add-ons")
    assert page.html.select(f'a[href*="disable-add-on?addon={NAME}"]')
    assert page.html.select(f'a[href*="set-add-on?addon={NAME}"]')


@pytest.mark.parametrize("login", ["editor", "reviewer", "officer", "reader", "auditor"])
def test_only_who_manages_a_site_comes_there(town: World, login: str) -> None:
    browser = town.browser(login)
    for page in PAGES:
        browser.get(f"/sites/fgw/{page}", status=(403, 404))


def test_strangers_do_not_learn_of_it(town: World) -> None:
    for page in PAGES:
        town.browser().get(f"/sites/fgw/{page}", status=404)


def test_an_addon_that_there_is_not_has_no_pages(town: World) -> None:
    manager = town.browser("manager")
    for name in ("", "no-such", "openinfo", "../weather", "portal"):
        for do in ("enable", "disable", "set"):
            manager.get(f"/sites/fgw/{do}-add-on", {"addon": name}, status=404)
    manager.get(f"/sites/fgw/set-add-on?addon={NAME}", status=404)  # it is not enabled


def test_what_it_needs_is_said_before_it_is_enabled_with_it(town: World, made: AddOn) -> None:
    town.office.registry.addons.update(three(made))
    manager = town.browser("manager")
    form = manager.get("/sites/fgw/enable-add-on?addon=c").forms["enable-addon"]
    assert [field.value for field in form.fields["also"]] == ["a", "b"]
    form.submit(status=303)
    gone = manager.get("/sites/fgw/disable-add-on?addon=a").forms["disable-addon"]
    assert [field.value for field in gone.fields["also"]] == ["c", "b"]
    gone.submit(status=303)
    assert not manager.get("/sites/fgw/add-ons").html.select('a[href*="disable-add-on"]')


def test_a_form_that_does_not_say_what_it_needs_is_refused(town: World, made: AddOn) -> None:
    town.office.registry.addons.update(three(made))
    form = town.browser("manager").get("/sites/fgw/enable-add-on?addon=c").forms["enable-addon"]
    for field in form.fields["also"]:
        field.value = "x"
    assert "problem" in form.submit(status=409).text


def test_enabling_what_is_enabled_is_refused(town: World, made: AddOn) -> None:
    form = (
        town.browser("manager").get(f"/sites/fgw/enable-add-on?addon={NAME}").forms["enable-addon"]
    )
    form.submit(status=303)
    form.submit(status=409)


def test_settings_that_are_wrong_come_back_beside_the_field(town: World, made: AddOn) -> None:
    turn(town, "fgw", NAME, on=True)
    form = town.browser("manager").get(f"/sites/fgw/set-add-on?addon={NAME}").forms["form"]
    form["usual_place"] = "东" * 101
    back = form.submit("save", status=422)
    assert back.forms["form"]["usual_place"].value == "东" * 101


def test_settings_sent_a_second_after_it_was_disabled_change_nothing(
    town: World, made: AddOn
) -> None:
    turn(town, "fgw", NAME, on=True)
    form = town.browser("manager").get(f"/sites/fgw/set-add-on?addon={NAME}").forms["form"]
    form["usual_place"] = "东区"
    turn(town, "fgw", NAME, on=False)
    form.submit("save", status=404)


def test_what_is_no_document_is_added_changed_and_hidden_by_the_general_form(boxes: World) -> None:
    manager, citizen = boxes.browser("manager"), boxes.browser()
    assert "添加：条目" in manager.get(f"{SECTION}/contents").text.replace("Add: ", "添加：")
    form = manager.get(f"{SECTION}/add-content?type={NAME}.box").forms["form"]
    form["title"], form["name"] = "箱子", "box"
    page = form.submit("save", status=303).follow()
    assert "box 箱子" in citizen.get(f"{SECTION}/box").text
    editor = boxes.browser("editor")
    note = editor.get(f"{SECTION}/box/add-content?type={NAME}.note").forms["form"]
    note["title"], note["day"] = "便条", "2026-03-02"
    edit = note.submit("save", status=303).follow()
    edit.forms["form"]["title"] = "便条乙"
    edit.forms["form"].submit("save", status=303)
    place = edit.request.path.removesuffix("/edit")
    assert "note 便条乙 2026-03-02" in citizen.get(place).text
    assert "便条乙" in editor.get(f"{SECTION}/box/edit").text
    assert "箱子" in editor.get(f"{SECTION}/contents").text
    assert f"{SECTION}/box/add-content" in page.text
    editor.get(f"{place}/edit").forms["steps"].submit("step", status=303)
    citizen.get(place, status=404)
    turn(boxes, "fgw", NAME, on=False)
    for path in (f"{SECTION}/box", f"{SECTION}/box/edit", f"{place}/edit"):
        editor.get(path, status=404)
    assert "箱子" not in editor.get(f"{SECTION}/contents").text


def test_the_general_form_refuses_what_it_must(boxes: World) -> None:
    manager, editor = boxes.browser("manager"), boxes.browser("editor")
    add = f"{SECTION}/add-content?type="
    for name in ("", "portal.document", "portal.section", f"{NAME}.note", f"{NAME}.entry", "x"):
        manager.get(f"{add}{name}", status=404)
    editor.get(f"{add}{NAME}.box", status=403)
    form = manager.get(f"{add}{NAME}.box").forms["form"]
    form["title"], form["name"] = "箱子", "contents"
    assert form.submit("save", status=409).forms["form"]["title"].value == "箱子"
    form["title"] = ""
    form.submit("save", status=422)
    manager.get(f"{SECTION}/add-document?type={NAME}.box", status=404)
    manager.get("/sites/fgw/media/edit", status=404)
