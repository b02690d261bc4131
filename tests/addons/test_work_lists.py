"""Staff finds the work that an add-on makes: in the bar of the site, and on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_addons import NAME, weather

from portal.addon.declaration import AddOn
from portal.content.document.operations import create_document
from portal.security.policy import Rights
from portal.testing import World, turn

LIST = f"/sites/fgw/{NAME}-review"
SECTION = "/sites/fgw/zwgk/tzgg"
RIGHT = f"{NAME}.review"


@pytest.fixture
def office_town(tmp_path: Path) -> Iterator[World]:
    """A town where officers, who work on no content, look at the list of the add-on."""
    (tmp_path / "data").mkdir()
    with weather(tmp_path / "made", changed=('"reviewer manager"', '"officer"')):
        world = World.make(tmp_path / "data", addons=(NAME,))
        for site in ("fgw", "jyj"):
            world.site(site)
        turn(world, "fgw", NAME, on=True)
        yield world
        world.close()


def hand_in(world: World, title: str) -> None:
    form = world.browser("editor").get(f"{SECTION}/add-document?type={NAME}.entry").forms["form"]
    form["title"], form["body"], form["place"] = title, "<p>甲</p>", "西区"
    form["keywords"], form["summary"] = "雨", "大雨"
    form.submit("hand_in", status=303)


def linked(page: Any) -> list[str]:
    return [each["href"] for each in page.html.select(".toolbar a")]


def test_the_bar_leads_to_it_and_the_desk_counts_what_waits(town: World, made: AddOn) -> None:
    turn(town, "fgw", NAME, on=True)
    reviewer = town.browser("reviewer")
    hand_in(town, "条目甲")
    page = reviewer.get("/sites/fgw/contents")
    assert LIST in linked(page)
    assert LIST in linked(reviewer.get(f"{SECTION}/contents"))
    shown = reviewer.get(LIST)
    assert "条目甲" in shown.text
    assert shown.html.select_one(f'.toolbar a[href="{LIST}"]')["aria-current"] == "page"
    desk = reviewer.get("/desk")
    assert desk.html.select_one(f'.counts a[href="#{NAME}.in_review"] b').text == "1"
    pile = desk.html.find(id=f"{NAME}.in_review")
    assert [each["href"] for each in pile.select("a")] == [LIST]


def test_who_may_not_use_it_does_not_meet_it(town: World, made: AddOn) -> None:
    turn(town, "fgw", NAME, on=True)
    editor = town.browser("editor")
    assert LIST not in linked(editor.get("/sites/fgw/contents"))
    assert f"{NAME}.in_review" not in editor.get("/desk").text
    editor.get(LIST, status=403)
    town.browser().get(LIST, status=404)


def test_it_is_gone_with_its_addon_and_comes_back(town: World, made: AddOn) -> None:
    reviewer = town.browser("reviewer")
    for on in (True, False, True):
        turn(town, "fgw", NAME, on=on)
        reviewer.get(LIST, status=200 if on else 404)
        assert (LIST in linked(reviewer.get("/sites/fgw/contents"))) is on
        assert (f"{NAME}.in_review" in reviewer.get("/desk").text) is on


def test_who_works_on_no_content_has_the_list_alone_in_the_bar(office_town: World) -> None:
    officer = office_town.browser("officer")
    for page in ("/sites/fgw/", LIST, "/sites/fgw/zwgk/"):
        assert linked(officer.get(page)) == [LIST]
    assert not officer.get("/sites/jyj/").html.select(".toolbar")
    desk = officer.get("/desk")
    assert desk.html.select_one(f'.counts a[href="#{NAME}.in_review"] b').text == "0"
    assert len(desk.html.select(".counts li")) == 1  # nothing on reviews and drafts
    assert not desk.html.select(".idle")
    for each in desk.html.select(".grid a"):
        officer.get(each["href"], status=200)


def test_a_right_of_an_addon_holds_in_sites_that_enabled_it_alone(office_town: World) -> None:
    with office_town.office.transaction() as (cluster, act):
        data: Any = {"title": "甲", "body": "<p>甲</p>", "source": "甲"}
        document = create_document(office_town.place(cluster, SECTION), data, act)
        officer, editor = (Rights(cluster, login) for login in ("officer", "editor"))
        fgw, jyj = (cluster["sites"][name] for name in ("fgw", "jyj"))
        assert officer.has_permission(RIGHT, fgw)
        assert not editor.has_permission(RIGHT, fgw)
        for place in (cluster, cluster["sites"], jyj, fgw["zwgk"], document):
            assert not officer.has_permission(RIGHT, place)
        assert not officer.has_permission("portal.work", fgw)
    turn(office_town, "fgw", NAME, on=False)
    with office_town.office.transaction() as (cluster, _act):
        assert not Rights(cluster, "officer").has_permission(RIGHT, cluster["sites"]["fgw"])


def test_the_page_of_addons_says_which_lists_come(town: World, made: AddOn) -> None:
    assert "待审条目" in town.browser("manager").get("/sites/fgw/add-ons").text
