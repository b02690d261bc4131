"""What links to a document is known, shown, and said before it goes."""

from __future__ import annotations

from typing import Any

import pytest
from desk_places import OTHER, SECTION, SITE, choose, draft, oid_of

from portal.audit.subscribers import session_of
from portal.content.document.linking import linked_from, sources_of
from portal.content.document.operations import (
    release_document,
    save_draft,
    show_again,
    withdraw_document,
)
from portal.content.trash.operations import delete_document, purge, restore_document
from portal.testing import World


def link(address: str, words: str = "办法") -> str:
    return f'<p>见<a href="{address}">{words}</a>。</p>'


def sources(city: World, address: str) -> list[tuple[str, bool]]:
    with city.office.transaction() as (cluster, _act):
        found = linked_from(city.place(cluster, address))
        return [(each.document.newest_title, each.is_live) for each in found]


def change(city: World, address: str, operation: Any, *values: Any, **named: Any) -> None:
    with city.office.transaction() as (cluster, act):
        operation(city.place(cluster, address), *values, act, **named)


def test_the_index_follows_the_life_of_a_document(city: World) -> None:
    target = city.publish(SECTION, title="办法")
    source = draft(city, "说明", body=link(target))
    assert sources(city, target) == [("说明", False)]
    change(city, source, release_document)
    assert sources(city, target) == [("说明", True)]
    change(city, source, save_draft, {"body": "<p>无</p>"})
    assert sources(city, target) == [("说明", True)]
    change(city, source, release_document)
    assert sources(city, target) == []
    change(city, source, save_draft, {"body": link(target) + link(target)})
    assert sources(city, target) == [("说明", False)]
    change(city, source, release_document)
    change(city, source, withdraw_document, reason="错")
    assert sources(city, target) == [("说明", False)]
    change(city, source, show_again)
    assert sources(city, target) == [("说明", True)]


def test_what_is_in_the_trash_links_to_nothing(city: World) -> None:
    target = city.publish(SECTION, title="办法")
    source = city.publish(OTHER, title="说明", body=link(target))
    oid = oid_of(city, source)
    change(city, source, delete_document)
    assert sources(city, target) == []
    with city.office.transaction() as (cluster, act):
        restore_document(cluster.__objectmap__.object_for(oid), act)
    assert sources(city, target) == [("说明", True)]
    with city.office.transaction() as (cluster, act):
        document = cluster.__objectmap__.object_for(oid)
        delete_document(document, act)
        purge(document, act, session_of(cluster))
        assert sources_of(city.place(cluster, target)) == {}


def test_the_page_tells_both_ends(city: World) -> None:
    target = city.publish(SECTION, title="办法", body=link("https://news.example/x", "新闻"))
    gone = city.publish(SECTION, title="旧")
    middle = city.publish(
        OTHER, title="说明", body=link(target) + link(gone, "旧文") + link("/zwgk/tzgg")
    )
    city.publish(OTHER, title="解读", body=link(middle))
    draft(city, "草稿", body=link(middle))
    change(city, gone, delete_document)
    browser = city.browser("reviewer")
    page = browser.get(f"{middle}/links").html
    here, there = [
        [each.text.split() for each in panel.select(".tasks li")]
        for panel in page.select("section.panel:has(.tasks)")
    ]
    assert sorted(row[0] for row in here) == ["草稿", "解读"]
    draft_only = "仅在草稿中。"
    assert {row[0]: draft_only in row for row in here} == {"解读": False, "草稿": True}
    assert {row[0] for row in there} >= {"办法"}
    assert [each.b.text for each in page.select(".troubles li")] == ["旧文"]
    assert page.select(f'a[href="{middle}/edit"]') == []  # a reviewer does not write
    outside = browser.get(f"{target}/links").html.select_one('a[href="https://news.example/x"]')
    assert "noopener" in outside["rel"]
    city.browser().get(f"{middle}/links", status=404)


def test_a_batch_says_what_links_to_the_documents(city: World) -> None:
    target, other = city.publish(SECTION, title="办法"), city.publish(SECTION, title="细则")
    city.publish(OTHER, title="说明", body=link(target) + link(other))
    city.publish(SECTION, title="同去", body=link(target))
    change(city, other, save_draft, {"body": link(target)})
    browser = city.browser("manager")
    form = choose(browser.get(f"{SITE}/contents"), target, other, city=city)
    page = form.submit("deed", value="delete").html
    panel = next(each for each in page.select("section.panel") if each.select("ul.tasks .origin"))
    assert sorted(each.text for each in panel.select(".tasks li a")) == ["同去", "说明"]
    assert panel.select_one("p b").text == "2"


@pytest.mark.parametrize("login", ["editor", "reviewer"])
def test_an_editor_of_another_site_learns_nothing(city: World, login: str) -> None:
    city.site("jyj")
    city.publish("/sites/jyj/zwgk/tzgg", title="外站")
    target = city.publish(SECTION, title="办法")
    if login == "editor":
        answer = city.browser(login).get(f"{target}/choose-link")
        assert [each["title"] for each in answer.json["found"]] == ["办法"]
    else:
        city.browser(login).get(f"{target}/choose-link", status=403)
