"""My desk, the contents of places, and the bar above every page of staff."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from portal.content.document.operations import create_document
from portal.content.document.review import hand_in
from portal.security.grants import give_role
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    return world


def draft(city: World, title: str, *, by: str = "editor", handed_in: bool = False) -> str:
    data: Any = {"title": title, "body": "<p>文</p>", "source": "办公室"}
    with city.office.transaction() as (cluster, act):
        deed = type(act)(by=by, at=act.at, announce=act.announce)
        document = create_document(city.place(cluster, SECTION), data, deed)
        if handed_in:
            hand_in(document, deed)
        return f"{SECTION}/{document.__name__}"


def pile(page: Any, name: str) -> list[str]:
    found = BeautifulSoup(page.text, "html.parser").select(f"#{name} .tasks a")
    return [each.text for each in found]


def test_what_is_handed_in_waits_on_the_desk_of_reviewers_only(city: World) -> None:
    draft(city, "通知", handed_in=True)
    assert pile(city.browser("reviewer").get("/desk"), "review") == ["通知"]
    editor = city.browser("editor").get("/desk")
    assert (pile(editor, "review"), pile(editor, "waiting")) == ([], ["通知"])


def test_a_desk_shows_only_what_one_writes_oneself(city: World) -> None:
    draft(city, "甲", by="editor")
    draft(city, "乙", by="manager")
    assert pile(city.browser("editor").get("/desk"), "writing") == ["甲"]


def test_a_reviewer_of_one_site_sees_nothing_of_another_one(city: World) -> None:
    city.site("jyj")
    draft(city, "通知", handed_in=True)
    with city.office.transaction() as (cluster, act):
        cluster.grants = {}
        give_role(city.place(cluster, "/sites/jyj"), "reviewer", "reviewer", act)
    assert pile(city.browser("reviewer").get("/desk"), "review") == []
    with city.office.transaction() as (cluster, act):
        give_role(city.place(cluster, "/sites/fgw"), "reviewer", "reviewer", act)
    assert pile(city.browser("reviewer").get("/desk"), "review") == ["通知"]


def test_the_contents_list_drafts_and_public_documents(city: World) -> None:
    draft(city, "草稿")
    city.publish(SECTION, title="公开")
    page = city.browser("editor").get(f"{SECTION}/contents")
    titles = [each.text for each in page.html.select("table.contents td:nth-child(2) a")]
    assert sorted(titles) == ["公开", "草稿"]
    page = city.browser("editor").get(f"{SECTION}/contents?state=published")
    assert [each.text for each in page.html.select("table.contents td:nth-child(2) a")] == ["公开"]


def test_the_contents_of_a_site_reach_over_its_sections(city: World) -> None:
    city.publish(SECTION, title="甲")
    city.publish("/sites/fgw/zwgk/zcjd", title="乙")
    editor = city.browser("editor")
    page = editor.get("/sites/fgw/contents?order=shown_at")
    assert len(page.html.select("table.contents tbody tr")) == 2
    assert editor.get("/sites/fgw/contents?page=99").html.select("table.contents") == []


@pytest.mark.parametrize("query", ["state=<script>", "order=x", "page=-1", "page=1e9", "state=%00"])
def test_hostile_filters_of_contents_do_no_harm(city: World, query: str) -> None:
    draft(city, "草稿")
    assert city.browser("editor").get(f"{SECTION}/contents?{query}").status_int == 200


def test_the_public_sees_neither_contents_nor_bar(city: World) -> None:
    address = city.publish(SECTION, title="公开")
    public = city.browser()
    public.get(f"{SECTION}/contents", status=404)
    assert public.get(address).html.find("nav", class_="toolbar") is None


def test_the_bar_says_what_the_public_sees_and_leads_to_the_work(city: World) -> None:
    address = city.publish(SECTION, title="公开")
    bar = city.browser("editor").get(address).html.find("nav", class_="toolbar")
    links = [each["href"] for each in bar.select("a:not(.menu a)")]
    contents = f"{SECTION}/contents"
    assert links[1:] == [address, f"{address}/edit", contents, f"{address}/draft"]
    add, more = bar.select(".menu")
    assert f"{SECTION}/add-document" in [each["href"] for each in add.select("a")]
    assert f"{address}/history" in [each["href"] for each in more.select("a")]
    assert bar.find("p", class_="state").text.strip()


def test_every_way_of_the_bar_leads_somewhere(city: World) -> None:
    address = city.publish(SECTION, title="公开")
    manager = city.browser("manager")
    for place in (address, f"{SECTION}/", "/sites/fgw/"):
        for link in manager.get(place).html.select("nav.toolbar a"):
            manager.get(link["href"], status=200)


def test_the_tree_shows_all_sections_of_the_site_and_leads_to_their_contents(city: World) -> None:
    editor = city.browser("editor")
    tree = editor.get("/sites/fgw/tree").html.find(id="tree")
    assert f"{SECTION}/contents" in [each["href"] for each in tree.select("a")]
    city.browser().get("/sites/fgw/tree", status=404)


def test_shortcuts_are_switched_off_and_on(city: World) -> None:
    editor, address = city.browser("editor"), city.publish(SECTION, title="公开")
    assert editor.get(address).html.find(id="keys") is not None
    for button, there in (("off", False), ("on", True)):
        page = editor.get("/account")
        form = next(each for each in page.forms.values() if button in each.fields)
        form.submit(button, status=303)
        assert (editor.get(address).html.find(id="keys") is not None) is there


def test_a_preview_shows_nothing_that_only_staff_sees(city: World) -> None:
    address = draft(city, "草稿")
    page = city.browser("editor").get(f"{address}/preview").html
    assert page.find("nav", class_="toolbar") is None
    assert page.find(class_="person") is None
