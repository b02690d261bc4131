"""Who hears of what, as things are when the letter is written."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from mail_post import Post
from transaction import TransactionManager

from portal.command.checking import problems
from portal.command.server import make_worker
from portal.content.document.delegating import delegate
from portal.content.document.operations import create_document
from portal.content.document.review import (
    approve,
    hand_in,
    pass_on,
    return_draft,
    return_step,
)
from portal.content.document.ringing import ring_due
from portal.content.document.urgent import approve_afterwards, release_urgently
from portal.content.document.withdrawing import ask_withdrawal, refuse_withdrawal, withdraw
from portal.content.reviewing import ReviewRule, set_review_rule
from portal.ledger.outgoing import write
from portal.mail.audience import holders
from portal.mail.postman import Postman
from portal.security.grants import give_role, take_role
from portal.security.people import Account
from portal.testing import World

SITE = "/sites/fgw"
SECTION = "/sites/fgw/zwgk/tzgg"
REVIEWERS = {"manager", "reviewer", "reviewer-1", "reviewer-2"}


class Desk:
    """A document and people who do something with it, one after the other."""

    def __init__(self, city: World, post: Post, postman: Postman) -> None:
        self.city, self.post, self.postman = city, post, postman
        data: Any = {"title": "防汛通知", "body": "<p>文</p>", "source": "办公室"}
        with city.office.transaction() as (cluster, act):
            section = city.place(cluster, SECTION)
            document = create_document(section, data, self._deed(act, "editor"))
            self.address = f"{SECTION}/{document.__name__}"

    def does(self, login: str, deed: Any, **said: Any) -> set[str]:
        """Do something, and return who hears of it, by account name."""
        with self.city.office.transaction() as (cluster, act):
            deed(self.city.place(cluster, self.address), self._deed(act, login), **said)
        return self.heard()

    def heard(self) -> set[str]:
        before = len(self.post.recipients)
        for _round in range(2):
            self.postman()
            self.postman.wait()
        return {each.partition("@")[0] for (each,) in self.post.recipients[before:]}

    def rule(self, **rule: Any) -> None:
        with self.city.office.transaction() as (cluster, act):
            set_review_rule(self.city.place(cluster, SECTION), ReviewRule(**rule), act)

    def _deed(self, act: Any, by: str) -> Any:
        return type(act)(by=by, at=datetime.now(UTC), announce=act.announce)


@pytest.fixture
def desk(city: World, post: Post, postman: Postman) -> Desk:
    with city.office.transaction() as (cluster, act):
        set_review_rule(city.place(cluster, SECTION), None, act)
    return Desk(city, post, postman)


def test_each_review_is_told_to_those_who_hold_its_level(desk: Desk) -> None:
    desk.rule(steps=3)
    assert desk.does("editor", hand_in) == REVIEWERS
    assert desk.does("reviewer_1", pass_on) == {"manager", "reviewer", "reviewer-2"}
    assert desk.does("reviewer_2", pass_on) == {"manager", "reviewer"}
    assert desk.does("reviewer", return_step, reason="请核对数字") == {"reviewer-2"}
    assert "请核对数字" in desk.post.texts()[-1]


def test_a_letter_says_until_when_a_review_is_due(desk: Desk) -> None:
    desk.does("editor", hand_in)
    with desk.city.office.transaction() as (cluster, _act):
        due_at = desk.city.place(cluster, desk.address).draft.due_at
    shown = (due_at + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M")
    assert shown in desk.post.texts()[0]


def test_an_urgent_draft_is_told_at_once_and_as_such(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(desk.city.office.settings, mail_minutes=60)
    monkeypatch.setitem(desk.city.office.registry, "settings", settings)
    assert desk.does("editor", hand_in, urgent=True) == REVIEWERS
    assert "Urgent" in str(desk.post.taken[0]["subject"]) or "急" in str(
        desk.post.taken[0]["subject"]
    )
    desk.does("reviewer", return_draft, reason="改")
    assert desk.does("editor", hand_in) == set()  # within the hour


def test_a_review_that_was_handed_over_is_told_to_that_person_alone(desk: Desk) -> None:
    desk.does("editor", hand_in)
    assert desk.does("manager", delegate, to="reviewer") == {"reviewer"}


def test_who_publishes_hears_of_what_was_approved(desk: Desk) -> None:
    desk.rule(steps=1, publisher=True)
    desk.does("editor", hand_in)
    assert desk.does("reviewer", approve) == {"manager", "publisher"}


def test_who_owes_an_approval_hears_of_it_again_and_again(desk: Desk) -> None:
    heard = desk.does("publisher", release_urgently, reason="暴雨红色预警")
    assert heard == REVIEWERS | {"editor"}  # the author hears that it is public
    assert any("暴雨红色预警" in each for each in desk.post.texts())
    with desk.city.office.transaction() as (cluster, _act):
        document = desk.city.place(cluster, desk.address)
        alarms = cluster.alarms["owed"]
        owed = list(document.owed[0])
        alarms.clear()
        past = datetime.now(UTC) - timedelta(minutes=1)
        document.owed = ((*owed[:-1], past),)
        alarms.add((int(past.timestamp()) + 1, document.oid))
    assert not ring_due(desk.city.office)
    assert desk.heard() == REVIEWERS
    assert desk.does("reviewer", approve_afterwards) == set()
    assert not ring_due(desk.city.office)
    assert desk.heard() == set()


def test_who_asked_for_a_withdrawal_hears_what_became_of_it(desk: Desk) -> None:
    desk.rule(steps=1, withdrawal_by_two=True)
    desk.does("editor", hand_in)
    desk.does("reviewer", approve)
    wished = desk.does("reviewer_1", ask_withdrawal, reason="附件有误")
    assert wished == {"manager", "reviewer", "publisher"}
    assert desk.does("reviewer", refuse_withdrawal, reason="已核") == {"editor", "reviewer-1"}


def test_who_wrote_a_document_hears_that_it_was_withdrawn_and_why(desk: Desk) -> None:
    desk.does("editor", hand_in)
    desk.does("reviewer", approve)
    assert desk.does("reviewer", withdraw, reason="附件有误") == {"editor"}
    assert "附件有误" in desk.post.texts()[-1]


def test_whose_role_ended_meanwhile_hears_nothing_of_a_review(desk: Desk) -> None:
    with desk.city.office.transaction() as (cluster, act):
        take_role(cluster, "reviewer_2", "reviewer_2", act, reason="调离")
    assert desk.heard() == {"reviewer-2"}  # of the role
    assert "调离" in desk.post.texts()[-1]
    assert desk.does("editor", hand_in) == REVIEWERS - {"reviewer-2"}
    with desk.city.office.transaction() as (cluster, act):
        give_role(cluster, "reviewer_2", "reviewer_2", act)
    assert desk.heard() == {"reviewer-2"}


def test_to_find_who_has_a_right_only_those_with_a_role_above_are_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    with desk.city.office.transaction() as (cluster, _act):
        people = cluster["people"]
        for number in range(200):
            if f"nobody{number}" not in people:
                people.add(f"nobody{number}", Account("Nobody"))
        usual = type(people).get

        def get(self: Any, name: str, default: Any = None) -> Any:
            asked.append(name)
            return usual(self, name, default)

        monkeypatch.setattr(type(people), "get", get)
        document = desk.city.place(cluster, desk.address)
        begun = time.perf_counter()
        assert len(list(holders(cluster, document, "portal.release"))) == 4
        assert time.perf_counter() - begun < 0.1
    assert not [name for name in asked if name.startswith("nobody")]


def test_the_worker_sends_what_is_due(city: World, post: Post) -> None:
    worker = make_worker(city.office)
    worker.start()
    try:
        manager = TransactionManager()
        with manager:
            write(
                city.office.ledger.session(manager),
                login="editor",
                address="editor@city.gov.cn",
                subject="主题",
                body="正文",
                message_id="<worker@city.gov.cn>",
                at=datetime.now(UTC),
            )
        until = time.monotonic() + 10
        while not post.taken and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        worker.stop()
    assert post.recipients == [["editor@city.gov.cn"]]


def test_the_operator_is_told_of_letters_that_were_given_up_or_wait_for_long(
    city: World, post: Post, postman: Postman
) -> None:
    post.refuses["editor@city.gov.cn"] = "550 no such mailbox"
    long_ago = datetime.now(UTC) - timedelta(hours=2)
    manager = TransactionManager()
    with manager:
        session = city.office.ledger.session(manager)
        for number, at in enumerate((datetime.now(UTC), long_ago)):
            write(
                session,
                login="editor",
                address="editor@city.gov.cn",
                subject="主题",
                body="正文",
                message_id=f"<told{number}@city.gov.cn>",
                at=at,
            )
    told = [each for each in problems(city.office) if each.startswith("mail")]
    assert len(told) == 1
    assert "2 letters wait" in told[0]
    postman()
    postman.wait()
    told = [each for each in problems(city.office) if each.startswith("mail")]
    assert told == ["mail: 2 letters were given up; run `portal mail status INI`"]
