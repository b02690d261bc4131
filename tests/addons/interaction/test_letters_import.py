"""Letters of an earlier system come in with their replies, each once."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from letter_post import Post, kept
from sqlalchemy import select
from transaction import TransactionManager

from portal.addon.declaration import ImportOutcome
from portal.audit.subscribers import session_of
from portal.command.records import import_called, run_import
from portal.content.trash.operations import delete_document
from portal.errors import Refusal
from portal.i18n import english
from portal.ledger.submissions import Wanted, count, data_of
from portal.ledger.tables import AuditEntry

LETTERS = Path(__file__).parents[4] / "shared" / "data" / "letters.jsonl.gz"
ROW: dict[str, Any] = {
    "id": "L1",
    "subject": "咨询公交车",
    "body": "尊敬的领导：\n\n何时开通？",
    "received_on": "2013-12-22",
    "reply": "您好！\n正在协调。",
    "replied_on": "2014-01-02",
}
BAD: tuple[tuple[dict[str, Any] | bytes, str], ...] = (
    ({**ROW, "body": "\u202e"}, "“body” is missing."),
    ({**ROW, "subject": 7}, "“subject” is no text."),
    ({**ROW, "received_on": "昨天"}, "“昨天” in “received_on” is no day"),
    ({**ROW, "received_on": "2999-01-01"}, "too early or too late"),
    ({**ROW, "received_on": "0001-01-01"}, "in “received_on” is"),
    ({**ROW, "replied_on": "1970-01-01"}, "too early or too late"),
    ({**ROW, "topic": "闲聊"}, "“闲聊” is not known for “topic”."),
    ({**ROW, "mailbox": "局长信箱"}, "“局长信箱” is not known for “mailbox”."),
    ({**ROW, "body": "字" * 100_001}, "longer than 100000 characters"),
    (b"[1, 2", "no JSON"),
    (b"\xff\xfe", "not UTF-8"),
    (b'"' + b"x" * 8_000_001 + b'"', "longer than 8 MB"),
)
"""Lines that are no letters, and what is said of them."""
Bring = Callable[..., ImportOutcome]


def bring_file(post: Post, file: Path, *, dry_run: bool = False) -> ImportOutcome:
    office = post.world.office
    chosen = import_called(office, "interaction.letters")
    return run_import(office, chosen, "fgw", file, dry_run=dry_run)


@pytest.fixture
def bring(post: Post, tmp_path: Path) -> Bring:
    """Import the given rows, each an object or the bytes of a line."""

    def bring(*rows: dict[str, Any] | bytes, dry_run: bool = False) -> ImportOutcome:
        file = tmp_path / "letters.jsonl"
        lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in rows]
        file.write_bytes(b"\n".join(lines))
        return bring_file(post, file, dry_run=dry_run)

    return bring


def told(outcome: ImportOutcome) -> dict[int, str]:
    return {line: english(reason) for line, reason in outcome.problems}


def test_a_row_becomes_a_letter_with_its_reply(bring: Bring, post: Post) -> None:
    assert bring(ROW).created == 1
    (letter,) = kept(post)
    assert (letter.title, letter.state, letter.topic) == ("咨询公交车", "replied", "")
    assert letter.number.startswith("20131222-")
    assert f"{letter.received_at:%Y-%m-%d %H:%M}" == "2013-12-21 16:00"
    assert data_of(letter) == {
        "old_id": "L1",
        "topic": "",
        "subject": "咨询公交车",
        "text": "尊敬的领导：\n\n何时开通？",
        "reply": "您好！\n正在协调。",
        "replied_on": "2014-01-02",
    }


def test_officers_read_it_and_nobody_can_ask_about_it(bring: Bring, post: Post) -> None:
    bring(ROW)
    page = post.world.browser("officer").get("/sites/fgw/letters")
    assert "已答复" in page.text
    page = page.click("咨询公交车")
    for text in ("何时开通？", "正在协调。", "2014-01-02", "L1"):
        assert text in page.text
    (letter,) = kept(post)
    assert post.ask(letter.number, "").status_int == 422
    assert "咨询公交车" not in post.world.browser().get(post.box).text


def test_what_comes_again_is_kept_once_and_changed_where_it_differs(
    bring: Bring, post: Post
) -> None:
    bring(ROW)
    (first,) = kept(post)
    again = bring(ROW, {**ROW, "id": "L2", "reply": None, "replied_on": ""})
    assert (again.created, again.changed, again.unchanged) == (1, 0, 1)
    changed = bring({**ROW, "reply": "已开通。"})
    assert (changed.created, changed.changed, changed.unchanged) == (0, 1, 0)
    known, other = kept(post)
    assert (known.number, data_of(known)["reply"]) == (first.number, "已开通。")
    assert other.state == "received"


def test_a_dry_run_tells_all_and_keeps_nothing(bring: Bring, post: Post) -> None:
    outcome = bring(ROW, {**ROW, "subject": ""}, dry_run=True)
    assert (outcome.created, list(told(outcome))) == (1, [2])
    assert kept(post) == []


def test_lines_that_are_no_letters_are_told_and_the_others_come_in(
    bring: Bring, post: Post
) -> None:
    rows = [
        {**row, "id": f"bad {n}"} if isinstance(row, dict) else row
        for n, (row, _why) in enumerate(BAD)
    ]
    outcome = bring(*rows, {**ROW, "id": " "}, {**ROW, "id": "L9"})
    problems = told(outcome)
    assert problems.pop(len(BAD) + 1) == "“id” is missing."
    assert [why in problems[line] for line, (_row, why) in enumerate(BAD, 1)] == [True] * len(BAD)
    assert [data_of(each)["old_id"] for each in kept(post)] == ["L9"]


def test_an_identity_that_stands_twice_in_a_file_counts_the_first_time(bring: Bring) -> None:
    outcome = bring(ROW, {**ROW, "subject": "另一封"})
    assert outcome.created == 1
    assert told(outcome) == {2: "“L1” in “id” is in line 1 already."}


def test_a_site_with_several_mailboxes_is_told_which_one(bring: Bring, post: Post) -> None:
    other = post.mailbox(title="局长信箱")
    outcome = bring(ROW, {**ROW, "id": "L2", "mailbox": "局长信箱"})
    assert told(outcome) == {1: "“mailbox” is missing."}
    with post.world.office.transaction() as (cluster, _act):
        oid = post.world.place(cluster, other).oid
    assert [each.place for each in kept(post)] == [oid]


def test_a_site_without_a_mailbox_takes_none(bring: Bring, post: Post) -> None:
    with post.world.office.transaction() as (cluster, act):
        delete_document(post.world.place(cluster, post.box), act)
    with pytest.raises(Refusal, match="no mailbox for these letters"):
        bring(ROW)


def test_an_import_is_written_down_once_and_only_if_it_changed_something(
    bring: Bring, post: Post
) -> None:
    for _time in range(2):
        bring(ROW)
    transactions = TransactionManager()
    with transactions:
        session = post.world.office.ledger.session(transactions)
        query = select(AuditEntry).where(AuditEntry.action == "interaction.letters_imported")
        (entry,) = session.scalars(query)
    assert (entry.by, entry.detail) == ("portal", '{"changed": 0, "created": 1}')


@pytest.mark.skipif(not LETTERS.exists(), reason="the letters are not there")
def test_all_letters_of_the_earlier_system_come_in_with_their_replies(post: Post) -> None:
    rows = [json.loads(line) for line in gzip.decompress(LETTERS.read_bytes()).splitlines()]
    outcome = bring_file(post, LETTERS)
    assert (outcome.created, outcome.problems) == (len(rows), [])
    with post.world.office.transaction() as (cluster, _act):
        site = cluster["sites"]["fgw"].oid
        wanted = Wanted(kind="interaction.letter", site=site, state="replied")
        assert count(session_of(cluster), wanted) == sum(1 for each in rows if each["reply"])
    assert bring_file(post, LETTERS).unchanged == len(rows)
