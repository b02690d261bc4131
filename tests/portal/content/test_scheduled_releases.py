"""Drafts that are approved for a moment to come, and what becomes of them at that moment."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from portal.act import Act
from portal.audit.subscribers import session_of
from portal.content.document.drafts import draft_state, note_on
from portal.content.document.moving import move_document
from portal.content.document.operations import (
    create_document,
    drop_draft,
    publish_document,
    save_draft,
    withdraw_document,
)
from portal.content.document.review import hand_in
from portal.content.document.scheduling import FARTHEST, release_due, schedule, unschedule
from portal.content.section.moving import delete_section
from portal.content.section.operations import add_section, move_section
from portal.content.trash.operations import (
    delete_document,
    purge,
    restore_document,
)
from portal.errors import Refusal
from portal.jobs.queue import Jobs, open_queue
from portal.jobs.worker import Worker
from portal.ledger.tables import AuditEntry
from portal.security.grants import take_role
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
OTHER = "/sites/fgw/zwgk/gzdt"
HOUR = timedelta(hours=1)


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    return world


def by(act: Act, login: str, at: datetime | None = None) -> Act:
    return replace(act, by=login, at=at or act.at)


def scheduled(city: World, *, at: datetime | None = None, **values: Any) -> int:
    """Let the reviewer approve a draft of the editor for `at`, an hour before; return its oid."""
    data: Any = {"title": "通知", "body": "<p>文</p>", "source": "办公室", **values}
    with city.office.transaction() as (cluster, act):
        moment = at or act.at - timedelta(seconds=1)
        document = create_document(
            city.place(cluster, SECTION), data, by(act, "editor", moment - 2 * HOUR)
        )
        hand_in(document, by(act, "editor", moment - 2 * HOUR))
        schedule(document, by(act, "reviewer", moment - HOUR), at=moment)
        return int(document.oid)


def now(city: World, oid: int) -> tuple[str, str]:
    """Return state and stage."""
    with city.office.transaction() as (cluster, _act):
        document = cluster.__objectmap__.object_for(oid)
        return document.state or "draft", document.stage


def audited(city: World, action: str) -> list[dict[str, Any]]:
    with city.office.ledger.engine.connect() as ledger:
        found = select(AuditEntry.by, AuditEntry.detail).where(AuditEntry.action == action)
        return [{"by": by, **json.loads(detail)} for by, detail in ledger.execute(found)]


def test_a_scheduled_draft_comes_out_at_its_moment_and_not_before(city: World) -> None:
    begin = datetime.now(UTC)
    oid = scheduled(city, at=begin + timedelta(seconds=1.2))
    release_due(city.office)
    assert now(city, oid) == ("draft", "scheduled")
    queue = open_queue(city.office.settings.queue_file)
    worker = Worker(Jobs(queue, city.office, []), [partial(release_due, city.office)])
    worker.start()
    try:
        limit = time.monotonic() + 10
        while now(city, oid)[0] != "published" and time.monotonic() < limit:
            time.sleep(0.05)
    finally:
        assert worker.stop()
        queue.storage.close()
    with city.office.transaction() as (cluster, _act):
        released_at = cluster.__objectmap__.object_for(oid).first_released_at
    assert begin + timedelta(seconds=1.2) <= released_at < begin + timedelta(seconds=5)


def test_a_moment_that_passed_while_nothing_ran_is_made_up_for_and_dated_honestly(
    city: World,
) -> None:
    moment = datetime.now(UTC).replace(microsecond=0) - 3 * HOUR
    oid = scheduled(city, at=moment, displayed_at=moment)
    assert release_due(city.office) is False
    with city.office.transaction() as (cluster, act):
        document = cluster.__objectmap__.object_for(oid)
        assert act.at - document.displayed_at < timedelta(minutes=1)
    (entry,) = audited(city, "document.released")
    assert (entry["by"], entry["approved_by"]) == ("portal", "reviewer")
    release_due(city.office)
    assert len(audited(city, "document.released")) == 1


def test_an_approval_stays_good_when_who_gave_it_has_no_right_any_more(city: World) -> None:
    oid = scheduled(city)
    with city.office.transaction() as (cluster, act):
        take_role(cluster, "reviewer", "reviewer", act)
    release_due(city.office)
    assert now(city, oid) == ("published", "")
    assert audited(city, "document.scheduled")[0]["by"] == "reviewer"


@pytest.mark.parametrize("who", ["editor", "manager"])
def test_what_is_written_after_the_approval_drops_it(city: World, who: str) -> None:
    oid = scheduled(city)
    with city.office.transaction() as (cluster, act):
        data: Any = {"title": "另一个通知"}
        save_draft(cluster.__objectmap__.object_for(oid), data, by(act, who))
    release_due(city.office)
    assert now(city, oid) == ("draft", "writing")


def test_a_dropped_draft_does_not_bring_a_schedule_back(city: World) -> None:
    oid = scheduled(city)
    with city.office.transaction() as (cluster, act):
        document = cluster.__objectmap__.object_for(oid)
        data: Any = {"keywords": ("医保",)}
        save_draft(document, data, act, beside=True)
        drop_draft(document, act)
    release_due(city.office)
    assert now(city, oid) == ("draft", "waiting")


def test_an_approval_for_later_is_taken_back(city: World) -> None:
    oid = scheduled(city)
    with city.office.transaction() as (cluster, act):
        document = cluster.__objectmap__.object_for(oid)
        unschedule(document, by(act, "reviewer"))
        with pytest.raises(Refusal):
            unschedule(document, act)
        assert not cluster.timetable
    release_due(city.office)
    assert now(city, oid) == ("draft", "waiting")


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (lambda document, _cluster, act: delete_document(document, act), "deleted"),
        (
            lambda document, cluster, act: move_document(
                document, cluster["sites"]["fgw"]["zwgk"]["gzdt"], act
            ),
            "moved",
        ),
        (lambda document, _cluster, act: move_section(document.__parent__, "hide", act), "hidden"),
    ],
)
def test_what_changed_around_a_draft_keeps_it_in_and_is_told(
    city: World, what: Any, why: str
) -> None:
    oid, other = scheduled(city), scheduled(city)
    with city.office.transaction() as (cluster, act):
        what(cluster.__objectmap__.object_for(oid), cluster, act)
    release_due(city.office)
    state, stage = now(city, oid)
    assert (state != "published", stage) == (True, "waiting")
    assert {"by": "portal", "reason": why, "approved_by": "reviewer"} in audited(
        city, "document.release_missed"
    )
    with city.office.transaction() as (cluster, _act):
        assert note_on(cluster.__objectmap__.object_for(oid).draft)
    assert why == "hidden" or now(city, other) == ("published", "")


def test_a_withdrawn_document_does_not_come_back_by_a_schedule(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        before = by(act, "editor", act.at - 2 * HOUR)
        data: Any = {"title": "通知", "body": "<p>旧</p>", "source": "办公室"}
        document = publish_document(city.place(cluster, SECTION), data, before)
        save_draft(document, {"body": "<p>新</p>"}, before)
        hand_in(document, before)
        schedule(document, by(act, "reviewer", act.at - HOUR), at=act.at - timedelta(seconds=1))
        withdraw_document(document, act, reason="有误")
        oid = int(document.oid)
    release_due(city.office)
    assert now(city, oid) == ("withdrawn", "waiting")


def test_a_document_that_is_purged_or_back_from_the_trash_breaks_nothing(city: World) -> None:
    purged, restored = scheduled(city), scheduled(city)
    with city.office.transaction() as (cluster, act):
        for oid in (purged, restored):
            delete_document(cluster.__objectmap__.object_for(oid), act)
        purge(cluster.__objectmap__.object_for(purged), act, session_of(cluster))
        restore_document(cluster.__objectmap__.object_for(restored), act)
    assert release_due(city.office) is False
    assert now(city, restored) == ("published", "")
    with city.office.transaction() as (cluster, _act):
        assert not cluster.timetable


def test_a_section_that_is_deleted_meanwhile_takes_its_schedule_with_it(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        data: Any = {"title": "临时栏目", "kind": "policy", "description": "临时"}
        usual = {"keywords": (), "column_type": "", "update_class": "exempt"}
        section = add_section(cluster["sites"]["fgw"]["zwgk"], "linshi", data | usual, act)
        moment = act.at - timedelta(seconds=1)
        draft: Any = {"title": "通知", "body": "<p>文</p>", "source": "办公室"}
        document = create_document(section, draft, by(act, "editor", moment - HOUR))
        hand_in(document, by(act, "editor", moment - HOUR))
        schedule(document, by(act, "reviewer", moment - HOUR), at=moment)
        delete_document(document, act)
        delete_section(section, act)
        oid = int(document.oid)
    release_due(city.office)
    assert now(city, oid) == ("deleted", "waiting")
    (missed,) = audited(city, "document.release_missed")
    assert missed["reason"] == "deleted"
    with city.office.transaction() as (cluster, act), pytest.raises(Refusal):
        restore_document(cluster.__objectmap__.object_for(oid), act)


def test_only_others_schedule_and_only_for_a_moment_to_come(city: World) -> None:
    with city.office.transaction() as (cluster, act):
        data: Any = {"title": "通知", "body": "<p>文</p>", "source": "办公室"}
        document = create_document(city.place(cluster, SECTION), data, by(act, "editor"))
        reviewer = by(act, "reviewer")
        with pytest.raises(Refusal):
            schedule(document, reviewer, at=act.at + HOUR)
        hand_in(document, by(act, "editor"))
        for who, at in (
            (by(act, "editor"), act.at + HOUR),
            (reviewer, act.at),
            (reviewer, act.at + FARTHEST + HOUR),
        ):
            with pytest.raises(Refusal):
                schedule(document, who, at=at)
        schedule(document, reviewer, at=act.at + HOUR)
        with pytest.raises(Refusal):
            hand_in(document, by(act, "editor"))
        assert "moment" in (draft_state(document) or _none()).mapping


def _none() -> Any:
    raise AssertionError
