"""From the form to the public, through the hands of two people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw", sponsor="示例市发展和改革委员会")
    return world


def write(city: World, login: str = "editor", **values: str) -> str:
    """Fill in the form for a new document, save it, and return the address of the document."""
    form = city.browser(login).get(f"{SECTION}/add-document").forms["form"]
    for name, value in values.items():
        form[name] = value
    answer = form.submit("save", status=303)
    return str(answer.location).removesuffix("/edit?saved").removeprefix("http://127.0.0.1")


def hand_in(city: World, address: str, login: str = "editor") -> None:
    page = city.browser(login).get(f"{address}/draft")
    page.forms["decide-hand_in"].submit("hand_in", status=303)


def released(city: World, **values: str) -> str:
    address = write(city, **values)
    hand_in(city, address)
    page = city.browser("reviewer").get(f"{address}/draft")
    answer = page.forms["decide-approve"].submit("approve", status=303)
    return str(answer.location).partition("/draft?")[0].removeprefix("http://127.0.0.1")


def revisions(city: World, address: str) -> list[tuple[str, str, str]]:
    """Return title, text and stage of each revision."""
    with city.office.transaction() as (cluster, _act):
        document: Any = city.place(cluster, address)
        return [(each.values["title"], each.text.html, each.stage) for each in document.revisions]


def test_a_document_goes_from_the_form_to_the_public_by_two_people(city: World) -> None:
    address = write(city, title="关于春节放假的通知", body="<p>放假三天。</p>")
    city.browser().get(address, status=404)
    hand_in(city, address)
    reviewer = city.browser("reviewer")
    page = reviewer.get(f"{address}/draft").forms["decide-approve"].submit("approve").follow()
    assert page.status_int == 200
    assert "放假三天" in city.browser().get(address).follow().text


def test_the_form_comes_back_filled_in_with_the_draft(city: World) -> None:
    address = write(city, title="通知", keywords="放假\n春节", written_on="2026-03-02")
    form = city.browser("editor").get(f"{address}/edit").forms["form"]
    values = {name: form[name].value for name in ("title", "keywords", "written_on", "source")}
    assert values == {
        "title": "通知",
        "keywords": "放假\n春节",
        "written_on": "2026-03-02",
        "source": "示例市发展和改革委员会",
    }


def test_a_displayed_date_is_kept_and_comes_back(city: World) -> None:
    typed = {"displayed_at": "2026-03-02T09:30", "displayed_because": "补录"}
    address = write(city, title="通知", **typed)
    form = city.browser("editor").get(f"{address}/edit").forms["form"]
    assert {name: form[name].value for name in typed} == typed
    form.submit("save", status=303)


def test_a_later_edit_leaves_the_public_page_as_it_was_until_it_is_released(city: World) -> None:
    address = released(city, title="通知", body="<p>放假三天。</p>")
    form = city.browser("editor").get(f"{address}/edit").forms["form"]
    form["body"] = "<p>放假五天。</p>"
    form.submit("hand_in", status=303)
    assert "放假三天" in city.browser().get(address).text
    preview = city.browser("reviewer").get(f"{address}/preview").text
    assert "放假五天" in preview
    city.browser().get(f"{address}/preview", status=404)


def test_wrong_input_is_told_beside_the_field_and_nothing_typed_is_lost(city: World) -> None:
    form = city.browser("editor").get(f"{SECTION}/add-document").forms["form"]
    form["title"], form["body"], form["written_on"] = "通" * 301, "<p>放假</p>", "31.2.2026"
    page = form.submit("save", status=422)
    field = page.html.find("input", attrs={"name": "written_on"})
    problem = page.html.find(id=field["aria-describedby"])
    assert problem.text.strip()
    sent = page.forms["form"]
    assert (sent["title"].value, sent["body"].value) == ("通" * 301, "<p>放假</p>")


def test_an_unfinished_draft_is_saved_and_not_handed_in(city: World) -> None:
    form = city.browser("editor").get(f"{SECTION}/add-document").forms["form"]
    form["title"] = "  "
    page = form.submit("hand_in", status=303).follow()
    assert page.html.find(role="alert") is not None
    address = page.request.path.removesuffix("/edit")
    assert [stage for _title, _text, stage in revisions(city, address)] == ["writing"]


def test_nobody_approves_what_they_wrote(city: World) -> None:
    address = write(city, "manager", title="通知", body="<p>放假</p>")
    hand_in(city, address, "manager")
    page = city.browser("manager").get(f"{address}/draft")
    page.forms["decide-approve"].submit("approve", status=409)
    city.browser().get(address, status=404)


@pytest.mark.parametrize(("decision", "reason"), [("approve", None), ("return", "请写明日期")])
def test_nobody_decides_on_what_changed_after_they_looked(
    city: World, decision: str, reason: str | None
) -> None:
    address = write(city, title="通知", body="<p>放假三天。</p>")
    hand_in(city, address)
    form = city.browser("reviewer").get(f"{address}/draft").forms[f"decide-{decision}"]
    if reason:
        form["reason"] = reason
    edited = city.browser("editor").get(f"{address}/edit").forms["form"]
    edited["body"] = "<p>放假三十天。</p>"
    edited.submit("hand_in", status=303)
    again = form.submit(decision, status=409).forms[f"decide-{decision}"]
    assert [stage for _title, _text, stage in revisions(city, address)] == ["waiting"]
    if reason:
        assert again["reason"].value == reason
    again.submit(decision, status=303)


def test_nobody_decides_without_having_looked(city: World) -> None:
    address = write(city, title="通知", body="<p>放假三天。</p>")
    hand_in(city, address)
    reviewer = city.browser("reviewer")
    token = reviewer.get(f"{address}/draft").forms["decide-approve"]["csrf_token"].value
    reviewer.post(f"{address}/draft", {"approve": "1", "csrf_token": token}, status=409)
    city.browser().get(address, status=404)


def test_a_draft_is_returned_with_a_reason_and_handed_in_again(city: World) -> None:
    address = write(city, title="通知", body="<p>放假</p>")
    hand_in(city, address)
    reviewer = city.browser("reviewer")
    form = reviewer.get(f"{address}/draft").forms["decide-return"]
    form.submit("return", status=409)
    form["reason"] = "请写明日期"
    form.submit("return", status=303)
    editor = city.browser("editor")
    assert "请写明日期" in editor.get("/desk").text
    assert "请写明日期" in editor.get(f"{address}/draft").text
    hand_in(city, address)
    assert [stage for _title, _text, stage in revisions(city, address)] == ["waiting"]


def test_a_change_after_handing_in_goes_back_to_who_writes(city: World) -> None:
    address = write(city, title="通知", body="<p>放假</p>")
    hand_in(city, address)
    form = city.browser("editor").get(f"{address}/edit").forms["form"]
    form["title"] = "另一个通知"
    form.submit("save", status=303)
    page = city.browser("reviewer").get(f"{address}/draft")
    assert "decide-approve" not in page.forms


def test_two_tabs_that_save_lose_neither_text(city: World) -> None:
    address = write(city, title="通知", body="<p>零</p>")
    editor = city.browser("editor")
    first = editor.get(f"{address}/edit").forms["form"]
    second = editor.get(f"{address}/edit").forms["form"]
    first["body"] = "<p>甲</p>"
    first.submit("save", status=303)
    second["body"] = "<p>乙</p>"
    page = second.submit("save", status=409)
    assert "甲" in page.html.find("section", class_="theirs").text
    assert page.forms["form"]["body"].value == "<p>乙</p>"
    page.forms["form"].submit("save", status=303)
    assert [text for _title, text, _stage in revisions(city, address)] == ["<p>甲</p>", "<p>乙</p>"]


def test_an_older_revision_comes_back_as_a_new_draft(city: World) -> None:
    address = released(city, title="通知", body="<p>甲</p>")
    editor = city.browser("editor")
    form = editor.get(f"{address}/edit").forms["form"]
    form["body"] = "<p>乙</p>"
    form.submit("save", status=303)
    page = editor.get(f"{address}/history")
    assert [page.html.find("del").text, page.html.find("ins").text] == ["甲", "乙"]
    page.forms["restore-1"].submit("revision", status=303)
    texts = [text for _title, text, _stage in revisions(city, address)]
    assert texts == ["<p>甲</p>", "<p>乙</p>", "<p>甲</p>"]
    assert "甲" in city.browser().get(address).text


def test_a_document_is_withdrawn_with_a_reason(city: World) -> None:
    address = released(city, title="通知", body="<p>放假</p>")
    reviewer = city.browser("reviewer")
    form = reviewer.get(f"{address}/draft").forms["decide-withdraw"]
    form["reason"] = "日期有误"
    form.submit("withdraw", status=303)
    city.browser().get(address, status=410)


@pytest.mark.parametrize("page", ["edit", "draft", "preview", "history"])
def test_the_public_gets_no_page_of_staff(city: World, page: str) -> None:
    address = released(city, title="通知", body="<p>放假</p>")
    city.browser().get(f"{address}/{page}", status=404)


def test_an_editor_decides_nothing(city: World) -> None:
    address = write(city, title="通知", body="<p>放假</p>")
    hand_in(city, address)
    editor = city.browser("editor")
    page = editor.get(f"{address}/draft")
    assert "decide-approve" not in page.forms
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    sent = {"approve": "1", "csrf_token": token}
    assert editor.post(f"{address}/draft", sent, expect_errors=True).status_int in {403, 404}
    city.browser().get(address, status=404)


def test_a_reviewer_approves_for_a_moment_to_come_and_takes_it_back(city: World) -> None:
    address = write(city, title="通知", body="<p>放假</p>")
    hand_in(city, address)
    reviewer = city.browser("reviewer")
    form = reviewer.get(f"{address}/draft").forms["decide-schedule"]
    for typed in ("", "2020-01-01T09:00", "9999-12-31T23:59", "morgen"):
        form["moment"] = typed
        again = form.submit("schedule", status=409).forms["decide-schedule"]
        assert again["moment"].value == typed
    form["moment"] = f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%dT09:00}"
    form.submit("schedule", status=303)
    assert [stage for _title, _text, stage in revisions(city, address)] == ["scheduled"]
    city.browser().get(address, status=404)
    page = reviewer.get(f"{address}/draft")
    page.forms["decide-unschedule"].submit("unschedule", status=303)
    assert [stage for _title, _text, stage in revisions(city, address)] == ["waiting"]


def test_who_withdraws_sees_what_links_here_and_writes_what_the_public_reads(city: World) -> None:
    address = released(city, title="通知", body="<p>放假</p>")
    linking = released(city, title="引用的通知", body=f'<p><a href="{address}">见</a></p>')
    page = city.browser("reviewer").get(f"{address}/draft")
    assert f"{linking}/draft" in [each["href"] for each in page.html.select("#decide-withdraw a")]
    page.forms["decide-withdraw"]["notice"] = "本通知已由新通知代替。"
    form = page.forms["decide-withdraw"].submit("withdraw", status=409).forms["decide-withdraw"]
    assert form["notice"].value == "本通知已由新通知代替。"
    form["reason"] = "内容有误"
    form.submit("withdraw", status=303)
    assert "已由新通知代替" in city.browser().get(address, status=410).text
