"""Notices reach people by a real mail server, once, and only if what they tell happened."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from mail_post import Post
from sqlalchemy import select
from transaction import TransactionManager
from ZODB.Connection import Connection
from ZODB.POSException import ConflictError

from portal.content.document.operations import create_document
from portal.content.document.review import approve, hand_in, return_draft
from portal.ledger.outgoing import MailState, failed_letters, mail_state, try_again
from portal.ledger.tables import MailLetter, MailNotice
from portal.mail.postman import GIVEN_UP_AFTER, Postman
from portal.mail.subscribers import gathered_at
from portal.security.operations import set_password
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
HEADERS = [
    *("Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From"),
    *("MIME-Version", "Message-ID", "Subject", "To"),
]


def deed(act: Any, by: str) -> Any:
    return type(act)(by=by, at=datetime.now(UTC), announce=act.announce)


def handed_in(city: World, title: str = "关于节假日安排的通知", by: str = "editor") -> str:
    data: Any = {"title": title, "body": "<p>文</p>", "source": "办公室"}
    with city.office.transaction() as (cluster, act):
        document = create_document(city.place(cluster, SECTION), data, deed(act, by))
        hand_in(document, deed(act, by))
        return f"{SECTION}/{document.__name__}"


def returned(city: World, address: str, reason: str = "请改标题") -> None:
    with city.office.transaction() as (cluster, act):
        return_draft(city.place(cluster, address), deed(act, "reviewer"), reason=reason)


def deliver(postman: Postman) -> None:
    """Let the worker do what it does in a few rounds."""
    for _round in range(3):
        postman._rests_until = 0.0
        postman()
        postman.wait()


def state(city: World) -> MailState:
    manager = TransactionManager()
    with manager:
        return mail_state(city.office.ledger.session(manager))


def letters(city: World, table: Any = MailLetter) -> list[Any]:
    manager = TransactionManager()
    with manager:
        return list(city.office.ledger.session(manager).scalars(select(table)))


def to(post: Post) -> set[str]:
    return {each for recipients in post.recipients for each in recipients}


def test_who_can_review_hears_once_of_a_draft_that_was_handed_in(
    city: World, post: Post, postman: Postman
) -> None:
    address = handed_in(city)
    deliver(postman)
    deliver(postman)
    assert sorted(to(post)) == [
        "manager@city.gov.cn",
        "reviewer-1@city.gov.cn",
        "reviewer-2@city.gov.cn",
        "reviewer@city.gov.cn",
    ]
    assert all(len(each) == 1 for each in post.recipients)
    letter = post.taken[0]
    assert "关于节假日安排的通知" in str(letter["subject"])
    assert str(letter["subject"]).startswith("[Site fgw]")
    assert letter["from"] == "Cluster <portal@city.gov.cn>"
    assert f"https://cluster.city.gov.cn{address}/draft" in post.texts()[0]
    assert letter["auto-submitted"] == "auto-generated"
    assert state(city) == MailState(0, 0, 0, None, "")


def test_what_was_rolled_back_is_told_to_nobody(city: World, post: Post, postman: Postman) -> None:
    data: Any = {"title": "稿", "body": "<p>文</p>", "source": "办公室"}

    def fail() -> None:
        with city.office.transaction() as (cluster, act):
            document = create_document(city.place(cluster, SECTION), data, deed(act, "editor"))
            hand_in(document, deed(act, "editor"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    deliver(postman)
    assert post.taken == []
    assert letters(city, MailNotice) == []


def test_who_wrote_a_draft_hears_why_it_was_returned(
    city: World, post: Post, postman: Postman
) -> None:
    address = handed_in(city)
    returned(city, address, "标题与正文不符\n请改")
    deliver(postman)
    assert to(post) == {"editor@city.gov.cn"}  # nobody is told of a review that is over
    assert "标题与正文不符 请改" in post.texts()[0]


def test_what_happens_within_minutes_is_told_in_one_letter(
    city: World, post: Post, postman: Postman
) -> None:
    addresses = [handed_in(city, f"稿{number}") for number in range(3)]
    for address in addresses:
        returned(city, address)
    deliver(postman)
    assert len(post.taken) == 1
    assert all(f"{address}/draft" in post.texts()[0] for address in addresses)


def test_notices_of_a_few_minutes_are_due_together() -> None:
    at = datetime(2026, 3, 2, 9, 31, 30, tzinfo=UTC)
    assert gathered_at(at, 5) == datetime(2026, 3, 2, 9, 35, tzinfo=UTC)
    assert gathered_at(at + timedelta(minutes=3), 5) == datetime(2026, 3, 2, 9, 35, tzinfo=UTC)
    assert gathered_at(at, 0) == at


def test_a_server_that_is_down_gets_the_letter_when_it_is_up_again(
    city: World, post: Post, postman: Postman
) -> None:
    post.close()
    returned(city, handed_in(city))
    deliver(postman)
    waits = state(city)
    assert (waits.waiting, waits.failed, bool(waits.error)) == (1, 0, True)
    again = Post(post.port)
    try:
        deliver(postman)
        assert again.recipients == [["editor@city.gov.cn"]]
    finally:
        again.close()
    assert state(city).waiting == 0


def test_while_the_server_is_down_it_is_asked_less_and_less_often(
    city: World, post: Post, postman: Postman
) -> None:
    post.close()
    returned(city, handed_in(city))
    pauses = []
    for _attempt in range(8):
        postman._rests_until = 0.0
        before = time.monotonic()
        postman()
        postman.wait()
        pauses.append(round((postman._rests_until - before) / 5))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_refused_address_is_kept_as_failed_and_others_get_theirs(
    city: World, post: Post, postman: Postman
) -> None:
    post.refuses["reviewer@city.gov.cn"] = "550 5.1.1 no such mailbox"
    handed_in(city)
    deliver(postman)
    assert "reviewer@city.gov.cn" not in to(post)
    assert len(to(post)) == 3
    assert state(city).failed == 1
    manager = TransactionManager()
    with manager:
        session = city.office.ledger.session(manager)
        (failed,) = failed_letters(session)
        assert (failed.login, failed.error) == ("reviewer", "550 5.1.1 no such mailbox")
        assert try_again(session, datetime.now(UTC)) == 1
    post.refuses.clear()
    deliver(postman)
    assert "reviewer@city.gov.cn" in to(post)
    assert state(city).failed == 0


def test_a_letter_that_is_refused_for_now_is_tried_later(
    city: World, post: Post, postman: Postman
) -> None:
    post.says = "451 4.7.1 try again later"
    returned(city, handed_in(city))
    deliver(postman)
    (letter,) = letters(city)
    assert letter.tries == 1
    assert letter.next_at > datetime.now(UTC) + timedelta(minutes=4)


def test_after_days_a_letter_is_given_up(city: World, post: Post, postman: Postman) -> None:
    post.close()
    returned(city, handed_in(city))
    deliver(postman)
    manager = TransactionManager()
    with manager:
        letter = city.office.ledger.session(manager).scalars(select(MailLetter)).one()
        letter.written_at -= GIVEN_UP_AFTER
    deliver(postman)
    assert (state(city).waiting, state(city).failed) == (0, 1)


def test_a_sent_letter_is_not_kept(city: World, post: Post, postman: Postman) -> None:
    returned(city, handed_in(city))
    deliver(postman)
    (letter,) = letters(city)
    assert (letter.login, letter.address, letter.body) == ("editor", "", "")
    assert letter.sent_at is not None


@pytest.mark.parametrize(
    "title",
    [
        "稿\r\nBcc: all@city.gov.cn",
        "稿\u2028Bcc: all@city.gov.cn\n\n正文",
        "\0\x1b[31m稿",
        "字" * 400,
        "=?utf-8?q?=0D=0ABcc:_x?=",
        "😀 ${place} %s {0}",
    ],
)
def test_a_hostile_title_stays_in_the_subject(
    city: World, post: Post, postman: Postman, title: str
) -> None:
    with city.office.transaction() as (cluster, _act):
        cluster["sites"]["fgw"].title = f"发改委\r\nX-Evil: 1{title}"
    returned(city, handed_in(city, title), reason=title)
    deliver(postman)
    (letter,) = post.taken
    assert post.recipients == [["editor@city.gov.cn"]]
    assert sorted(letter.keys()) == HEADERS
    assert "\n" not in str(letter["subject"])


def test_nobody_hears_of_own_deeds_but_everyone_of_a_new_password(
    city: World, post: Post, postman: Postman
) -> None:
    with city.office.transaction() as (cluster, act):
        set_password(cluster["people"]["editor"], "Another-one-2", deed(act, "editor"))
    deliver(postman)
    assert to(post) == {"editor@city.gov.cn"}


def test_what_a_person_does_not_want_to_hear_of_is_not_sent_but_for_security(
    city: World, post: Post, postman: Postman
) -> None:
    with city.office.transaction() as (cluster, act):
        account = cluster["people"]["editor"]
        account.notices_off = ("returned",)
        set_password(account, "Another-one-2", deed(act, "security"))
    returned(city, handed_in(city))
    deliver(postman)
    assert len(post.taken) == 1
    assert SECTION not in post.texts()[0]


def test_who_has_no_address_or_no_account_in_use_is_sent_nothing(
    city: World, post: Post, postman: Postman
) -> None:
    with city.office.transaction() as (cluster, _act):
        cluster["people"]["reviewer"].mail = ""
        cluster["people"]["manager"].enabled = False
    handed_in(city)
    deliver(postman)
    assert not {"reviewer@city.gov.cn", "manager@city.gov.cn"} & to(post)


def test_who_began_a_document_hears_that_it_was_published(
    city: World, post: Post, postman: Postman
) -> None:
    address = handed_in(city)
    with city.office.transaction() as (cluster, act):
        approve(city.place(cluster, address), deed(act, "reviewer"))
    deliver(postman)
    assert to(post) == {"editor@city.gov.cn"}


def test_without_a_mail_server_nothing_is_kept(world: World) -> None:
    world.site("fgw")
    returned(world, handed_in(world))
    assert letters(world, MailNotice) == []


def test_links_lead_to_the_host_of_the_site(city: World, post: Post, postman: Postman) -> None:
    data: Any = {"title": "稿", "body": "<p>文</p>", "source": "办公室"}
    with city.office.transaction() as (cluster, act):
        section = city.place(cluster, "/sites/rsj/zwgk/tzgg")
        document = create_document(section, data, deed(act, "editor"))
        hand_in(document, deed(act, "editor"))
        return_draft(document, deed(act, "reviewer"), reason="改")
        name = document.__name__
    deliver(postman)
    assert f"https://rsj.city.gov.cn/zwgk/tzgg/{name}/draft" in post.texts()[0]


def test_a_request_that_conflicts_and_is_repeated_leads_to_one_letter(
    city: World, post: Post, postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = handed_in(city)
    page = city.browser("reviewer").get(f"{address}/draft")
    form = next(each for each in page.forms.values() if "return" in each.fields)
    form["reason"] = "请改"
    failed = conflict_once(monkeypatch)
    form.submit("return", status=303)
    assert failed == [True]
    deliver(postman)
    assert post.recipients == [["editor@city.gov.cn"]]


def conflict_once(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Let the first commit of a request fail as if somebody else had been quicker."""
    usual = Connection.tpc_vote
    failed: list[bool] = []

    def vote(self: Any, transaction: Any) -> Any:
        if self._modified and not failed:
            failed.append(True)
            raise ConflictError
        return usual(self, transaction)

    monkeypatch.setattr(Connection, "tpc_vote", vote)
    return failed
