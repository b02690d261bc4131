"""A document from its first draft to its withdrawal, as staff changes it and the public sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from ZODB.POSException import ConflictError

from portal.act import Act
from portal.content.document.operations import (
    create_document,
    publish_document,
    release_document,
    save_draft,
    withdraw_document,
)
from portal.content.file.operations import add_file, release_media
from portal.content.image.operations import add_image
from portal.content.section.operations import move_section
from portal.errors import Refusal
from portal.ledger.tables import AuditEntry
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
numbers = count(1)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("documents"))
    world.site("fgw")
    world.site("jyj")
    yield world
    world.close()


@pytest.fixture
def title() -> str:
    return f"第{next(numbers)}号通知"


def act_in(act: Act, by: str, hours: float = 0) -> Act:
    return Act(by=by, at=act.at + timedelta(hours=hours), announce=act.announce)


def entries(city: World) -> list[AuditEntry]:
    with city.office.transaction() as (cluster, _act):
        session = city.office.ledger.session(cluster._p_jar.transaction_manager)
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def test_a_draft_is_not_public_and_nowhere_listed(city: World, title: str) -> None:
    with city.office.transaction() as (cluster, act):
        document = create_document(
            city.place(cluster, SECTION), {"title": title, "body": "<p>x</p>"}, act
        )
        address = f"{SECTION}/{document.__name__}"
    browser = city.browser()
    browser.get(address, status=404)
    assert title not in browser.get(f"{SECTION}/")
    assert city.browser("editor").get(address).status_int == 200


def test_a_released_document_is_on_its_page_and_in_the_list_of_its_section(
    city: World, title: str
) -> None:
    address = city.publish(SECTION, title=title, body="<p>全文如下</p>")
    browser = city.browser()
    assert "全文如下" in browser.get(address)
    assert title in browser.get(f"{SECTION}/")


def test_the_public_sees_a_draft_only_after_its_release(city: World, title: str) -> None:
    address = city.publish(SECTION, title=title, body="<p>旧文</p>")
    browser = city.browser()
    with city.office.transaction() as (cluster, act):
        save_draft(
            city.place(cluster, address), {"title": f"{title}（修订）", "body": "<p>新文</p>"}, act
        )
    page = browser.get(address)
    assert "旧文" in page
    assert "新文" not in page
    assert "修订" not in page
    with city.office.transaction() as (cluster, act):
        release_document(city.place(cluster, address), act)
    assert "新文" in browser.get(address)
    assert f"{title}（修订）" in browser.get(f"{SECTION}/")


def test_a_change_of_the_title_leaves_one_row_in_the_list(city: World, title: str) -> None:
    address = city.publish(SECTION, title=title)
    with city.office.transaction() as (cluster, act):
        document = city.place(cluster, address)
        before = len(document.__parent__.listing)
        save_draft(document, {"title": f"改名{title}"}, act)
        release_document(document, act)
        rows = [row.title for row in document.__parent__.listing if row.oid == document.oid]
        assert len(document.__parent__.listing) == before
    assert rows == [f"改名{title}"]


def test_what_a_draft_does_not_name_stays_as_it_was(city: World, title: str) -> None:
    address = city.publish(SECTION, title=title, body="<p>正文</p>", source="市发改委")
    with city.office.transaction() as (cluster, act):
        document = city.place(cluster, address)
        save_draft(document, {"source": "市政府"}, act)
        release_document(document, act)
    page = city.browser().get(address)
    assert "正文" in page
    assert "市政府" in page


def test_each_release_keeps_its_revision(city: World, title: str) -> None:
    address = city.publish(SECTION, title=title, body="<p>一</p>")
    for text in ("二", "三"):
        with city.office.transaction() as (cluster, act):
            save_draft(city.place(cluster, address), {"body": f"<p>{text}</p>"}, act)
            release_document(city.place(cluster, address), act)
    with city.office.transaction() as (cluster, _act):
        document = city.place(cluster, address)
        assert [(each.number, each.text.html) for each in document.revisions] == [
            (1, "<p>一</p>"),
            (2, "<p>二</p>"),
            (3, "<p>三</p>"),
        ]
        assert document.live_number == 3
        assert document.draft is None


def test_the_same_person_goes_on_in_one_draft_and_another_one_begins_a_new_one(
    city: World, title: str
) -> None:
    address = city.publish(SECTION, title=title)
    with city.office.transaction() as (cluster, act):
        document = city.place(cluster, address)
        save_draft(document, {"summary": "甲"}, act_in(act, "li"))
        save_draft(document, {"summary": "乙"}, act_in(act, "li"))
        save_draft(document, {"summary": "丙"}, act_in(act, "wang"))
        assert [(each.by, each.values.get("summary")) for each in document.revisions[1:]] == [
            ("li", "乙"),
            ("wang", "丙"),
        ]


def test_another_displayed_date_needs_a_reason(city: World, title: str) -> None:
    long_ago = datetime(2020, 1, 2, 9, 30, tzinfo=UTC)
    with (
        pytest.raises(Refusal, match="displayed date"),
        city.office.transaction() as (cluster, act),
    ):
        publish_document(
            city.place(cluster, SECTION),
            {"title": title, "body": "", "displayed_at": long_ago},
            act,
        )
    assert title not in city.browser().get(f"{SECTION}/")
    address = city.publish(
        SECTION, title=title, displayed_at=long_ago, displayed_because="迁移自旧网站"
    )
    assert "2020-01-02 17:30" in city.browser().get(address)


def test_both_the_displayed_and_the_true_moment_are_kept(city: World, title: str) -> None:
    long_ago = datetime(2020, 1, 2, tzinfo=UTC)
    address = city.publish(SECTION, title=title, displayed_at=long_ago)
    with city.office.transaction() as (cluster, act):
        document = city.place(cluster, address)
        assert document.displayed_at == long_ago
        assert act.at - document.first_released_at < timedelta(minutes=1)


def test_releasing_without_a_draft_is_refused(city: World, title: str) -> None:
    address = city.publish(SECTION, title=title)
    with pytest.raises(Refusal, match="no draft"), city.office.transaction() as (cluster, act):
        release_document(city.place(cluster, address), act)


def test_a_withdrawn_document_is_gone_for_the_public_and_kept_for_staff(
    city: World, title: str
) -> None:
    address = city.publish(SECTION, title=title, body="<p>内容有误</p>", summary="摘要如此")
    city.feed()
    browser = city.browser()
    assert address in browser.get("/search", {"q": title})
    with city.office.transaction() as (cluster, act):
        withdraw_document(city.place(cluster, address), act, reason="内容有误")
    page = browser.get(address, status=410)
    assert title not in page
    assert "摘要如此" not in page
    assert title not in browser.get(f"{SECTION}/")
    assert address not in browser.get("/search", {"q": title})
    city.feed()
    assert address not in browser.get("/search", {"q": title})
    assert "内容有误" in city.browser("reviewer").get(address)


def test_a_withdrawal_needs_a_reason(city: World, title: str) -> None:
    address = city.publish(SECTION, title=title)
    with pytest.raises(Refusal, match="reason"), city.office.transaction() as (cluster, act):
        withdraw_document(city.place(cluster, address), act, reason="  ")
    assert city.browser().get(address).status_int == 200


def test_a_withdrawn_document_can_be_released_again(city: World, title: str) -> None:
    address = city.publish(SECTION, title=title)
    with city.office.transaction() as (cluster, act):
        withdraw_document(city.place(cluster, address), act, reason="核实")
    with city.office.transaction() as (cluster, act):
        release_document(city.place(cluster, address), act)
    assert title in city.browser().get(f"{SECTION}/")
    city.feed()
    assert address in city.browser().get("/search", {"q": title})


def test_attachments_and_pictures_of_another_site_are_never_shown(
    city: World, title: str, png: bytes
) -> None:
    with city.office.transaction() as (cluster, act):
        media = cluster["sites"]["jyj"]["media"]
        file = add_file(media, {"title": "外站附件", "file_name": "a.txt"}, b"text", act)
        picture = add_image(
            media, {"title": "p", "file_name": "p.png", "alternative": "外站图片"}, png, act
        )
        release_media(file, act)
        release_media(picture, act)
        oids: dict[str, Any] = {"attachments": (file.oid,), "lead_picture": picture.oid}
    page = city.browser().get(city.publish(SECTION, title=title, **oids))
    assert "外站" not in page


def test_attachments_of_a_draft_are_not_shown_before_its_release(
    city: World, title: str, png: bytes
) -> None:
    with city.office.transaction() as (cluster, act):
        media = cluster["sites"]["fgw"]["media"]
        kept = add_file(media, {"title": "未发布附件", "file_name": "b.txt"}, b"text", act)
        file = add_file(media, {"title": "已发布附件", "file_name": "a.txt"}, b"text", act)
        picture = add_image(
            media, {"title": "p", "file_name": "p.png", "alternative": "题图说明"}, png, act
        )
        release_media(file, act)
        release_media(picture, act)
        oids: dict[str, Any] = {"attachments": (file.oid,), "lead_picture": picture.oid}
        both: Any = {"attachments": (kept.oid, file.oid)}
    address = city.publish(SECTION, title=title, **oids)
    with city.office.transaction() as (cluster, act):
        save_draft(city.place(cluster, address), both, act)
    page = city.browser().get(address)
    assert "已发布附件" in page
    assert "题图说明" in page
    assert "未发布附件" not in page
    with city.office.transaction() as (cluster, act):
        release_document(city.place(cluster, address), act)
    assert "未发布附件" in city.browser().get(address)


def test_of_two_editors_at_once_the_second_one_conflicts(city: World, title: str) -> None:
    address = city.publish(SECTION, title=title)

    def both() -> None:
        with city.office.transaction() as (slow, act):
            document = city.place(slow, address)
            assert document.revisions
            with city.office.transaction() as (quick, quick_act):
                save_draft(
                    city.place(quick, address), {"summary": "快"}, act_in(quick_act, "quick")
                )
            save_draft(document, {"summary": "慢"}, act_in(act, "slow"))

    with pytest.raises(ConflictError):
        both()
    with city.office.transaction() as (cluster, _act):
        assert [each.by for each in city.place(cluster, address).revisions] == ["portal", "quick"]


def test_two_documents_that_are_added_at_once_conflict_rather_than_share_a_name(
    city: World, title: str
) -> None:
    def both() -> None:
        with city.office.transaction() as (slow, act):
            publish_document(city.place(slow, SECTION), {"title": f"慢{title}", "body": ""}, act)
            with city.office.transaction() as (quick, quick_act):
                publish_document(
                    city.place(quick, SECTION), {"title": f"快{title}", "body": ""}, quick_act
                )

    with pytest.raises(ConflictError):
        both()
    page = city.browser().get(f"{SECTION}/")
    assert f"快{title}" in page
    assert f"慢{title}" not in page


def test_every_change_leaves_an_entry_with_its_person_and_place(city: World, title: str) -> None:
    before = len(entries(city))
    with city.office.transaction() as (cluster, act):
        section = city.place(cluster, SECTION)
        document = create_document(section, {"title": title, "body": ""}, act_in(act, "li"))
        release_document(document, act_in(act, "wang"))
        save_draft(document, {"summary": "x"}, act_in(act, "li"))
        withdraw_document(document, act_in(act, "wang"), reason="有误")
        path, oid = f"{SECTION}/{document.__name__}", document.oid
    new = entries(city)[before:]
    assert [(each.by, each.action) for each in new] == [
        ("li", "document.created"),
        ("wang", "document.released"),
        ("li", "document.draft_saved"),
        ("wang", "document.withdrawn"),
    ]
    assert {(each.subject, each.subject_oid, each.site) for each in new} == {(path, oid, "fgw")}


def test_a_change_that_is_undone_leaves_no_entry(city: World, title: str) -> None:
    before = len(entries(city))

    def fail() -> None:
        with city.office.transaction() as (cluster, act):
            publish_document(city.place(cluster, SECTION), {"title": title, "body": ""}, act)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert len(entries(city)) == before
    assert title not in city.browser().get(f"{SECTION}/")


def test_what_is_in_a_hidden_section_is_for_staff_only(city: World, title: str) -> None:
    section = "/sites/fgw/zwgk/fggw"
    address = city.publish(section, title=title, summary="不可外传")
    city.feed()
    browser = city.browser()
    with city.office.transaction() as (cluster, act):
        move_section(city.place(cluster, section), "hide", act)
        hidden = city.place(cluster, section).title
    for path in (section, f"{section}/", address):
        page = browser.get(path, status=404)
        assert title not in page
        assert "不可外传" not in page
        assert hidden not in page
    assert hidden not in browser.get("/sites/fgw/")
    assert hidden not in browser.get("/sites/fgw/sitemap")
    assert address not in browser.get("/search", {"q": title})
    assert title in city.browser("editor").get(address)
    city.feed()
    with city.office.transaction() as (cluster, act):
        move_section(city.place(cluster, section), "show", act)
    city.feed()
    assert title in browser.get(address)
    assert address in browser.get("/search", {"q": title})


def test_neighbours_lead_from_document_to_document(city: World) -> None:
    section = "/sites/fgw/zwgk/ghjh"
    start = datetime(2026, 1, 1, tzinfo=UTC)
    first, second, third = (
        city.publish(section, title=f"计划{n}", displayed_at=start + timedelta(days=n))
        for n in range(3)
    )
    page = city.browser().get(second)
    links = {each: page.html.find("a", rel=each)["href"] for each in ("prev", "next")}
    assert links == {"prev": third, "next": first}
