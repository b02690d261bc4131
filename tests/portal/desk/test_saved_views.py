"""Filters that got names, columns that are remembered, and counts in the tabs of a list."""

from __future__ import annotations

from typing import Any

import pytest
from desk_places import SECTION, SITE, draft, drafts, titles
from sqlalchemy import select

from portal.desk.saved import VIEWS_MOST
from portal.ledger.tables import AuditEntry
from portal.testing import World


def save(city: World, name: str, query: str, login: str = "editor", **more: Any) -> Any:
    """Save what the page at `query` shows as a view; give the answer."""
    form = city.browser(login).get(f"{SECTION}/contents?{query}").forms["save-view"]
    form["name"] = name
    if more.pop("shared", False):
        form["shared"].checked = True
    return form.submit("save", **more)


def offered(page: Any) -> list[str]:
    return [" ".join(each.text.split()) for each in page.html.select(".views a")]


def heads(page: Any) -> list[str]:
    return [each.text for each in page.html.select("table.contents thead th")][2:]


def test_a_saved_view_opens_the_list_as_it_was(city: World) -> None:
    draft(city, "甲", handed_in=True)
    draft(city, "乙")
    page = save(city, "待审", "stage=waiting&order=title&column=author", status=303).follow()
    assert offered(page) == ["待审"]
    again = city.browser("editor").get(f"{SECTION}/contents")
    link = again.html.select_one(".views a")
    assert not link.get("aria-current")
    opened = again.test_app.get(link["href"])
    assert (titles(opened), len(heads(opened))) == (["甲"], 1)
    assert opened.html.select_one(".views a")["aria-current"] == "true"


def test_views_belong_to_a_person_and_a_place(city: World) -> None:
    save(city, "我的", "author=editor")
    assert offered(city.browser("manager").get(f"{SECTION}/contents")) == []
    assert offered(city.browser("editor").get(f"{SITE}/contents")) == []
    assert offered(city.browser("editor").get(f"{SECTION}/contents")) == ["我的"]


def test_a_manager_gives_a_view_to_all_and_others_cannot_change_it(city: World) -> None:
    save(city, "待审", "stage=waiting", "manager", shared=True, status=303)
    page = city.browser("editor").get(f"{SECTION}/contents")
    assert len(offered(page)) == 1
    assert not page.html.select(".kept-views")
    assert "shared" not in page.forms["save-view"].fields
    token = page.forms["save-view"]["csrf_token"].value
    for button in ("save", "drop", "rename"):
        sent = {"csrf_token": token, "shared": "1", "name": "x", button: "待审"}
        page.test_app.post(f"{SECTION}/views", sent, status=403)
    with city.office.ledger.engine.connect() as ledger:
        action = AuditEntry.action == "desk.views_shared"
        assert ledger.execute(select(AuditEntry.by).where(action)).scalars().all() == ["manager"]


def test_views_are_renamed_and_deleted(city: World) -> None:
    save(city, "甲", "state=draft")
    page = save(city, "乙", "state=published").follow()
    sent = {"csrf_token": page.forms["save-view"]["csrf_token"].value}
    address = f"{SECTION}/views"
    page = page.test_app.post(address, {**sent, "rename": "甲", "name": " 丙 \n丁 "}).follow()
    assert offered(page) == ["丙 丁", "乙"]
    page.test_app.post(address, {**sent, "rename": "乙", "name": "丙 丁"}, status=409)
    page.test_app.post(address, {**sent, "rename": "乙", "name": "  "}, status=409)
    page.test_app.post(address, {**sent, "rename": "没有", "name": "戊"}, status=409)
    page = page.test_app.post(address, {**sent, "drop": "丙 丁"}).follow()
    assert offered(page) == ["乙"]
    page.test_app.post(address, {**sent, "drop": "没有"}, status=303)


def test_a_view_of_the_same_name_is_replaced(city: World) -> None:
    save(city, "甲", "state=draft")
    page = save(city, "甲", "state=published").follow()
    (link,) = page.html.select(".views a")
    assert "state=published" in link["href"]


def test_a_view_needs_a_name_and_there_is_an_end(city: World) -> None:
    save(city, "  \u202e ", "", status=409)
    with city.office.transaction() as (cluster, _act):
        section = city.place(cluster, SECTION)
        kept = tuple((str(number), "") for number in range(VIEWS_MOST))
        site = city.place(cluster, SITE)
        site.saved_views = type(site.data)() if site.saved_views is None else site.saved_views
        site.saved_views[section.oid, "editor"] = kept
    save(city, "新", "", status=409)
    save(city, "3", "state=draft", status=303)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><b>', "'; drop", "x" * 500])
def test_hostile_names_of_views_stay_text(city: World, name: str) -> None:
    page = save(city, name, "words=%22%3E%3Cscript%3E", status=303).follow()
    assert "<script>alert" not in page.text
    assert '"><b>' not in page.text
    assert len(offered(page)) == 1


def test_chosen_columns_are_remembered_for_all_places_of_the_kind(city: World) -> None:
    draft(city, "甲")
    browser = city.browser("editor")
    usual = heads(browser.get(f"{SECTION}/contents"))
    form = browser.get(f"{SECTION}/contents?state=draft").forms["columns"]
    for box in form.fields["column"]:
        box.checked = box._value in {"author", "number"}
    page = form.submit(status=303).follow()
    assert (titles(page), len(heads(page))) == (["甲"], 2)
    assert heads(city.browser("editor").get(f"{SECTION}/contents")) == heads(page)
    assert len(heads(city.browser("manager").get(f"{SECTION}/contents"))) == len(usual)
    assert len(heads(city.browser("editor").get(f"{SITE}/contents"))) == len(usual) + 1
    assert not page.html.select("#filter input[name=column]"), "the address stays short"
    for box in form.fields["column"]:
        box.checked = False
    form.submit(status=303)
    assert heads(city.browser("editor").get(f"{SECTION}/contents")) == usual


def test_columns_of_the_address_stay_when_the_filter_changes(city: World) -> None:
    draft(city, "甲")
    page = city.browser("editor").get(f"{SECTION}/contents?column=number")
    page.forms["filter"]["words"] = "甲"
    assert len(heads(page.forms["filter"].submit())) == 1


def test_tabs_count_what_fits_the_rest_of_the_filter(city: World) -> None:
    drafts(city, "甲一", "甲二", "乙")
    city.publish(SECTION, title="甲三")

    def counts(query: str) -> list[int]:
        page = city.browser("editor").get(f"{SECTION}/contents?{query}")
        return [int(each.text) for each in page.html.select("#tabs small")]

    assert counts("") == [4, 3, 1, 0]
    assert counts("state=published") == [4, 3, 1, 0]
    assert counts("words=%E7%94%B2") == [3, 2, 1, 0]
    assert counts("author=nobody") == [0, 0, 0, 0]
