"""Documents whose time is over: they leave lists, or their pages are gone, to the minute."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from review_town import (
    SECTION,
    SITE,
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
from portal.content.document.operations import publish_document, release_document, save_draft
from portal.content.document.review import approve, hand_in
from portal.content.document.ringing import ring_due
from portal.content.document.scheduling import release_due, schedule
from portal.content.trash.operations import delete_document, restore_document
from portal.jobs.queue import Jobs, open_queue
from portal.jobs.worker import Worker
from portal.testing import World

HOUR = timedelta(hours=1)
WORD = "限期公告"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("expiry"))
    world.site("fgw")
    yield world
    world.close()


def public(city: World, *, until: datetime, how: str = "", **values: Any) -> int:
    """Release a document two hours before `until`."""
    data: Any = {"title": WORD, "body": "<p>文</p>", "source": "办公室", **values}
    with city.office.transaction() as (cluster, act):
        data |= {"expires_at": until, "expires_how": how, "keywords": (WORD,)}
        section = city.place(cluster, SECTION)
        document = publish_document(section, data, by(act, "editor", until - 2 * HOUR))
        return int(document.oid)


def listed_anywhere(city: World, address: str) -> list[str]:
    city.feed()
    name, browser = address.rpartition("/")[2], city.browser()
    pages = (f"{SECTION}/", f"{SITE}/", f"{SITE}/sitemap.xml", f"{SECTION}/feed.xml")
    found = [each for each in pages if name in browser.get(each)]
    return found + ["search"] * (address in browser.get(f"{SITE}/search", {"q": WORD}))


def test_what_leaves_the_lists_keeps_a_page_that_says_so(city: World) -> None:
    oid = public(city, until=datetime.now(UTC) - timedelta(seconds=1))
    address = address_of(city, oid)
    assert f"{SECTION}/" in listed_anywhere(city, address)
    ring_due(city.office)
    assert listed_anywhere(city, address) == []
    assert page_of(city, oid).html.select_one(".expired time")
    assert audited(city, oid)[-1] == ("document.expired", "portal", {"how": "leave"})
    with at_hand(city, oid) as (document, _act):
        assert document.state == "published"


def test_a_page_that_goes_answers_that_it_has_expired_and_nothing_more(city: World) -> None:
    oid = public(city, until=datetime.now(UTC) - timedelta(seconds=1), how="gone")
    address = address_of(city, oid)
    ring_due(city.office)
    page = city.browser().get(address, status=410)
    assert WORD not in page
    assert listed_anywhere(city, address) == []


@pytest.mark.parametrize("how", ["", "gone"])
def test_a_person_takes_the_expiry_away_and_all_is_as_before(city: World, how: str) -> None:
    oid = public(city, until=datetime.now(UTC) - timedelta(seconds=1), how=how)
    address = address_of(city, oid)
    ring_due(city.office)
    assert "renew" not in buttons(city, "editor", oid)
    decide(city, "publisher", oid, "renew")
    assert {f"{SECTION}/", "search"} <= set(listed_anywhere(city, address))
    page_of(city, oid)
    ring_due(city.office)
    assert now(city, oid) == ("published", "")
    form = city.browser("editor").get(f"{address}/edit").forms["form"]
    assert form["expires_at"].value == ""
    form.submit("save", status=303)


def test_a_new_release_brings_it_back(city: World) -> None:
    rule(city, steps=1)
    oid = public(city, until=datetime.now(UTC) - timedelta(seconds=1), how="gone")
    ring_due(city.office)
    with at_hand(city, oid) as (document, act):
        data: Any = {"expires_at": act.at + HOUR}
        save_draft(document, data, by(act, "editor"))
        release_document(document, by(act, "reviewer"))
    assert now(city, oid) == ("published", "")
    assert f"{SECTION}/" in listed_anywhere(city, address_of(city, oid))


def test_a_moment_in_the_past_is_refused_beside_the_field_and_nothing_is_lost(city: World) -> None:
    form = city.browser("editor").get(f"{SECTION}/add-document").forms["form"]
    form["title"], form["expires_at"] = "打好的标题", "2020-01-01T09:00"
    page = form.submit("save", status=422)
    assert page.forms["form"]["title"].value == "打好的标题"
    assert page.forms["form"]["expires_at"].value.startswith("2020-01-01")


def test_nothing_comes_out_whose_time_passed_while_it_waited(city: World) -> None:
    rule(city, steps=1)
    moment = datetime.now(UTC) - 3 * HOUR
    oid = handed_in(city, at=moment, expires_at=moment + HOUR)
    decide(city, "reviewer", oid, "approve", status=409)
    decide(city, "reviewer", oid, "return", reason="过期")
    with at_hand(city, oid) as (document, act):
        assert "over already" in refusal(hand_in, document, by(act, "editor"))


def test_a_release_is_not_scheduled_for_after_its_end_nor_made_up_for_then(city: World) -> None:
    rule(city, steps=1)
    moment = datetime.now(UTC) - 3 * HOUR
    oid = handed_in(city, at=moment - HOUR, expires_at=moment + 2 * HOUR)
    with at_hand(city, oid) as (document, act):
        reviewer = by(act, "reviewer", moment - HOUR)
        assert "over already" in refusal(schedule, document, reviewer, at=moment + 3 * HOUR)
        schedule(document, reviewer, at=moment)
    release_due(city.office)
    assert now(city, oid) == ("draft", "waiting")
    assert audited(city, oid)[-1][2]["reason"] == "refused"


def test_what_was_in_the_trash_at_that_moment_expires_when_it_is_back(city: World) -> None:
    oid = public(city, until=datetime.now(UTC) - timedelta(seconds=1))
    with at_hand(city, oid) as (document, act):
        delete_document(document, act)
    ring_due(city.office)
    with at_hand(city, oid) as (document, act):
        restore_document(document, act)
    with city.office.transaction() as (cluster, act):
        kept = kept_of(cluster, "expiry")
        (alarm,) = [each for each in kept if each[1] == oid]
        assert act.at.timestamp() < alarm[0] < (act.at + 2 * HOUR).timestamp()
        kept.remove(alarm)
        kept.add((int(act.at.timestamp()) - 1, oid))
    ring_due(city.office)
    assert actions(city, oid)[-1] == "expired"


def test_the_worker_minds_the_moment_while_nobody_visits(city: World) -> None:
    until = datetime.now(UTC) + timedelta(seconds=1.2)
    oid = public(city, until=until)
    queue = open_queue(city.office.settings.queue_file)
    worker = Worker(Jobs(queue, city.office, []), [partial(ring_due, city.office)])
    worker.start()
    try:
        limit = time.monotonic() + 10
        while actions(city, oid)[-1] != "expired" and time.monotonic() < limit:
            time.sleep(0.05)
    finally:
        assert worker.stop()
        queue.storage.close()
    with at_hand(city, oid) as (document, _act):
        assert document.changed_at
        assert until <= document.changed_at < until + timedelta(seconds=5)


def test_a_draft_with_an_end_says_so_to_who_decides(city: World) -> None:
    rule(city, steps=1)
    oid = handed_in(city, expires_at=datetime.now(UTC) + HOUR, expires_how="gone")
    with at_hand(city, oid) as (document, act):
        approve(document, by(act, "reviewer"))
    page = city.browser("editor").get(f"{address_of(city, oid)}/draft")
    assert page.html.select_one(".told")
