"""Citizens write letters to a mailbox."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import quote

import pytest
from letter_post import Post, kept, receipt
from sqlalchemy import func, select
from transaction import TransactionManager

from addons.interaction import addon
from addons.interaction.letter import views
from addons.interaction.letter.operations import receive_letter
from addons.interaction.limiting import WINDOW, did_often
from addons.interaction.mailbox.content import MAILBOX
from addons.interaction.names import RECEIVED
from portal.act import Act
from portal.addon.operations import change_settings
from portal.content.document.operations import (
    publish_document,
    release_document,
    save_draft,
    withdraw_document,
)
from portal.content.trash.operations import delete_document
from portal.ledger import Ledger
from portal.ledger.submissions import data_of
from portal.ledger.tables import AuditEntry, Submission
from portal.testing import turn

ADDRESS = "127.0.0.1"
"""Where the browsers of the tests stand."""


def change(post: Post, **values: Any) -> None:
    """Let the public see the mailbox with other values."""
    with post.world.office.transaction() as (cluster, act):
        box = post.world.place(cluster, post.box)
        save_draft(box, cast("Any", values), act)
        release_document(box, act)


def withdraw(post: Post) -> None:
    with post.world.office.transaction() as (cluster, act):
        withdraw_document(post.world.place(cluster, post.box), act, reason="换届")


def trash(post: Post) -> None:
    with post.world.office.transaction() as (cluster, act):
        delete_document(post.world.place(cluster, post.box), act)


def test_a_letter_is_kept_as_it_was_written(post: Post) -> None:
    number, _code = post.send(addressee="王芳", email="zhang@example.com")
    (letter,) = kept(post)
    assert (letter.number, letter.title, letter.topic) == (number, "路灯不亮", "complaint")
    assert data_of(letter) == {
        "topic": "complaint",
        "addressee": "王芳",
        "name": "张小花",
        "telephone": "13812345678",
        "email": "zhang@example.com",
        "subject": "路灯不亮",
        "text": "中山路的路灯坏了。\n\n请修一下。",
        "publish": "yes",
    }


def test_the_mailbox_says_who_reads_letters_and_what_is_answered(post: Post) -> None:
    change(post, hours="工作日9:00—17:00", telephone="0999-5550123", answered="受理投诉。")
    page = post.world.browser().get(post.box)
    for text in ("李明", "副市长", "分管教育、卫生", "9:00", "0999-5550123", "受理投诉。"):
        assert text in page.text
    assert f'href="{post.box}/write"' in page.text


def test_it_is_listed_and_found_by_the_name_of_a_leader(post: Post) -> None:
    post.world.feed()
    browser = post.world.browser()
    for address in ("/sites/fgw/hdjl/ldxinxiang/", f"/sites/fgw/search?q={quote('王芳')}"):
        assert f'href="{post.box}"' in browser.get(address).text


def test_nobody_gets_a_session_and_only_the_form_sets_a_cookie(post: Post) -> None:
    browser = post.world.browser()
    browser.get(post.box)
    assert not browser.cookies
    browser.get(f"{post.box}/write")
    assert set(browser.cookies) == {"csrf"}


def test_number_and_code_are_shown_once_and_kept_by_nobody(post: Post) -> None:
    page = post.form().submit("send")
    number, code = receipt(page)
    assert re.fullmatch(r"\d{8}-\d{4}-\d{4}", number)
    assert re.fullmatch(r"\d{5} \d{5}", code)
    assert page.headers["Cache-Control"] == "no-store"
    (letter,) = kept(post)
    assert code.replace(" ", "") not in f"{letter.code}{letter.key}{letter.data}"


def test_a_form_that_is_sent_twice_is_kept_once_and_gets_the_same_receipt(post: Post) -> None:
    form = post.form()
    assert receipt(form.submit("send")) == receipt(form.submit("send"))
    assert len(kept(post)) == 1


def test_a_form_that_was_changed_after_it_was_sent_is_another_letter(post: Post) -> None:
    form = post.form()
    first = receipt(form.submit("send"))
    form["text"] = "还有公交站的灯。"
    assert receipt(form.submit("send")) != first
    assert len(kept(post)) == 2


def test_who_presses_twice_at_once_gets_one_receipt(post: Post) -> None:
    form = post.form()
    fields = form.submit_fields("send")
    browser = form.response.test_app

    def send(_time: int) -> tuple[str, str]:
        client = post.world.browser()
        client.cookies.update(browser.cookies)
        for name, value in browser.cookies.items():
            client.set_cookie(name, value)
        return receipt(client.post(f"{post.box}/write", fields, status=200))

    with ThreadPoolExecutor(4) as many:
        assert len(set(many.map(send, range(4)))) == 1
    assert len(kept(post)) == 1


def test_nothing_is_acknowledged_when_the_ledger_does_not_take_it(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = post.form()

    def fail(*_given: Any, **_more: Any) -> None:
        raise OSError("The disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("zope.sqlalchemy.datamanager.SessionDataManager.tpc_vote", fail)
        page = form.submit("send", expect_errors=True)
        assert (page.status_int, page.html.find(id="number")) == (500, None)
    assert kept(post) == []
    receipt(form.submit("send", status=200))
    assert len(kept(post)) == 1


def test_a_crash_between_the_stores_loses_neither_letter_nor_receipt(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = post.form()

    def fail(*_given: Any, **_more: Any) -> None:
        raise OSError("The power is gone")

    with monkeypatch.context() as patched:
        patched.setattr("ZODB.Connection.Connection.tpc_finish", fail)
        page = form.submit("send", expect_errors=True)
        assert (page.status_int, page.html.find(id="number")) == (500, None)
    assert len(kept(post)) == 1
    number, _code = receipt(form.submit("send", status=200))
    assert [each.number for each in kept(post)] == [number]


def test_a_closed_mailbox_takes_no_letter_and_gives_back_what_was_typed(post: Post) -> None:
    form = post.form()
    change(post, closed_because="系统维护")
    page = form.submit("send", status=409)
    assert "系统维护" in page.text
    assert page.forms["form"]["subject"].value == "路灯不亮"
    assert kept(post) == []
    assert "form" not in post.world.browser().get(f"{post.box}/write").forms
    assert f"{post.box}/write" not in post.world.browser().get(post.box).text


def test_nobody_writes_to_a_mailbox_that_the_public_does_not_see(post: Post) -> None:
    form = post.form()
    withdraw(post)
    form.submit("send", status=410)
    for login in ("editor", "manager"):
        for view in ("write", "enquiry"):
            post.world.browser(login).get(f"{post.box}/{view}", status=404)
    assert kept(post) == []


def test_a_letter_to_a_site_that_disabled_the_addon_a_second_ago_comes_back(post: Post) -> None:
    form = post.form()
    turn(post.world, "fgw", addon.name, on=False)
    page = form.submit("send", status=404)
    for text in ("路灯不亮", "中山路的路灯坏了。", "请修一下。", "张小花"):
        assert text in page.text
    assert kept(post) == []
    turn(post.world, "fgw", addon.name, on=True)
    form.submit("send", status=200)


def test_a_stranger_gets_nothing_back_from_a_site_that_disabled_the_addon(post: Post) -> None:
    turn(post.world, "fgw", addon.name, on=False)
    sent = {"text": "路灯不亮", "csrf_token": "0" * 40}
    page = post.world.browser().post(f"{post.box}/write", sent, status=404)
    assert "路灯不亮" not in page.text
    broken = post.world.browser().post(f"{post.box}/write", b"text=%FF", status=404)
    assert "text" not in broken.html.find("main").text


def test_a_letter_that_arrives_while_the_addon_is_being_disabled_is_not_kept(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = post.form()
    usual: Callable[..., Any] = receive_letter

    def meanwhile(*given: Any, **more: Any) -> Any:
        monkeypatch.setattr(views, "receive_letter", usual)
        turn(post.world, "fgw", addon.name, on=False)
        return usual(*given, **more)

    monkeypatch.setattr(views, "receive_letter", meanwhile)
    assert "中山路的路灯坏了。" in form.submit("send", status=404).text
    assert kept(post) == []


@pytest.mark.parametrize("deed", [withdraw, trash])
def test_a_letter_that_arrives_while_the_mailbox_vanishes_is_not_kept(
    post: Post, monkeypatch: pytest.MonkeyPatch, deed: Callable[[Post], None]
) -> None:
    form = post.form()
    usual: Callable[..., Any] = receive_letter

    def meanwhile(*given: Any, **more: Any) -> Any:
        monkeypatch.setattr(views, "receive_letter", usual)
        deed(post)
        return usual(*given, **more)

    monkeypatch.setattr(views, "receive_letter", meanwhile)
    page = form.submit("send", status=(404, 410))
    assert page.html.find(id="number") is None
    assert kept(post) == []


def test_letters_stay_while_the_addon_is_disabled(post: Post) -> None:
    number, code = post.send()
    turn(post.world, "fgw", addon.name, on=False)
    for view in ("", "/write", "/enquiry", "/letters", f"/letter?number={number}"):
        post.world.browser("officer").get(f"{post.box}{view}", status=404)
    turn(post.world, "fgw", addon.name, on=True)
    assert "路灯不亮" in post.ask(number, code).text


def test_one_network_sends_so_many_letters_an_hour(post: Post) -> None:
    with post.world.office.transaction() as (cluster, act):
        values = {"privacy": "由市信访局负责。", "letters_per_hour": 2}
        change_settings(cluster["sites"]["fgw"], addon, values, act)
    for number in range(2):
        post.send(subject=f"信{number}")
    form = post.form(subject="信三")
    assert "由市信访局负责。" in form.response.text
    page = form.submit("send", status=429)
    assert page.forms["form"]["subject"].value == "信三"
    assert len(kept(post)) == 2


def test_the_limit_holds_whatever_address_a_header_claims(post: Post) -> None:
    with post.world.office.transaction() as (cluster, act):
        values = {"privacy": "", "letters_per_hour": 1}
        change_settings(cluster["sites"]["fgw"], addon, values, act)
    post.send()
    form = post.form()
    for claimed in ("203.0.113.1", "203.0.113.2"):
        headers = {"X-Forwarded-For": claimed, "Forwarded": f"for={claimed}"}
        form.submit("send", headers=headers, status=429)
    assert len(kept(post)) == 1


def test_another_process_knows_what_a_network_did_within_an_hour(post: Post) -> None:
    post.send()
    now = datetime.now(UTC)
    other, transactions = (
        Ledger.open(str(post.world.office.ledger.engine.url)),
        TransactionManager(),
    )
    with transactions:
        session = other.session(transactions)

        def often(address: str, most: int, at: datetime = now) -> bool:
            act = Act(by=None, at=at, announce=print, address=address)
            return did_often(session, RECEIVED, act, most)

        assert often(ADDRESS, 1)
        assert not often(ADDRESS, 2)
        assert not often(ADDRESS, 1, now + WINDOW)
        assert not often("203.0.113.9", 1)
        assert not often("", 1)
    other.close()


def test_letters_that_were_not_kept_do_not_count(post: Post) -> None:
    for _time in range(30):
        post.form(name="").submit("send", status=422)
    post.send()


def test_a_letter_leaves_an_audit_entry_without_personal_data(post: Post) -> None:
    number, _code = post.send()
    transactions = TransactionManager()
    with transactions:
        session = post.world.office.ledger.session(transactions)
        query = select(AuditEntry).where(AuditEntry.action == "interaction.letter_received")
        (entry,) = session.scalars(query)
        assert (entry.by, entry.site, entry.detail) == (None, "fgw", f'{{"number": "{number}"}}')
        assert session.scalar(select(func.count()).select_from(Submission)) == 1


def test_leaders_need_names_and_each_a_different_one(post: Post) -> None:
    form = post.world.browser("editor").get(f"{post.box}/edit").forms["form"]
    for wrong in ("", "李明"):  # beside the first one, who is called so
        form.set("cell0", wrong, index=1)
        page = form.submit("save", status=422)
        assert page.html.find(id="field-leaders")["data-wrong"] == "yes"


def test_a_mailbox_without_leaders_asks_for_none(post: Post) -> None:
    with post.world.office.transaction() as (cluster, act):
        place = post.world.place(cluster, "/sites/fgw/hdjl/ldxinxiang")
        data: Any = {"title": "信箱", "body": "<p>信</p>", "source": "甲"}
        name = publish_document(place, data, act, MAILBOX.factory).__name__
    form = post.form(f"/sites/fgw/hdjl/ldxinxiang/{name}")
    assert "addressee" not in form.fields
    form.submit("send", status=200)
