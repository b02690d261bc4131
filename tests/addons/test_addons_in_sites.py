"""A site enables an add-on, uses it, and disables it: what is there then, and what is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from made_addons import NAME
from sqlalchemy import text
from transaction import TransactionManager

from portal.addon.declaration import AddOn
from portal.addon.guard import confined_to
from portal.addon.operations import change_settings, disable, enable
from portal.addon.queries import needed, needing, settings_of
from portal.addon.settling import settle
from portal.content.document.operations import create_document, release_document
from portal.content.events import ContentEdited
from portal.errors import Refusal
from portal.testing import World, publish_one, turn

SECTION = "/sites/fgw/zwgk/tzgg"


def titles(world: World) -> list[str]:
    with world.office.transaction() as (cluster, _act):
        return [row.title for row in world.place(cluster, SECTION).listing]


def found(world: World, page: str) -> bool:
    world.feed()
    return f'href="{page}"' in world.browser().get("/sites/fgw/search", {"q": "条目"}).text


def test_its_pages_are_there_only_while_it_is_enabled(town: World, made: AddOn) -> None:
    turn(town, "fgw", NAME, on=True)
    page = publish_one(town, made.types[0], SECTION, title="条目甲", place="东区")
    assert "东区" in town.browser().get(page).text
    turn(town, "fgw", NAME, on=False)
    for login in ("", "editor", "manager", "administrator"):
        for view in ("", "/edit", "/draft", "/preview", "/history", "/place", "/share"):
            town.browser(login).get(f"{page}{view}", status=404)
    turn(town, "fgw", NAME, on=True)
    assert "东区" in town.browser().get(page).text


def test_lists_and_search_follow(town: World, made: AddOn) -> None:
    turn(town, "fgw", NAME, on=True)
    page = publish_one(town, made.types[0], SECTION, title="条目甲")
    town.publish(SECTION, title="稿件乙")
    assert set(titles(town)) == {"稿件乙", "条目甲"}
    assert found(town, page)
    turn(town, "fgw", NAME, on=False)
    assert titles(town) == ["稿件乙"]
    assert not found(town, page)
    turn(town, "fgw", NAME, on=True)
    assert set(titles(town)) == {"稿件乙", "条目甲"}
    assert found(town, page)


def test_another_site_that_did_not_enable_it_has_nothing_of_it(town: World, made: AddOn) -> None:
    town.site("jyj")
    turn(town, "fgw", NAME, on=True)
    forms = town.browser("editor").get(f"{SECTION}/contents")
    assert f"add-document?type={NAME}.entry" in forms.text
    other = town.browser("editor")
    assert NAME not in other.get("/sites/jyj/zwgk/tzgg/contents").text
    other.get(f"/sites/jyj/zwgk/tzgg/add-document?type={NAME}.entry", status=404)


def test_an_editor_writes_one_and_staff_finds_it(town: World, made: AddOn) -> None:
    turn(town, "fgw", NAME, on=True)
    editor = town.browser("editor")
    form = editor.get(f"{SECTION}/add-document?type={NAME}.entry").forms["form"]
    form["title"], form["body"], form["place"] = "条目甲", "<p>甲</p>", "西区"
    kept = form.submit("save", status=303).follow()
    assert kept.forms["form"]["place"].value == "西区"
    page = kept.request.path.removesuffix("/edit")
    other = town.browser("manager").get(f"{page}/edit").forms["form"]
    other["place"] = "东区"
    other.submit("hand_in", status=303).follow()
    history = editor.get(f"{page}/history").html.select_one(".changes").text
    assert "地点" in history
    assert "条目甲" in editor.get(f"{SECTION}/contents").text
    only = editor.get(f"{SECTION}/contents?kind=portal.document")
    assert "条目甲" not in only.text
    assert "条目甲" in editor.get("/sites/fgw/desk").text or "条目甲" in editor.get("/desk").text


def test_a_form_that_arrives_a_second_after_it_was_disabled_changes_nothing(
    town: World, made: AddOn
) -> None:
    turn(town, "fgw", NAME, on=True)
    page = publish_one(town, made.types[0], SECTION, title="条目甲")
    editor = town.browser("editor")
    new = editor.get(f"{SECTION}/add-document?type={NAME}.entry").forms["form"]
    old, own = editor.get(f"{page}/edit").forms["form"], editor.get(f"{page}/place").forms["form"]
    turn(town, "fgw", NAME, on=False)
    for form in (new, old, own):
        form["place"] = "东区"
        form.submit(status=404)
    turn(town, "fgw", NAME, on=True)
    assert "东区" not in town.browser().get(page).text


def test_a_form_that_arrives_while_it_is_being_disabled_is_repeated_from_the_start(
    town: World, made: AddOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(town, "fgw", NAME, on=True)
    page = publish_one(town, made.types[0], SECTION, title="条目甲")
    form = town.browser("editor").get(f"{page}/place").forms["form"]
    form["place"] = "东区"
    desk: Any = __import__("gov_weather.entry.desk", fromlist=["desk"])
    usual, times = desk.put_at, []

    def meanwhile(*given: Any) -> None:
        if not times:
            turn(town, "fgw", NAME, on=False)
        times.append(1)
        usual(*given)

    monkeypatch.setattr(desk, "put_at", meanwhile)
    form.submit(status=404)
    assert times == [1]


def test_a_moment_that_comes_while_it_is_disabled_shows_nothing(town: World, made: AddOn) -> None:
    turn(town, "fgw", NAME, on=True)
    with town.office.transaction() as (cluster, act):
        data: Any = {"title": "条目甲", "body": "<p>甲</p>", "source": "甲"}
        section = town.place(cluster, SECTION)
        name = create_document(section, data, act, made.types[0].factory).__name__
    turn(town, "fgw", NAME, on=False)
    with town.office.transaction() as (cluster, act):
        release_document(town.place(cluster, SECTION)[name], act)
    assert titles(town) == []


def test_settling_goes_on_where_it_was(
    town: World, made: AddOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.addon.settling.PIECE", 2)
    turn(town, "fgw", NAME, on=True)
    for number in range(5):
        publish_one(town, made.types[0], SECTION, title=f"条目{number}")
    with town.office.transaction() as (cluster, act):
        disable(cluster["sites"]["fgw"], NAME, town.office.registry.addons, act)
    assert settle(town.office)
    assert len(titles(town)) == 3
    assert settle(town.office)
    assert settle(town.office)
    assert titles(town) == []
    assert not settle(town.office)


def test_what_an_addon_hears_is_confined_to_sites_that_enabled_it(town: World, made: AddOn) -> None:
    heard: list[object] = []
    hears = confined_to(NAME)(heard.append)
    town.site("jyj")
    turn(town, "fgw", NAME, on=True)
    with town.office.transaction() as (cluster, act):
        sites = cluster["sites"]
        for place in (cluster, sites["jyj"]["zwgk"], sites["fgw"]["zwgk"]):
            hears(ContentEdited(place, act))
    assert len(heard) == 1


def three(made: AddOn) -> dict[str, AddOn]:
    """Three add-ons, each of which needs the one before it."""
    first = replace(made, name="a", types=(), settings=None)
    second = replace(first, name="b", requires=("a",))
    return {"a": first, "b": second, "c": replace(first, name="c", requires=("b",))}


def test_what_it_needs_is_enabled_with_it_only_when_that_was_said(town: World, made: AddOn) -> None:
    addons = three(made)
    with town.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        assert needed(site, "c", addons) == ("a", "b")
        with pytest.raises(Refusal):
            enable(site, "c", addons, act)
        with pytest.raises(Refusal):
            enable(site, "c", addons, act, also=("a",))
        assert site.addons == ()
        enable(site, "c", addons, act, also=("a", "b"))
        assert site.addons == ("a", "b", "c")


def test_what_needs_it_is_disabled_before_it_only_when_that_was_said(
    town: World, made: AddOn
) -> None:
    addons = three(made)
    with town.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        enable(site, "c", addons, act, also=("a", "b"))
        assert needing(site, "a", addons) == ("c", "b")
        with pytest.raises(Refusal):
            disable(site, "a", addons, act)
        disable(site, "a", addons, act, also=("c", "b"))
        assert site.addons == ()


def test_set_up_is_done_once_and_settings_stay(town: World, made: AddOn) -> None:
    calls: list[str] = []
    addons = {NAME: replace(made, set_up=lambda site, _act: calls.append(site.__name__))}
    with town.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        with pytest.raises(Refusal):
            change_settings(site, made, {"usual_place": "东区"}, act)
        enable(site, NAME, addons, act)
        assert settings_of(site, made) == {"usual_place": ""}
        change_settings(site, made, {"usual_place": "东区"}, act)
        disable(site, NAME, addons, act)
        enable(site, NAME, addons, act)
        assert settings_of(site, made) == {"usual_place": "东区"}
    assert calls == ["fgw"]


def test_who_did_what_is_written_down(town: World, made: AddOn) -> None:
    manager = town.browser("manager")
    page = manager.get(f"/sites/fgw/enable-add-on?addon={NAME}")
    page.forms["enable-addon"].submit(status=303)
    form = manager.get(f"/sites/fgw/set-add-on?addon={NAME}").forms["form"]
    form["usual_place"] = "东区"
    form.submit("save", status=303)
    manager.get(f"/sites/fgw/disable-add-on?addon={NAME}").forms["disable-addon"].submit(status=303)
    transactions = TransactionManager()
    with transactions:
        rows = town.office.ledger.session(transactions).execute(
            text(
                "select action, \"by\" from audit_entry where action like 'site.addon%' order by id"
            )
        )
        assert [tuple(row) for row in rows] == [
            ("site.addon_enabled", "manager"),
            ("site.addon_set", "manager"),
            ("site.addon_disabled", "manager"),
        ]
