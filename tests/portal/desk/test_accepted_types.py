"""Sections take the types that fit and that their manager lets in; staff finds add-ons from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from addon_town import with_addons, write_letter
from webtest import TestResponse

from addons.interaction.mailbox.content import MAILBOX
from addons.onlineservice.service.content import PUBLIC_SERVICE
from addons.openinfo.disclosure.content import DISCLOSURE
from addons.openinfo.guide.content import GUIDE
from portal.content.document.content import DOCUMENT
from portal.content.document.moving import copy_document, move_document
from portal.content.document.operations import create_document
from portal.content.section.content import Section
from portal.desk.recordloads import Load, loads_of
from portal.errors import Refusal
from portal.site.site import Site
from portal.testing import World, publish_one, turn

FROM, TO = "/sites/fgw/zwgk/tzgg", "/sites/fgw/zwgk/gzdt"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = with_addons(tmp_path_factory.mktemp("accepted"), "fgw")
    yield world
    world.close()


def limit(city: World, path: str, *names: str) -> None:
    with city.office.transaction() as (cluster, _act):
        city.place(cluster, path).accepts = names


def added(city: World, login: str, path: str) -> list[str]:
    page = city.browser(login).get(f"{path}/contents")
    return [each.text for each in page.html.select(".title .ways a[href*='add-']")]


def boxes_of(page: TestResponse) -> dict[str, Any]:
    """Return the types that the form of a section offers, each with its box."""
    names = [each["value"] for each in page.html.select("[name=chosen]")]
    return dict(zip(names, page.forms["form"].fields["chosen"], strict=True))


def test_a_manager_limits_what_editors_may_add(city: World) -> None:
    page = city.browser("manager").get(f"{TO}/edit")
    boxes = boxes_of(page)
    assert {DOCUMENT.name, DISCLOSURE.name, PUBLIC_SERVICE.name} <= set(boxes)
    assert len(added(city, "editor", TO)) == len(boxes)
    boxes[DISCLOSURE.name].checked = boxes[GUIDE.name].checked = True
    page = page.forms["form"].submit("save", status=303).follow()
    chosen = [name for name, box in boxes_of(page).items() if box.checked]
    assert sorted(chosen) == [DISCLOSURE.name, GUIDE.name]
    assert len(added(city, "editor", TO)) == len(chosen)
    editor = city.browser("editor")
    editor.get(f"{TO}/add-document", status=404)
    editor.get(f"{TO}/add-document?type={PUBLIC_SERVICE.name}", status=404)
    editor.get(f"{TO}/add-document?type={DISCLOSURE.name}")
    for box in boxes_of(page).values():
        box.checked = False
    page.forms["form"].submit("save", status=303)
    assert len(added(city, "editor", TO)) == len(boxes)


def test_what_a_section_is_limited_to_stays_while_its_addon_is_disabled(city: World) -> None:
    limit(city, TO, GUIDE.name)
    turn(city, "fgw", "openinfo", on=False)
    form = city.browser("manager").get(f"{TO}/edit").forms["form"]
    form.submit("save", status=303)
    turn(city, "fgw", "openinfo", on=True)
    with city.office.transaction() as (cluster, _act):
        assert city.place(cluster, TO).accepts == (GUIDE.name,)


def test_nothing_comes_by_moving_copying_or_importing_into_a_section_without_its_type(
    city: World,
) -> None:
    limit(city, TO, GUIDE.name)
    path = city.publish(FROM, title="通知")
    with city.office.transaction() as (cluster, act):
        document, target = city.place(cluster, path), city.place(cluster, TO)
        for deed in (move_document, copy_document):
            with pytest.raises(Refusal, match="takes no content"):
                deed(document, target, act)
        data: Any = {"title": "通知"}
        with pytest.raises(Refusal, match="takes no content"):
            create_document(target, data, act)
        target.accepts = ()
        assert copy_document(document, target, act).__parent__ is target


def test_a_batch_says_beforehand_what_a_section_does_not_take(city: World) -> None:
    limit(city, TO, GUIDE.name)
    path = city.publish(FROM, title="要移动的通知")
    with city.office.transaction() as (cluster, _act):
        document, target = city.place(cluster, path), city.place(cluster, TO)
        address, oid = f"{FROM}/batch?deed=move&pick={document.oid}", target.oid
    manager = city.browser("manager")
    form = next(form for form in manager.get(address).forms.values() if "target" in form.fields)
    form["target"] = str(oid)
    page = form.submit("ask")
    reason = page.html.select_one("main .reason").text
    assert "“工作动态”" in reason
    assert "“稿件”" in reason
    assert not page.html.select("main form button[name=do]")


def test_an_item_comes_to_a_hall_but_a_plain_document_does_not(city: World) -> None:
    path = city.publish(FROM, title="不是事项")
    with city.office.transaction() as (cluster, act):
        document, hall = city.place(cluster, path), city.place(cluster, "/sites/fgw/fwsx")
        with pytest.raises(Refusal, match="takes no content"):
            move_document(document, hall, act)
    item = publish_one(city, PUBLIC_SERVICE, FROM, title="办事")
    with city.office.transaction() as (cluster, act):
        found, hall = city.place(cluster, item), city.place(cluster, "/sites/fgw/fwsx")
        move_document(found, hall, act)
        assert found.__parent__ is hall


def test_a_chosen_name_that_a_page_has_is_refused_beside_the_field(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = Site.given["openinfo"]
    more = replace(given, pages={*given.pages, (Section, "weather")})
    monkeypatch.setitem(Site.given, "openinfo", more)
    form = city.browser("editor").get(f"{FROM}/add-document").forms["form"]
    for name in ("contents", "weather"):
        form["title"], form["url_name"] = "通知", name
        page = form.submit("save", status=422)
        field = page.html.select_one("[name=url_name]")
        assert field["aria-invalid"] == "true"
        assert f"“{name}”" in field.parent.select_one(".problem").text


def test_contents_of_a_site_list_a_hall_once_and_lead_to_the_addons(city: World) -> None:
    page = city.browser("manager").get("/sites/fgw/contents")
    assert len(page.html.select("main a[href$='/fwsx/contents']")) == 1
    assert page.html.select("main a[href$='/sites/fgw/add-ons']")
    below = city.browser("manager").get(f"{FROM}/contents")
    assert below.html.select("a[href$='/sites/fgw/add-ons']")
    assert not city.browser("editor").get(f"{FROM}/contents").html.select("a[href$='/add-ons']")


def test_a_file_under_way_shows_on_the_desk_of_who_sent_it(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        load = Load("openinfo.disclosures", site.oid, "a.csv")
        load.begin("manager", act.at)
        load.total, load.position = 3_000, 120
        loads_of(cluster).add(load)
    row = city.browser("manager").get("/desk").html.select_one("#running li")
    assert load.name in row.select_one("a")["href"]
    assert [each.text for each in row.select("b")] == ["120", "3000"]
    assert not city.browser("editor").get("/desk").html.select("#running")
    with city.office.transaction() as (cluster, _act):
        del loads_of(cluster).kept["manager", load.name]  # as after it was forgotten
    assert not city.browser("manager").get("/desk").html.select("#running")


def test_a_page_of_a_mailbox_says_where_it_is(city: World) -> None:
    path = publish_one(city, MAILBOX, FROM, title="市长信箱")
    crumbs = city.browser().get(f"{path}/write").html.select(".crumbs li")
    assert [each.text.strip() for each in crumbs[-2:]] == ["市长信箱", "写信：市长信箱"]
    text = city.browser().get(path).html.select(".crumbs li")[-1]
    assert text.text.strip() == "正文"


def test_disabling_says_what_stays_undone_and_enabling_what_comes_next(city: World) -> None:
    path = publish_one(city, MAILBOX, FROM, title="局长信箱")
    with city.office.transaction() as (cluster, act):
        write_letter(city, city.place(cluster, path), act)
    manager = city.browser("manager")
    page = manager.get("/sites/fgw/disable-add-on?addon=interaction")
    said = [each.text for each in page.html.select(".consequences li") if "“群众来信”" in each.text]
    assert ["1" in each for each in said] == [True]
    page.forms["disable-addon"].submit(status=303)
    form = manager.get("/sites/fgw/enable-add-on?addon=interaction").forms["enable-addon"]
    page = form.submit(status=303).follow()
    assert page.html.select(".consequences a[href$='/sites/fgw/people']")
    assert not manager.get("/sites/fgw/add-ons").html.select(".consequences")
