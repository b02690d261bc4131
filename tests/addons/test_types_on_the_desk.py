"""Editors and reviewers work with what is of an add-on as with plain documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from addons.interaction.mailbox.content import MAILBOX
from addons.onlineservice.service.content import PUBLIC_SERVICE
from addons.openinfo.disclosure.content import DISCLOSURE
from addons.openinfo.guide.content import GUIDE
from portal.audit.subscribers import session_of
from portal.content.declaration import ContentType, kinds_of
from portal.content.document import alarms
from portal.content.document.moving import copy_document
from portal.content.document.operations import create_document, save_draft
from portal.content.document.resting import RESTING
from portal.content.document.review import hand_in
from portal.content.document.ringing import ring_due
from portal.content.document.scheduling import release_due, schedule
from portal.content.trash.operations import delete_document, purge
from portal.content.trash.queries import deleted_from
from portal.errors import Refusal
from portal.ledger.outgoing import Note, note
from portal.ledger.tables import AuditEntry, MailLetter
from portal.mail.phrasing import Phrasing
from portal.mail.writing import write_due
from portal.testing import World, turn

SECTION = "/sites/fgw/zwgk/tzgg"
ADDONS = ("openinfo", "onlineservice", "interaction")
OWN: dict[str, dict[str, Any]] = {
    DISCLOSURE.name: {
        "audience": "各县区人民政府",
        "summary": "节水",
        "topic": "0403",
        "written_on": date(2026, 3, 2),
    },
    GUIDE.name: {"office": "政务公开科"},
    PUBLIC_SERVICE.name: {
        "accept_condition": "年满十八周岁",
        "dept_name": "市发改委",
        "task_type": "07",
        "server_types": ("1",),
        "by_law": ("居民身份证法",),
        "handle_types": ("1",),
        "project_type": "2",
        "limit_scene_num": 0,
        "is_fee": "no",
        "transact_addr": "大厅",
        "transact_time": "工作日",
        "link_way": "010-12345678",
        "supervise_way": "010-87654321",
    },
    MAILBOX.name: {"hours": "周三上午接访"},
}
"""What is filled in of each type, first what its page shows."""
KINDS = pytest.mark.parametrize(
    "kind", [DISCLOSURE, GUIDE, PUBLIC_SERVICE, MAILBOX], ids=lambda kind: str(kind.name)
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("types"), addons=ADDONS)
    world.site("fgw")
    for name in ADDONS:
        turn(world, "fgw", name, on=True)
    yield world
    world.close()


def shown_of(kind: ContentType) -> str:
    return str(next(iter(OWN[kind.name].values())))


def draft(city: World, kind: ContentType, **more: Any) -> str:
    """Let the editor write a draft of the type, and return its address."""
    base = {"title": "某事", "body": "<p>正文</p>", "source": "本局"}
    with city.office.transaction() as (cluster, act):
        section, values = city.place(cluster, SECTION), base | OWN[kind.name] | more
        if kind is PUBLIC_SERVICE:
            values.setdefault("task_code", f"{len(section)}")
        data: Any = values
        made = create_document(section, data, replace(act, by="editor"), kind.factory)
        return f"{SECTION}/{made.__name__}"


def oid_at(city: World, address: str) -> int:
    with city.office.transaction() as (cluster, _act):
        return int(city.place(cluster, address).oid)


@KINDS
def test_a_draft_looks_like_the_public_page_of_its_type(city: World, kind: ContentType) -> None:
    address = draft(city, kind)
    own = city.browser("editor").get(f"{address}/preview")
    form = city.browser("editor").get(f"{address}/share").forms["make"]
    form["note"] = "王律师"
    page = form.submit("make", status=303).follow()
    link = page.html.select_one("li[data-new] input[readonly]")["value"]
    theirs = city.browser().get(link.replace("http://127.0.0.1", ""))
    for each in (own, theirs):
        assert shown_of(kind) in each.html.select_one("main article").text
    assert theirs.html.select_one("main > .shared")
    assert theirs.headers["Cache-Control"] == "no-store"
    assert not own.html.select_one("main > .shared")


@KINDS
def test_a_reviewer_sees_what_is_filled_in_and_publishes_it(city: World, kind: ContentType) -> None:
    address = draft(city, kind)
    oid = oid_at(city, address)
    editor = city.browser("editor")
    editor.get(f"{address}/draft").forms["decide-hand_in"].submit("hand_in", status=303)
    page = city.browser("reviewer").get(f"{address}/draft")
    assert shown_of(kind) in page.html.select_one("dl.facts").text
    page.forms["decide-approve"].submit("approve", status=303)
    with city.office.transaction() as (cluster, _act):
        document = cluster.__objectmap__.object_for(oid)
        name = document.__name__
        assert document.state == "published"
    assert shown_of(kind) in city.browser().get(f"{SECTION}/{name}").text


def test_what_changed_is_said_in_titles_and_each_row_in_a_line(city: World) -> None:
    record = draft(city, DISCLOSURE, genre="notice", time_limit=0)
    item = draft(city, PUBLIC_SERVICE, materials=("身份证 | 原件", "申请表"), server_types=("1",))
    for address, values in (
        (record, {"genre": "order", "disclosure_mode": "not_disclosed"}),
        (item, {"materials": ("身份证 | 复印件", "申请表"), "server_types": ("2",)}),
    ):
        with city.office.transaction() as (cluster, act):
            data: Any = values
            save_draft(city.place(cluster, address), data, act, beside=True)
    changes = city.browser("editor").get(f"{record}/history").html.select_one(".changes dl")
    assert {each.text for each in changes.select("ins")} >= {"不予公开"}
    assert "notice" not in changes.text
    assert "disclosed" not in changes.text
    lines = city.browser("editor").get(f"{item}/history").html.select(".changes dd p")
    changed = [each.text for each in lines if each.select("del, ins")]
    assert len(changed) == 2
    assert any("身份证" in each for each in changed)
    assert not any(each in {"1", "2", "12"} for each in changed)


def test_a_copy_is_of_the_same_type(city: World) -> None:
    address = draft(city, GUIDE)
    with city.office.transaction() as (cluster, act):
        made = copy_document(city.place(cluster, address), city.place(cluster, SECTION), act)
        assert type(made) is GUIDE.factory
        assert made.revisions[-1].values["office"] == "政务公开科"


def test_what_a_type_needs_is_asked_for_when_it_is_handed_in_and_not_before(city: World) -> None:
    address = draft(city, PUBLIC_SERVICE, dept_name="")
    form = city.browser("editor").get(f"{address}/edit").forms["form"]
    page = form.submit("hand_in", status=303).follow()
    field = page.html.select_one("#field-dept_name")
    assert field["data-wrong"] == "yes"
    assert field.select_one(".problem")
    with city.office.transaction() as (cluster, act):
        with pytest.raises(Refusal):
            hand_in(city.place(cluster, address), act)
        data: Any = {"dept_name": "市发改委"}
        save_draft(city.place(cluster, address), data, act)
        hand_in(city.place(cluster, address), act)


def test_a_type_can_do_without_a_text(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    address = draft(city, GUIDE, body="")
    with city.office.transaction() as (cluster, act), pytest.raises(Refusal):
        hand_in(city.place(cluster, address), act)
    spared = replace(GUIDE, spared=("body",))
    monkeypatch.setattr(GUIDE.factory, "declared", spared)
    with city.office.transaction() as (cluster, act):
        hand_in(city.place(cluster, address), act)


def test_a_release_waits_while_its_addon_is_disabled(city: World) -> None:
    address = draft(city, GUIDE)
    oid = oid_at(city, address)
    with city.office.transaction() as (cluster, act):
        hand_in(city.place(cluster, address), replace(act, by="editor"))
        early = replace(act, by="reviewer", at=act.at - timedelta(hours=2))
        schedule(city.place(cluster, address), early, at=act.at - timedelta(hours=1))
    turn(city, "fgw", "openinfo", on=False)
    for _time in range(2):
        release_due(city.office)
        ring_due(city.office)
    with city.office.transaction() as (cluster, _act):
        document = cluster.__objectmap__.object_for(oid)
        assert (document.state or "draft", document.stage) == ("draft", "scheduled")
        assert not cluster.timetable
    turn(city, "fgw", "openinfo", on=True)
    ring_due(city.office)
    release_due(city.office)
    with city.office.transaction() as (cluster, _act):
        document = cluster.__objectmap__.object_for(oid)
        assert document.state == "published"
        assert not alarms.kept_of(cluster, RESTING)
    assert actions(city, oid)[-1] == "document.released"


def test_nothing_expires_nor_is_asked_for_while_its_addon_is_disabled(city: World) -> None:
    waiting, ending = (oid_at(city, draft(city, GUIDE)) for _ in range(2))
    with city.office.transaction() as (cluster, act):
        before = replace(act, at=act.at - timedelta(days=30))
        hand_in(cluster.__objectmap__.object_for(waiting), before)
        document = cluster.__objectmap__.object_for(ending)
        document.state, document.expires_at = "published", act.at - timedelta(hours=1)
        document.displayed_at = document.first_released_at = before.at
        alarms.note(document, alarms.EXPIRY, document.expires_at)
    turn(city, "fgw", "openinfo", on=False)
    while ring_due(city.office):
        pass
    assert "document.review_chased" not in actions(city, waiting)
    assert "document.expired" not in actions(city, ending)
    turn(city, "fgw", "openinfo", on=True)
    while ring_due(city.office):
        pass
    assert actions(city, waiting).count("document.review_chased") == 1
    assert actions(city, ending).count("document.expired") == 1


def test_nothing_of_a_disabled_addon_is_mailed_until_it_is_enabled_again(city: World) -> None:
    oid = oid_at(city, draft(city, GUIDE))
    with city.office.transaction() as (cluster, act):
        hand_in(cluster.__objectmap__.object_for(oid), replace(act, by="editor"))
        cluster["people"]["reviewer"].mail = "reviewer@example.gov.cn"
        told = Note(kind="review", oid=oid, by=None, at=act.at, due_at=act.at, detail={})
        note(session_of(cluster), told)

    def mailed(later: timedelta) -> int:
        phrasing = Phrasing(city.office.registry)
        with city.office.transaction() as (cluster, act):
            session = session_of(cluster)
            write_due(cluster, session, act.at + later, phrasing, "portal@example.gov.cn")
            session.flush()
            return session.execute(select(func.count()).select_from(MailLetter)).scalar_one()

    turn(city, "fgw", "openinfo", on=False)
    before = mailed(timedelta(hours=1))
    turn(city, "fgw", "openinfo", on=True)
    assert mailed(timedelta(hours=1)) == before
    assert mailed(timedelta(hours=3)) == before + 1


def test_the_trash_of_a_site_hides_what_is_of_a_disabled_addon(city: World) -> None:
    address = draft(city, GUIDE)
    with city.office.transaction() as (cluster, act):
        delete_document(city.place(cluster, address), act)
        count = len(list(deleted_from(cluster["sites"]["fgw"])))
    turn(city, "fgw", "openinfo", on=False)
    with city.office.transaction() as (cluster, _act):
        assert len(list(deleted_from(cluster["sites"]["fgw"]))) < count
    assert city.browser("manager").get("/sites/fgw/trash").status_int == 200
    turn(city, "fgw", "openinfo", on=True)


def test_what_a_type_says_has_to_be_kept_cannot_go_for_ever(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    oid = oid_at(city, draft(city, GUIDE))
    with city.office.transaction() as (cluster, act):
        delete_document(cluster.__objectmap__.object_for(oid), act)
    kept = replace(GUIDE, kept_while=lambda _guide, _ledger: "还有来信")
    monkeypatch.setattr(GUIDE.factory, "declared", kept)
    manager = city.browser("manager")
    name = f"{oid % (1 << 64):x}"
    page = manager.get(f"/sites/fgw/trash?purge={name}")
    assert "还有来信" in page.text
    assert "purge" not in page.forms
    token = manager.get("/sites/fgw/session").json["csrf_token"]
    answer = manager.post("/sites/fgw/trash", {"csrf_token": token, "purge": name}, status=409)
    assert "还有来信" in answer.text
    monkeypatch.setattr(GUIDE.factory, "declared", GUIDE)
    with city.office.transaction() as (cluster, act):
        purge(cluster.__objectmap__.object_for(oid), act, session_of(cluster))
    with city.office.transaction() as (cluster, _act):
        assert cluster.__objectmap__.object_for(oid) is None


def test_the_audit_log_calls_fields_of_an_addon_by_their_titles(city: World) -> None:
    address = draft(city, GUIDE)
    with city.office.transaction() as (cluster, act):
        data: Any = {"office": "办公室"}
        save_draft(city.place(cluster, address), data, act)
    oid = oid_at(city, address)
    with city.office.transaction() as (cluster, _act):
        query = select(AuditEntry.id).where(AuditEntry.subject_oid == oid)
        number = session_of(cluster).scalars(query.order_by(AuditEntry.id.desc())).first()
    page = city.browser("auditor").get(f"/audit-entry?number={number}")
    assert "公开工作机构" in page.text


def test_the_auditor_finds_the_actions_of_an_addon_in_words(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = kinds_of(city.office.registry)
    named = replace(GUIDE, actions={"openinfo.asked": "申请已收到"})
    monkeypatch.setitem(kinds, GUIDE.name, named)
    page = city.browser("auditor").get("/audit?action=openinfo.asked")
    chosen = page.html.select_one("#audit-action option[selected]")
    assert chosen.text == "申请已收到"


def actions(city: World, oid: int) -> list[str]:
    with city.office.transaction() as (cluster, _act):
        query = select(AuditEntry.action).where(AuditEntry.subject_oid == oid)
        return list(session_of(cluster).scalars(query.order_by(AuditEntry.id)))
