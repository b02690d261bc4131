"""Officers find the letters to all mailboxes of a site in one place."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from letter_post import SECTION, Post, kept, opened
from sqlalchemy import select
from transaction import TransactionManager
from webtest import TestApp

from addons.interaction import addon
from portal.audit.subscribers import session_of
from portal.content.document.moving import move_document
from portal.content.trash.operations import delete_document, purge
from portal.errors import Refusal
from portal.ledger.tables import AuditEntry, Submission
from portal.security.grants import give_role
from portal.testing import PEOPLE, turn

LIST = "/sites/fgw/letters"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    """A site with two mailboxes, to each of which somebody wrote."""
    with opened(tmp_path_factory.mktemp("town")) as post:
        other = post.mailbox(title="局长信箱")
        post.numbers = [post.send()[0], post.send(other, subject="=1+1", topic="help")[0]]
        yield post


def officer(post: Post) -> TestApp:
    return post.world.browser("officer")


def oid_of(post: Post, box: str) -> int:
    with post.world.office.transaction() as (cluster, _act):
        return int(post.world.place(cluster, box).oid)


def subjects(page: Any) -> list[str]:
    return [row.find("a").text for row in page.html.select("table.contents tbody tr")]


def written_down(post: Post, action: str) -> list[AuditEntry]:
    transactions = TransactionManager()
    with transactions:
        session = post.world.office.ledger.session(transactions)
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_letters_to_all_mailboxes_stand_in_one_list(town: Post) -> None:
    page = officer(town).get(LIST)
    assert subjects(page) == ["=1+1", "路灯不亮"]
    for text in ("市长信箱", "局长信箱", "待处理", "138****5678"):
        assert text in page.text
    assert "13812345678" not in page.text


def test_the_list_is_narrowed_to_a_mailbox_and_a_state(town: Post) -> None:
    page = officer(town).get(LIST)
    form = page.forms["filter"]
    form["mailbox"].select(text="局长信箱")
    assert subjects(form.submit()) == ["=1+1"]
    assert subjects(officer(town).get(f"{LIST}?state=replied")) == []
    assert len(subjects(officer(town).get(f"{LIST}?mailbox=1&state=nonsense"))) == 2


@pytest.mark.parametrize("login", [each for each in ("", *PEOPLE) if each != "officer"])
def test_nobody_else_sees_any_of_it(town: Post, login: str) -> None:
    browser = town.world.browser(login)
    for view in ("letters", f"letter?number={town.numbers[0]}", "letters.xlsx", "letters.csv"):
        browser.get(f"/sites/fgw/{view}", status=403 if login else (303, 403, 404))


def test_reading_one_there_is_written_down_at_its_mailbox(town: Post) -> None:
    page = officer(town).get(LIST).click("路灯不亮")
    assert "13812345678" in page.text
    entry = written_down(town, "personal.viewed")[-1]
    assert (entry.by, entry.subject_oid) == ("officer", oid_of(town, town.box))


def test_the_list_is_taken_out_masked_without_formulas_and_it_is_written_down(town: Post) -> None:
    sent = officer(town).get(f"{LIST}.xlsx?topic=help")
    book = openpyxl.load_workbook(BytesIO(sent.body))
    head, row = book.worksheets[0].iter_rows(values_only=True)
    assert (head[0], row[6], row[8]) == ("信件编号", "=1+1", "138****5678")
    table = officer(town).get(f"{LIST}.csv").text
    assert "'=1+1" in table
    assert "13812345678" not in table
    entry = written_down(town, "content.exported")[0]
    assert entry.detail == '{"count": 1, "form": "xlsx", "what": "letters"}'


def test_the_desk_leads_an_officer_there_with_what_waits(town: Post) -> None:
    page = officer(town).get("/sites/fgw/desk")
    link = page.html.find("a", href=lambda address: address and address.endswith("/letters"))
    assert "群众来信" in page.text
    assert link is not None


def test_letters_of_a_mailbox_in_the_trash_stay_in_the_list_and_are_read(post: Post) -> None:
    number, code = post.send()
    with post.world.office.transaction() as (cluster, act):
        delete_document(post.world.place(cluster, post.box), act)
    page = officer(post).get(LIST)
    assert "市长信箱（已移入回收站）" in page.text
    assert "中山路" in page.click("路灯不亮").text
    assert len(kept(post)) == 1
    other = post.mailbox(title="局长信箱")
    assert "已收到" in post.ask(number, code, other).text
    assert subjects(officer(post).get(f"{LIST}?mailbox={oid_of_trashed(post)}")) == ["路灯不亮"]


def oid_of_trashed(post: Post) -> int:
    (letter,) = kept(post)
    return letter.place


def test_a_mailbox_with_letters_is_never_purged_and_one_without_is(post: Post) -> None:
    post.send()
    empty = post.mailbox(title="局长信箱")
    with post.world.office.transaction() as (cluster, act):
        box = post.world.place(cluster, post.box)
        delete_document(box, act)
        with pytest.raises(Refusal, match="Letters of citizens belong to this mailbox"):
            purge(box, act, session_of(cluster))
    with post.world.office.transaction() as (cluster, act):
        other = post.world.place(cluster, empty)
        delete_document(other, act)
        purge(other, act, session_of(cluster))
    assert subjects(officer(post).get(LIST)) == ["路灯不亮"]


def test_letters_move_with_their_mailbox(post: Post) -> None:
    post.send()
    with post.world.office.transaction() as (cluster, act):
        box = post.world.place(cluster, post.box)
        move_document(box, post.world.place(cluster, "/sites/fgw/hdjl"), act)
        address = f"/sites/fgw/hdjl/{box.__name__}"
    assert subjects(officer(post).get(LIST)) == ["路灯不亮"]
    assert subjects(officer(post).get(f"{address}/letters")) == ["路灯不亮"]


def test_the_list_is_gone_while_the_addon_is_disabled_and_all_is_back_after(post: Post) -> None:
    post.send()
    turn(post.world, "fgw", addon.name, on=False)
    officer(post).get(LIST, status=404)
    turn(post.world, "fgw", addon.name, on=True)
    assert subjects(officer(post).get(LIST)) == ["路灯不亮"]


def test_an_officer_of_a_section_reads_its_letters_alone(post: Post) -> None:
    other = post.mailbox("/sites/fgw/hdjl")
    own, foreign = post.send()[0], post.send(other)[0]
    with post.world.office.transaction() as (cluster, act):
        give_role(post.world.place(cluster, SECTION), "reader", "officer", act)
    reader = post.world.browser("reader")
    assert own in reader.get(f"{post.box}/letters").text
    for page in ("letters", "letters.csv", f"letter?number={own}"):
        reader.get(f"/sites/fgw/{page}", status=403)
        reader.get(f"{other}/{page}", status=403)
    reader.get(f"{post.box}/letter?number={foreign}", status=404)


def test_an_officer_of_one_site_sees_nothing_of_another(post: Post) -> None:
    number, _code = post.send()
    post.world.site("jyj")
    turn(post.world, "jyj", addon.name, on=True)
    with post.world.office.transaction() as (cluster, act):
        give_role(cluster["sites"]["jyj"], "officer", "officer", act)
    assert subjects(officer(post).get("/sites/jyj/letters")) == []
    officer(post).get(f"/sites/jyj/letter?number={number}", status=404)
    box = oid_of(post, post.box)
    assert subjects(officer(post).get(f"/sites/jyj/letters?mailbox={box}")) == []


def test_an_empty_list_says_what_to_do(post: Post) -> None:
    assert "暂无来信" in officer(post).get(LIST).text
    with post.world.office.transaction() as (cluster, act):
        box = post.world.place(cluster, post.box)
        delete_document(box, act)
        purge(box, act, session_of(cluster))
    assert "本站尚未设立信箱" in officer(post).get(LIST).text


def test_a_letter_that_says_less_than_today_is_shown(post: Post) -> None:
    number, code = post.send()
    transactions = TransactionManager()
    with transactions:
        session = post.world.office.ledger.session(transactions)
        session.scalars(select(Submission)).one().data = "{}"
    for address in (LIST, f"/sites/fgw/letter?number={number}", f"{LIST}.csv"):
        officer(post).get(address)
    assert "已收到" in post.ask(number, code).text
