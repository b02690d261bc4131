"""Doing something with many documents at once, and taking it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from desk_places import OTHER, SECTION, SITE, choose, done, draft, drafts, oid_of, titles
from sqlalchemy import select

from portal.act import Act
from portal.content.document.operations import save_draft
from portal.content.document.review import hand_in
from portal.content.reviewing import ReviewRule, set_review_rule
from portal.content.times import ZONE
from portal.desk.deeds import DEEDS
from portal.desk.working import work_on_batches
from portal.ledger.tables import AuditEntry
from portal.security.grants import give_role
from portal.testing import World


def actions(city: World) -> list[str]:
    with city.office.ledger.engine.connect() as ledger:
        return list(ledger.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def state(city: World, address: str) -> tuple[str, str]:
    with city.office.transaction() as (cluster, _act):
        document = city.place(cluster, address)
        return document.state or "draft", document.stage


def test_many_documents_move_and_their_old_addresses_lead_on(city: World) -> None:
    addresses = [city.publish(SECTION, title=f"第{number}号") for number in range(3)]
    page = done(city, "manager", "move", *addresses, target=str(oid_of(city, OTHER)))
    assert "3" in page.html.find(class_="done").text
    moved = addresses[0].replace(SECTION, OTHER)
    answer = city.browser().get(addresses[0], status=301)
    assert answer.location.endswith(moved)
    city.browser().get(moved, status=200)
    assert len(titles(city.browser("editor").get(f"{OTHER}/contents"))) == 3
    assert actions(city).count("document.moved") == 3
    city.feed()
    found = city.browser().get(f"{SITE}/search?q={quote('0号')}").html
    assert moved in [each["href"] for each in found.select("main a[href]")]
    assert "第0号" in city.browser().get(f"{OTHER}/").text
    assert "第0号" not in city.browser().get(f"{SECTION}/").text


def test_nothing_happens_before_it_was_agreed_to(city: World) -> None:
    address = city.publish(SECTION, title="通知")
    page = city.browser("manager").get(f"{SECTION}/contents")
    before = city.office.database.lastTransaction()
    shown = choose(page, address, city=city).submit("deed", value="delete")
    assert "通知" in shown.html.find("ul", class_="tasks").text
    assert city.office.database.lastTransaction() == before


def test_a_move_is_taken_back_where_nothing_else_changed(city: World) -> None:
    first, second = (city.publish(SECTION, title=each) for each in "甲乙")
    page = done(city, "manager", "move", first, second, target=str(oid_of(city, OTHER)))
    form = city.browser("editor").get(f"{second.replace(SECTION, OTHER)}/edit").forms["form"]
    form["title"] = "丙"
    form.submit("save", status=303)
    said = page.forms["undo"].submit(status=303).follow()
    assert titles(said.test_app.get(f"{SECTION}/contents")) == ["甲"]
    assert said.html.select(".done b")[0].text == "1"
    city.browser().get(first, status=200)
    assert "undo" not in said.forms


def test_deleting_and_withdrawing_are_taken_back(city: World) -> None:
    first, second = (city.publish(SECTION, title=each) for each in "甲乙")
    page = done(city, "manager", "delete", first)
    city.browser().get(first, status=410)
    page.forms["undo"].submit(status=303)
    city.browser().get(first, status=200)
    page = done(city, "manager", "withdraw", second, reason="有误")
    city.browser().get(second, status=410)
    page.forms["undo"].submit(status=303)
    city.browser().get(second, status=200)


def test_taking_a_withdrawal_back_does_not_publish_a_draft_that_nobody_approved(
    city: World,
) -> None:
    address = city.publish(SECTION, title="通知", body="<p>旧文</p>")
    form = city.browser("editor").get(f"{address}/edit").forms["form"]
    form["body"] = "<p>新文</p>"
    form.submit("save", status=303)
    page = done(city, "reviewer", "withdraw", address, reason="有误")
    page.forms["undo"].submit(status=303)
    shown = city.browser().get(address).text
    assert ("旧文" in shown, "新文" in shown) == (True, False)


def test_one_approves_many_but_not_what_one_wrote(city: World) -> None:
    theirs = draft(city, "他人", handed_in=True)
    own = draft(city, "本人", by="manager", handed_in=True)
    page = city.browser("manager").get(f"{SITE}/contents")
    shown = choose(page, theirs, own, city=city).submit("deed", value="approve")
    assert [each.text for each in shown.html.select(".tasks .reason")] != []
    shown.forms["sure"].submit("sure", status=303)
    assert (state(city, theirs)[0], state(city, own)) == ("published", ("draft", "waiting"))


def test_what_is_not_allowed_for_one_document_is_left_out_with_the_reason(city: World) -> None:
    public = city.publish(SECTION, title="公开")
    own = draft(city, "草稿")
    page = city.browser("editor").get(f"{SITE}/contents")
    shown = choose(page, public, own, city=city).submit("deed", value="delete")
    assert len(shown.html.select(".tasks .reason")) == 1
    said = shown.forms["sure"].submit("sure", status=303).follow()
    assert [each.text for each in said.html.select(".done b")] == ["1"]
    city.browser().get(public, status=200)


def test_drafts_are_handed_in_and_returned_with_a_reason(city: World) -> None:
    address = draft(city, "通知")
    done(city, "editor", "hand_in", address)
    page = city.browser("reviewer").get(f"{SITE}/contents")
    shown = choose(page, address, city=city).submit("deed", value="return")
    shown.forms["sure"].submit("sure", status=422)
    done(city, "reviewer", "return", address, reason="请写明日期")
    assert state(city, address) == ("draft", "returned")


def test_keywords_are_added_and_taken_away_as_drafts(city: World) -> None:
    address = city.publish(SECTION, title="通知", keywords=("医保",))
    done(city, "editor", "add_keyword", address, keyword="社保")
    done(city, "editor", "drop_keyword", address, keyword="医保")
    with city.office.transaction() as (cluster, _act):
        document: Any = city.place(cluster, address)
        assert document.revisions[-1].values["keywords"] == ("社保",)
        assert document.keywords == ("医保",)


def test_all_that_fit_the_filter_are_chosen_at_once(city: World) -> None:
    drafts(city, "别的", *(f"第{number}号" for number in range(60)))
    page = city.browser("editor").get(f"{SITE}/contents?words={quote('第')}")
    form = page.forms["batch"]
    form["all"] = True
    shown = form.submit("deed", value="delete")
    assert shown.forms["sure"]["all"].value == "1"
    assert len(shown.html.select(".tasks li")) == 20
    shown.forms["sure"].submit("sure", status=303)
    work_on_batches(city.office)
    assert titles(city.browser("editor").get(f"{SECTION}/contents")) == ["别的"]


def test_more_than_the_most_at_once_are_refused_with_the_way_out(city: World) -> None:
    address = draft(city, "通知")
    form = choose(city.browser("editor").get(f"{SECTION}/contents"), address, city=city)
    token = form["csrf_token"].value
    browser = city.browser("editor")
    token = browser.get(f"{SECTION}/contents").forms["batch"]["csrf_token"].value
    sent = [("csrf_token", token), ("deed", "approve"), ("sure", "1")]
    sent += [("pick", str(number)) for number in range(10_000)]
    answer = browser.post(f"{SECTION}/batch", sent, status=409)
    assert str(DEEDS["approve"].most) in answer.text
    assert "10000" in answer.text


def test_a_section_cannot_be_moved_and_a_document_not_to_where_it_is(city: World) -> None:
    address = draft(city, "通知")
    browser = city.browser("manager")
    page = browser.get(f"{SECTION}/contents")
    token = page.forms["batch"]["csrf_token"].value
    own = str(oid_of(city, SECTION))
    sent = {"csrf_token": token, "deed": "move", "pick": own, "target": own, "sure": "1"}
    browser.post(f"{SECTION}/batch", sent, status=303)
    sent["pick"] = str(oid_of(city, address))
    browser.post(f"{SECTION}/batch", sent, status=303)
    assert titles(browser.get(f"{SECTION}/contents")) == ["通知"]
    assert "document.moved" not in actions(city)


def test_no_deed_reaches_a_document_of_another_site(city: World) -> None:
    city.site("jyj")
    foreign = city.publish("/sites/jyj/zwgk/tzgg", title="外站")
    draft(city, "本站")
    browser = city.browser("administrator")
    sent = {
        "csrf_token": browser.get(f"{SITE}/contents").forms["batch"]["csrf_token"].value,
        "pick": str(oid_of(city, foreign)),
        "reason": "x",
        "keyword": "x",
        "moment": f"{datetime.now(ZONE) + timedelta(days=1):%Y-%m-%dT%H:%M}",
        "target": str(oid_of(city, SECTION)),
        "sure": "1",
    }
    for deed in DEEDS:
        browser.post(f"{SITE}/batch", sent | {"deed": deed}, status=303)
    with city.office.transaction() as (cluster, _act):
        document = city.place(cluster, foreign)
        assert (document.state, len(document.revisions)) == ("published", 1)


def test_nothing_is_moved_into_another_site(city: World) -> None:
    city.site("jyj")
    address = draft(city, "通知")
    browser = city.browser("administrator")
    token = browser.get(f"{SITE}/contents").forms["batch"]["csrf_token"].value
    target = str(oid_of(city, "/sites/jyj/zwgk/tzgg"))
    sent = {"csrf_token": token, "deed": "move", "pick": str(oid_of(city, address))}
    browser.post(f"{SITE}/batch", sent | {"target": target, "sure": "1"}, status=422)
    assert titles(browser.get(f"{SECTION}/contents")) == ["通知"]


def test_a_target_without_rights_is_neither_offered_nor_taken(city: World) -> None:
    address = draft(city, "通知")
    with city.office.transaction() as (cluster, act):
        cluster.grants = {}
        give_role(city.place(cluster, SECTION), "editor", "editor", act)
    browser = city.browser("editor")
    page = browser.get(f"{SECTION}/contents")
    sure = choose(page, address, city=city).submit("deed", value="move").forms["sure"]
    assert [each[0] for each in sure["target"].options][1:] == [str(oid_of(city, SECTION))]
    sure["target"].force_value(str(oid_of(city, OTHER)))
    sure.submit("sure", status=303)
    assert titles(browser.get(f"{SECTION}/contents")) == ["通知"]


def test_hostile_choices_do_no_harm(city: World) -> None:
    draft(city, "通知")
    browser = city.browser("editor")
    token = browser.get(f"{SITE}/contents").forms["batch"]["csrf_token"].value
    for pick in ("", "x", "-", "9" * 30, "0", "1e3", "\x00", "1" * 10_000):
        sent = {"csrf_token": token, "deed": "delete", "pick": pick, "target": pick, "sure": "1"}
        assert browser.post(f"{SITE}/batch", sent, expect_errors=True).status_int in {303, 409}
    browser.post(f"{SITE}/batch", {"csrf_token": token, "deed": "__class__"}, status=400)
    assert titles(browser.get(f"{SITE}/contents")) == ["通知"]


def test_the_page_before_names_the_files_that_vanish(city: World) -> None:
    from portal.content.file.operations import add_file, release_media

    with city.office.transaction() as (cluster, act):
        data: Any = {"title": "申请表", "file_name": "a.txt"}
        file = add_file(cluster["sites"]["fgw"]["media"], data, b"text", act)
        release_media(file, act)
        oid = file.oid
    address = city.publish(SECTION, title="通知", attachments=(oid,))
    page = city.browser("manager").get(f"{SITE}/contents")
    shown = choose(page, address, city=city).submit("deed", value="delete")
    assert "申请表" in shown.text


def test_copies_are_drafts_of_their_own(city: World) -> None:
    address = city.publish(SECTION, title="通知", index_number="11370000-1")
    done(city, "editor", "copy", address, target=str(oid_of(city, OTHER)))
    with city.office.transaction() as (cluster, _act):
        (copy,) = city.place(cluster, OTHER).values()
        assert (copy.state or "draft", copy.newest_title, copy.live_number) == ("draft", "通知", 0)
        assert copy.revisions[-1].values.get("index_number", "") == ""


def rewritten(city: World, address: str) -> None:
    """Let the author change a draft and hand it in again."""
    with city.office.transaction() as (cluster, act):
        document = city.place(cluster, address)
        deed = Act(by="editor", at=act.at, announce=act.announce)
        data: Any = {"body": "<p>偷换</p>"}
        save_draft(document, data, deed)
        hand_in(document, deed)


def test_what_was_changed_after_it_was_shown_is_not_approved(city: World) -> None:
    same, changed = (draft(city, each, handed_in=True) for each in "甲乙")
    page = city.browser("reviewer").get(f"{SITE}/contents")
    shown = choose(page, same, changed, city=city).submit("deed", value="approve")
    rewritten(city, changed)
    said = shown.forms["sure"].submit("sure", status=303).follow()
    assert (state(city, same)[0], state(city, changed)) == ("published", ("draft", "waiting"))
    assert [each.text for each in said.html.select(".sums dd")] == ["1", "1"]
    left = said.html.select(".tasks li")
    assert [each.select("a")[0].text for each in left] == ["乙"]
    assert left[0].select(".reason")[0].text == "您查看之后该稿件又有改动。"


def test_nothing_is_approved_that_no_page_showed(city: World) -> None:
    address = draft(city, "通知", handed_in=True)
    browser = city.browser("reviewer")
    sent = {
        "csrf_token": browser.get(f"{SITE}/contents").forms["batch"]["csrf_token"].value,
        "deed": "approve",
        "pick": str(oid_of(city, address)),
        "sure": "1",
    }
    for more in ({}, {"asked_at": "2099-01-01T00:00:00+00:00"}, {"seen": "x"}, {"all": "1"}):
        browser.post(f"{SITE}/batch", sent | more, status=303)
    work_on_batches(city.office)
    assert state(city, address) == ("draft", "waiting")


def test_drafts_are_approved_for_a_moment_and_that_is_taken_back(city: World) -> None:
    address = draft(city, "通知", handed_in=True)
    browser = city.browser("reviewer")
    page = browser.get(f"{SITE}/contents")
    sure = choose(page, address, city=city).submit("deed", value="schedule").forms["sure"]
    for wrong in ("", "gestern", "2020-01-01T09:00", "9999-12-31T23:59", "0001-01-01T00:00"):
        sure["moment"] = wrong
        sure = sure.submit("sure", status=422).forms["sure"]
    moment = datetime.now(ZONE) + timedelta(days=3)
    sure["moment"] = f"{moment:%Y-%m-%dT09:00}"
    said = sure.submit("sure", status=303).follow()
    assert state(city, address) == ("draft", "scheduled")
    assert f"{moment:%Y-%m-%d} 09:00" in browser.get("/desk").html.find(id="scheduled").text
    assert titles(browser.get(f"{SITE}/contents?stage=scheduled")) == ["通知"]
    said.forms["undo"].submit(status=303)
    assert state(city, address) == ("draft", "waiting")


def test_a_keyword_is_taken_back_and_what_was_written_before_is_as_it_was(city: World) -> None:
    waiting = draft(city, "甲", handed_in=True)
    public = city.publish(SECTION, title="乙", keywords=("医保",))
    for deed, keyword in (("add_keyword", "社保"), ("drop_keyword", "医保")):
        page = done(city, "editor", deed, waiting, public, keyword=keyword)
        assert state(city, public)[1] == "writing"
        page.forms["undo"].submit(status=303)
        assert state(city, waiting) == ("draft", "waiting")
        assert state(city, public) == ("published", "")
    assert "document.draft_dropped" in actions(city)


def test_copies_are_taken_back_into_the_trash_and_the_originals_stay(city: World) -> None:
    address = draft(city, "通知")
    page = done(city, "editor", "copy", address, target=str(oid_of(city, OTHER)))
    page.forms["undo"].submit(status=303)
    assert titles(city.browser("editor").get(f"{OTHER}/contents")) == []
    assert titles(city.browser("editor").get(f"{OTHER}/trash")) == ["通知"]
    assert titles(city.browser("editor").get(f"{SECTION}/contents")) == ["通知"]


def test_the_bar_of_a_document_leads_to_what_can_be_done_with_it(city: World) -> None:
    address = city.publish(SECTION, title="通知")
    client = city.browser("manager")
    links = client.get(address).html.select("nav.toolbar .menu a")
    way = next(each["href"] for each in links if each["href"].endswith("deed=delete"))
    before = city.office.database.lastTransaction()
    page = client.get(way)
    assert city.office.database.lastTransaction() == before
    assert "通知" in page.html.find("ul", class_="tasks").text
    page.forms["sure"].submit("sure", status=303)
    city.browser().get(address, status=410)


@pytest.mark.parametrize("query", ["", "deed=delete", "deed=nothing&pick=1", "deed=delete&pick=x"])
def test_an_address_that_names_nothing_to_do_is_refused(city: World, query: str) -> None:
    answer = city.browser("manager").get(f"{SECTION}/batch?{query}", status="*")
    assert answer.status_int in {400, 409}


def test_what_the_checks_stop_is_left_out_and_the_rest_goes_on(city: World) -> None:
    good = draft(city, "通知", handed_in=True)
    stopped = draft(city, "说明", body="<p>联系人手机 13800138000。</p>")
    page = city.browser("editor").get(f"{SECTION}/contents")
    shown = choose(page, stopped, city=city).submit("deed", value="hand_in")
    assert "sure" not in shown.forms
    assert "检查发现" in shown.html.main.text
    done(city, "reviewer", "approve", good)
    assert state(city, good)[0] == "published"


def test_where_somebody_else_publishes_many_are_approved_and_then_published(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        rule = ReviewRule(steps=2, publisher=True)
        set_review_rule(cluster["sites"]["fgw"], rule, act)
    first, second = (draft(city, each, handed_in=True) for each in ("甲稿", "乙稿"))
    page = city.browser("reviewer_1").get(f"{SITE}/contents")
    offered = {each["value"] for each in page.html.select("button[name=deed]")}
    assert "approve_only" in offered
    assert "publish" not in offered
    for login in ("reviewer_1", "reviewer_2"):
        done(city, login, "approve_only", first, second)
    with city.office.transaction() as (cluster, _act):
        assert {city.place(cluster, each).stage for each in (first, second)} == {"approved"}
    done(city, "publisher", "publish", first, second)
    for each in (first, second):
        city.browser().get(each, status=[200, 301])


def test_nobody_approves_many_above_the_own_level(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        set_review_rule(cluster["sites"]["fgw"], ReviewRule(steps=2), act)
    waits = draft(city, "丙稿", handed_in=True)
    done(city, "reviewer_1", "approve_only", waits)
    page = city.browser("reviewer_1").get(f"{SITE}/contents")
    browser = city.browser("reviewer_1")
    token = browser.get(f"{SITE}/session").json["csrf_token"]
    assert "approve" not in {each["value"] for each in page.html.select("button[name=deed]")}
    sent = [("csrf_token", token), ("pick", str(oid_of(city, waits)))]
    for deed in ("approve", "schedule", "return", "approve_only"):
        said = [("deed", deed), ("reason", "改"), ("moment", "2030-01-01T09:00")]
        assert not browser.post(f"{SITE}/batch", [*sent, *said]).html.select("[name=seen]")
