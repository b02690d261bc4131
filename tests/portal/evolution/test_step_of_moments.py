"""The step that notes what the worker and the auditors mind of older documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.content.document import alarms
from portal.content.document.operations import create_document, publish_document
from portal.content.document.queries import dates_apart
from portal.content.document.review import hand_in
from portal.evolution.moments import documents_know_what_waits_for_them
from portal.testing import World


def test_older_documents_are_noted_and_twice_makes_no_difference(world: World) -> None:
    world.site("fgw")
    with world.office.transaction() as (cluster, act):
        section = cluster["sites"]["fgw"]["zwgk"]["tzgg"]
        data: Any = {"title": "旧", "body": "<p>文</p>", "source": "办公室"}
        waiting = create_document(section, data, act)
        hand_in(waiting, act)
        old: Any = {"displayed_at": act.at - timedelta(days=9), "displayed_because": "旧文"}
        apart = publish_document(section, data | old, replace(act))
        publish_document(section, data, act)
        assert waiting.draft
        due_at = waiting.draft.due_at
        cluster.alarms = None
        del waiting.draft.due_at, waiting.draft.chase_at
    for _ in range(2):
        with world.office.transaction() as (cluster, _act):
            documents_know_what_waits_for_them(cluster, world.office.registry)
    with world.office.transaction() as (cluster, _act):
        waiting, apart = (cluster.__objectmap__.object_for(each.oid) for each in (waiting, apart))
        assert [each.document.oid for each in dates_apart(cluster)] == [apart.oid]
        assert waiting.draft
        assert waiting.draft.due_at == due_at
        assert len(alarms.kept_of(cluster, alarms.REVIEW)) == 1
