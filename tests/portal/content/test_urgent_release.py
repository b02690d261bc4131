"""What is shown to the public before its reviews, and the approval that follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from review_town import (
    actions,
    address_of,
    at_hand,
    audited,
    buttons,
    by,
    decide,
    handed_in,
    now,
    page_of,
    refusal,
    rule,
)

from portal.content.document.alarms import kept_of
from portal.content.document.operations import (
    release_document,
    save_draft,
    show_again,
    withdraw_document,
)
from portal.content.document.review import approve, hand_in, pass_on
from portal.content.document.ringing import ring_due
from portal.content.document.urgent import approve_afterwards, release_urgently
from portal.testing import World

LONG_AGO = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("urgent"))
    world.site("fgw")
    yield world
    world.close()


def released(city: World, *, at: datetime | None = None, **values: Any) -> int:
    oid = handed_in(city, at=at, **values)
    with at_hand(city, oid) as (document, act):
        release_urgently(document, by(act, "publisher", at), reason="汛情")
    return oid


def owed(city: World, oid: int) -> int:
    with at_hand(city, oid) as (document, _act):
        return len(document.owed)


def test_an_urgent_release_is_public_at_once_and_its_approval_is_owed(city: World) -> None:
    rule(city, steps=1)
    oid = handed_in(city)
    assert "release_urgently" not in buttons(city, "reviewer_1", oid)
    decide(city, "publisher", oid, "release_urgently", reason="汛情")
    page_of(city, oid)
    assert actions(city, oid)[-2:] == ["urgently_released", "released"]
    assert audited(city, oid)[-2][2]["reason"] == "汛情"
    page = city.browser("reviewer").get(f"{address_of(city, oid)}/draft")
    assert "汛情" in page.html.select_one(".told").text
    assert "汛情" not in page_of(city, oid)


def test_without_a_reason_nothing_is_released_urgently(city: World) -> None:
    rule(city, steps=1)
    oid = handed_in(city)
    decide(city, "publisher", oid, "release_urgently", status=409, reason="  ")
    assert (now(city, oid), owed(city, oid)) == (("draft", "waiting"), 0)
    assert "urgently_released" not in actions(city, oid)


def test_who_wrote_it_does_not_release_it_urgently(city: World) -> None:
    oid = handed_in(city)
    with at_hand(city, oid) as (document, act):
        data: Any = {"title": "改"}
        save_draft(document, data, by(act, "manager"))
        assert "wrote yourself" in refusal(
            release_urgently, document, by(act, "manager"), reason="急"
        )


def test_other_people_approve_afterwards_in_as_many_steps(city: World) -> None:
    rule(city, steps=2, secrecy=True)
    oid = released(city)
    waits = f"{address_of(city, oid)}/draft"
    assert waits in city.browser("reviewer_1").get("/desk").html.select_one("#owed").decode()
    assert waits not in city.browser("publisher").get("/desk").text
    decide(city, "reviewer_1", oid, "pass_on_afterwards")
    assert "approve_afterwards" not in buttons(city, "reviewer_1", oid)
    decide(city, "reviewer_2", oid, "approve_afterwards", status=409)
    decide(city, "reviewer_2", oid, "approve_afterwards", secrecy=True)
    assert owed(city, oid) == 0
    assert actions(city, oid)[-2:] == ["reviewed", "approved_afterwards"]
    with at_hand(city, oid) as (document, _act):
        assert [who for who, _at in document.revisions[-1].approvals] == [
            "reviewer_1",
            "reviewer_2",
        ]


def test_neither_author_nor_releaser_approve_afterwards_nor_anybody_twice(city: World) -> None:
    rule(city, steps=2)
    oid = released(city)
    with at_hand(city, oid) as (document, act):
        assert "wrote" in refusal(approve_afterwards, document, by(act, "editor"))
        assert "released" in refusal(approve_afterwards, document, by(act, "publisher"))
        approve_afterwards(document, by(act, "reviewer"))
        assert "already" in refusal(approve_afterwards, document, by(act, "reviewer"))
        approve_afterwards(document, by(act, "manager"))
        assert "No approval" in refusal(approve_afterwards, document, by(act, "reviewer_2"))


def test_reviews_that_were_given_before_count(city: World) -> None:
    rule(city, steps=2)
    oid = handed_in(city)
    with at_hand(city, oid) as (document, act):
        pass_on(document, by(act, "reviewer_1"))
        release_urgently(document, by(act, "publisher"), reason="急")
        assert "already" in refusal(approve_afterwards, document, by(act, "reviewer_1"))
        approve_afterwards(document, by(act, "reviewer_2"))
        assert document.owed == ()


@pytest.mark.parametrize("urgent_again", [False, True])
def test_another_release_does_not_wipe_out_what_is_owed(city: World, *, urgent_again: bool) -> None:
    rule(city, steps=1)
    oid = released(city)
    with at_hand(city, oid) as (document, act):
        data: Any = {"title": "第二版"}
        save_draft(document, data, by(act, "editor"))
        assert len(document.owed) == 1
        hand_in(document, by(act, "editor"))
        if urgent_again:
            release_urgently(document, by(act, "publisher"), reason="又急")
        else:
            approve(document, by(act, "reviewer"))
    assert owed(city, oid) == 1 + urgent_again
    with at_hand(city, oid) as (document, act):
        for _ in range(1 + urgent_again):
            approve_afterwards(document, by(act, "manager"))
        assert document.owed == ()


def test_withdrawing_is_the_other_answer_and_coming_back_owes_again(city: World) -> None:
    rule(city, steps=1)
    oid = released(city)
    with at_hand(city, oid) as (document, act):
        withdraw_document(document, act, reason="错")
        assert "No approval" in refusal(approve_afterwards, document, by(act, "reviewer"))
    assert f"{address_of(city, oid)}/draft" not in city.browser("reviewer").get("/desk").text
    with at_hand(city, oid) as (document, act):
        show_again(document, act)
    assert f"{address_of(city, oid)}/draft" in city.browser("reviewer").get("/desk").text
    with at_hand(city, oid) as (document, act):
        withdraw_document(document, act, reason="错")
        data: Any = {"title": "改好的"}
        save_draft(document, data, by(act, "editor"))
        release_document(document, by(act, "reviewer"))
        assert document.owed == ()


def test_what_is_owed_is_asked_for_until_it_is_given(city: World) -> None:
    rule(city, steps=1)
    oid = released(city, at=LONG_AGO)
    ring_due(city.office)
    ring_due(city.office)
    assert actions(city, oid).count("approval_chased") == 1
    with at_hand(city, oid) as (document, act):
        chase_at = document.owed[0][-1]
        assert timedelta(hours=3) < chase_at - act.at < timedelta(days=15)
    decide(city, "reviewer", oid, "approve_afterwards")
    with city.office.transaction() as (cluster, _act):
        assert oid not in {each for _seconds, each in kept_of(cluster, "owed")}


def test_an_old_page_gives_no_second_approval(city: World) -> None:
    rule(city, steps=3)
    oid = released(city)
    old = city.browser("reviewer").get(f"{address_of(city, oid)}/draft")
    decide(city, "reviewer_1", oid, "pass_on_afterwards")
    old.forms["decide-pass_on_afterwards"].submit("pass_on_afterwards", status=409)
