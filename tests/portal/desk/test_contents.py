"""The list of documents: filters, orders, columns, pages."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from desk_places import SECTION, SITE, draft, drafts, titles

from portal.security.grants import give_role
from portal.testing import World


def listed(city: World, query: str, place: str = SECTION, login: str = "editor") -> list[str]:
    return titles(city.browser(login).get(f"{place}/contents?{quote(query, safe='=&')}"))


def test_words_are_looked_for_in_titles_of_drafts_too(city: World) -> None:
    draft(city, "关于春节放假的通知")
    draft(city, "关于供暖的公告")
    city.publish(SECTION, title="春节值班表 ABC")
    assert sorted(listed(city, "words=春节")) == ["关于春节放假的通知", "春节值班表 ABC"]
    assert listed(city, "words=abc 春节") == ["春节值班表 ABC"]
    assert listed(city, "words=没有") == []


def test_a_later_draft_is_found_by_its_new_title(city: World) -> None:
    address = city.publish(SECTION, title="旧题")
    form = city.browser("editor").get(f"{address}/edit").forms["form"]
    form["title"] = "新题"
    form.submit("save", status=303)
    assert (listed(city, "words=新题"), listed(city, "words=旧题")) == (["新题"], [])


def test_filters_narrow_by_stage_author_and_days(city: World) -> None:
    draft(city, "甲", handed_in=True)
    draft(city, "乙", by="manager")
    old = datetime(2020, 5, 1, 12, tzinfo=UTC)
    city.publish(SECTION, title="丙", displayed_at=old)
    assert listed(city, "stage=waiting") == ["甲"]
    assert listed(city, "author=manager") == ["乙"]
    assert listed(city, "order=shown_at&since=2020-05-01&until=2020-05-01") == ["丙"]
    assert listed(city, "order=shown_at&since=2020-05-02") == []
    assert listed(city, "order=shown_at&until=2020-04-30") == []


def test_titles_are_sorted_as_they_are_read(city: World) -> None:
    drafts(city, "中", "安", "白")
    assert listed(city, "order=title") == ["安", "白", "中"]


def test_columns_are_chosen_in_the_address_and_stay_there(city: World) -> None:
    draft(city, "甲", document_number="发改〔2026〕1号")
    page = city.browser("editor").get(f"{SECTION}/contents?column=number")
    heads = page.html.select("table.contents thead th")
    assert len(heads) == 3
    assert "发改〔2026〕1号" in page.html.select("table.contents tbody")[0].text
    assert "column=number" in page.html.select_one(".choices a")["href"]


def test_pages_are_counted_and_keep_the_filter(city: World) -> None:
    drafts(city, *(f"第{number}号" for number in range(51)))
    page = city.browser("editor").get(f"{SECTION}/contents?state=draft&order=title")
    assert len(titles(page)) == 50
    following = page.html.find("a", rel="next")["href"]
    assert "state=draft" in following
    assert len(titles(city.browser("editor").get(following))) == 1


@pytest.mark.parametrize(
    "query",
    [
        "since=9999-12-31&until=0001-01-01",
        "since=2026-02-31",
        "author=%00%E2%80%AE",
        "words=" + "x" * 5000,
        "words=%3Cscript%3Ealert(1)%3C/script%3E",
        "column=__class__&column=state",
        "order=readers",
        "stage=../..",
    ],
)
def test_hostile_filters_find_nothing_and_break_nothing(city: World, query: str) -> None:
    draft(city, "草稿")
    page = city.browser("editor").get(f"{SITE}/contents?{query}")
    assert "<script>alert" not in page.text


def test_who_works_in_one_section_only_sees_it_on_the_desk_and_works_there(city: World) -> None:
    with city.office.transaction() as (cluster, _act):
        cluster.grants = {}
    with city.office.transaction() as (cluster, act):
        give_role(city.place(cluster, SECTION), "editor", "editor", act)
    editor = city.browser("editor")
    links = [each["href"] for each in editor.get("/desk").html.select(".grid a")]
    assert links == [f"{SECTION}/contents"]
    page = editor.get(f"{SECTION}/contents")
    assert page.html.find("nav", class_="toolbar") is not None
    form = editor.get(f"{SECTION}/add-document").forms["form"]
    form["title"] = "通知"
    form.submit("save", status=303)
    editor.get(f"{SITE}/contents", status=403)
