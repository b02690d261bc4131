"""What is of an add-on and no document goes into the trash, comes back, or goes for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_addons import NAME, weather
from test_addons_in_sites import SECTION

from portal.content.content import is_public
from portal.content.declaration import kinds_of
from portal.content.general.operations import add_content
from portal.testing import World, turn

BOX, NOTE = f"{SECTION}/box", f"{SECTION}/box/note"


@pytest.fixture
def boxes(tmp_path: Path) -> Iterator[World]:
    """A site with a box in a section, and a note in it."""
    (tmp_path / "data").mkdir()
    with weather(tmp_path / "made", boxes=True):
        world = World.make(tmp_path / "data", addons=(NAME,))
        world.site("fgw")
        turn(world, "fgw", NAME, on=True)
        kinds = kinds_of(world.office.registry)
        with world.office.transaction() as (cluster, act):
            box = add_content(
                world.place(cluster, SECTION),
                kinds[f"{NAME}.box"],
                {"title": "箱子", "name": "box"},
                act,
            )
            note = add_content(box, kinds[f"{NAME}.note"], {"title": "便条"}, act)
            box.move(note.__name__, box, "note")
        yield world
        world.close()


def delete(world: World, login: str, address: str) -> Any:
    """Delete what is at `address` by its page, and return the page that comes then."""
    form = world.browser(login).get(f"{address}/delete").forms["delete"]
    return form.submit("delete", status=303).follow()


def in_trash(page: Any) -> str:
    return str(page.html.select_one("table.contents tbody a")["href"])


def test_it_is_found_nowhere_its_address_says_so_and_it_comes_back(boxes: World) -> None:
    boxes.browser().get(NOTE, status=200)
    page = delete(boxes, "editor", NOTE)
    assert page.request.path == f"{SECTION}/trash"
    assert "便条" in page.text
    boxes.browser().get(NOTE, status=410)
    assert "便条" not in boxes.browser("editor").get(f"{BOX}/edit").text
    form = next(form for name, form in page.forms.items() if str(name).startswith("restore-"))
    form.submit("restore", status=303)
    assert "note 便条" in boxes.browser().get(NOTE, status=200).text
    assert "便条" in boxes.browser("editor").get(f"{BOX}/edit").text


def test_nobody_but_staff_sees_it_in_the_trash_and_nobody_changes_it(boxes: World) -> None:
    inside = in_trash(delete(boxes, "editor", NOTE))
    boxes.browser().get(inside, status=404)
    boxes.browser("reader").get(inside, status=200)
    boxes.browser("editor").get(f"{inside}/edit", status=403)
    boxes.browser("editor").get(f"{inside}/delete", status=403)
    with boxes.office.transaction() as (cluster, _act):
        (note,) = cluster["sites"]["fgw"]["_trash"].values()
        assert not is_public(note)


def test_only_who_may_add_one_there_deletes_or_restores_it(boxes: World) -> None:
    boxes.browser("editor").get(f"{BOX}/delete", status=403)
    boxes.browser("reviewer").get(f"{NOTE}/delete", status=403)
    boxes.browser().get(f"{NOTE}/delete", status=404)
    delete(boxes, "editor", NOTE)
    delete(boxes, "manager", BOX)
    page = boxes.browser("editor").get(f"{SECTION}/trash")
    assert not [name for name in page.forms if str(name).startswith("restore-")]


def test_who_could_not_change_it_cannot_bring_it_back(
    boxes: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    note: Any = kinds_of(boxes.office.registry)[f"{NAME}.note"].factory
    states = note.workflow.states
    guarded = [replace(each, allow={**each.allow, "portal.edit": "manager"}) for each in states]
    monkeypatch.setattr(note, "workflow", replace(note.workflow, states=tuple(guarded)))
    delete(boxes, "manager", NOTE)
    for login, forms in (("editor", 0), ("manager", 1)):
        page = boxes.browser(login).get(f"{SECTION}/trash")
        assert len([name for name in page.forms if str(name).startswith("restore-")]) == forms


def test_what_still_holds_something_stays(boxes: World) -> None:
    page = boxes.browser("manager").get(f"{BOX}/delete")
    assert "delete" not in page.forms
    token = boxes.browser("manager").get("/sites/fgw/session").json["csrf_token"]
    manager = boxes.browser("manager")
    token = manager.get("/sites/fgw/session").json["csrf_token"]
    manager.post(f"{BOX}/delete", {"csrf_token": token}, status=409)
    boxes.browser().get(BOX, status=200)


def test_it_goes_for_ever_unless_its_type_says_why_not(
    boxes: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = kinds_of(boxes.office.registry)[f"{NAME}.note"]
    monkeypatch.setattr(
        kind.factory, "declared", replace(kind, kept_while=lambda _note, _ledger: "还有来信")
    )
    assert "还有来信" in boxes.browser("editor").get(f"{NOTE}/delete").text
    name = in_trash(delete(boxes, "editor", NOTE)).rpartition("/")[2]
    manager = boxes.browser("manager")
    assert "还有来信" in manager.get(f"/sites/fgw/trash?purge={name}").text
    monkeypatch.setattr(kind.factory, "declared", kind)
    form = manager.get(f"/sites/fgw/trash?purge={name}").forms["purge"]
    form.submit("purge", status=303)
    assert "便条" not in manager.get("/sites/fgw/trash").text
    boxes.browser().get(NOTE, status=410)


def test_it_does_not_come_back_into_what_is_gone(boxes: World) -> None:
    delete(boxes, "editor", NOTE)
    delete(boxes, "manager", BOX)
    manager = boxes.browser("manager")
    page = manager.get("/sites/fgw/trash")
    (form,) = (form for name, form in page.forms.items() if str(name).startswith("restore-"))
    form.submit("restore", status=303)
    page = manager.get("/sites/fgw/trash")
    (form,) = (form for name, form in page.forms.items() if str(name).startswith("restore-"))
    form.submit("restore", status=303)
    boxes.browser().get(NOTE, status=200)


def test_the_toolbar_leads_to_deletion(boxes: World) -> None:
    assert f"{NOTE}/delete" in boxes.browser("editor").get(f"{NOTE}/edit").text
    assert f"{NOTE}/delete" not in boxes.browser("reader").get(NOTE).text
