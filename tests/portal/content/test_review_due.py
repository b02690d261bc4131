"""When reviews are due, how the desk tells it, and how the worker asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from review_town import actions, address_of, at_hand, audited, by, decide, handed_in, rule

from portal.content.document.delegating import delegate
from portal.content.document.review import pass_on
from portal.content.document.ringing import ring_due
from portal.content.trash.operations import delete_document
from portal.site.calendar.operations import clear_days, set_day
from portal.testing import World

FRIDAY = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
"""17:00 in Beijing, an hour before work ends for the weekend."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("due"))
    world.site("fgw")
    yield world
    world.close()


def due(city: World, oid: int) -> datetime | None:
    with at_hand(city, oid) as (document, _act):
        return document.draft.due_at if document.draft else None


def test_a_review_is_due_after_so_many_working_hours_as_the_rule_says(city: World) -> None:
    rule(city, steps=2)
    ordinary = handed_in(city, at=FRIDAY)
    urgent = handed_in(city, at=FRIDAY, urgent=True)
    assert due(city, ordinary) == datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    assert due(city, urgent) == datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    rule(city, steps=2, urgent_hours=1)
    assert due(city, handed_in(city, at=FRIDAY, urgent=True)) == FRIDAY + timedelta(hours=1)


def test_each_review_has_its_own_time(city: World) -> None:
    rule(city, steps=2)
    oid = handed_in(city, at=FRIDAY)
    with at_hand(city, oid) as (document, act):
        monday = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
        pass_on(document, by(act, "reviewer_1", monday))
    assert due(city, oid) == datetime(2026, 3, 11, 9, 0, tzinfo=UTC)


def test_who_hands_in_says_that_it_is_urgent(city: World) -> None:
    rule(city, steps=1)
    oid = handed_in(city)
    decide(city, "reviewer", oid, "return", reason="改")
    decide(city, "editor", oid, "hand_in", urgent=True)
    with at_hand(city, oid) as (document, _act):
        assert document.draft
        assert document.draft.urgent
    page = city.browser("reviewer").get("/desk").html
    task = page.select_one(f'#review a[href$="{address_of(city, oid)}/draft"]')
    assert task
    assert task.parent.select_one(".urgent")


def test_the_desk_begins_with_what_is_overdue(city: World) -> None:
    rule(city, steps=1)
    late, later = handed_in(city, at=FRIDAY, title="迟"), handed_in(city, title="早")
    page = city.browser("reviewer").get("/desk").html
    links = [each["href"] for each in page.select("#review .tasks a")]
    first, second = (address_of(city, each) for each in (late, later))
    places = [next(n for n, each in enumerate(links) if one in each) for one in (first, second)]
    assert places == sorted(places)
    assert page.select_one("header .late .overdue")
    assert page.select("#review .deadline .overdue")


def test_an_overdue_review_is_asked_for_once_and_each_working_day_again(city: World) -> None:
    rule(city, steps=1)
    oid, fresh = handed_in(city, at=FRIDAY), handed_in(city)
    ring_due(city.office)
    ring_due(city.office)
    chased = [(who, detail) for action, who, detail in audited(city, oid) if "chased" in action]
    assert chased == [("portal", {"due": "2026-03-10T09:00:00+00:00"})]
    assert "review_chased" not in actions(city, fresh)
    with at_hand(city, oid) as (document, act):
        draft = document.draft
        assert draft
        assert draft.chase_at
        assert timedelta(hours=7) < draft.chase_at - act.at < timedelta(days=15)


def test_who_has_decided_is_not_asked_again_nor_for_what_is_in_the_trash(city: World) -> None:
    rule(city, steps=1)
    approved, gone = (handed_in(city, at=FRIDAY) for _ in range(2))
    decide(city, "reviewer", approved, "approve")
    with at_hand(city, gone) as (document, act):
        delete_document(document, act)
    ring_due(city.office)
    assert "review_chased" not in actions(city, approved)
    assert "review_chased" not in actions(city, gone)


def test_a_review_that_was_handed_over_keeps_its_time(city: World) -> None:
    rule(city, steps=1)
    oid = handed_in(city, at=FRIDAY)
    before = due(city, oid)
    with at_hand(city, oid) as (document, act):
        delegate(document, by(act, "reviewer"), to="reviewer_2")
    assert due(city, oid) == before


def test_another_calendar_moves_what_is_due_and_not_overdue(city: World) -> None:
    rule(city, steps=1)
    oid = handed_in(city, at=FRIDAY)
    with city.office.transaction() as (cluster, act):
        deed = by(act, "administrator", FRIDAY + timedelta(hours=1))
        set_day(cluster, (date(2026, 3, 9), False, "停水"), "市政府通知", deed)
    assert due(city, oid) == datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
    with city.office.transaction() as (cluster, act):
        clear_days(cluster, [date(2026, 3, 9)], by(act, "administrator"))
    assert due(city, oid) == datetime(2026, 3, 11, 9, 0, tzinfo=UTC)  # overdue: it is as it was
