"""Accounts from before there was a register of people are found by name afterwards."""

from __future__ import annotations

from typing import Any

from substanced.evolution import FINISHED_KEY

from portal.content.body.operations import add_body
from portal.desk.choosepeople import people_like
from portal.evolution.runner import evolve, manager_of, pending
from portal.security.accounts import enrol_person
from portal.testing import World

STEP = "2026-11 people are found by name, account and body"


def older(world: World) -> None:
    """Add a person, and give the data the shape that it had before."""
    with world.office.transaction() as (cluster, act):
        body = add_body(cluster["bodies"], "jyj", {"title": "示例市教育局"}, act)
        data: Any = {"title": "李娜", "body": body.oid}
        enrol_person(cluster["people"], "li.na", data, act)
        del cluster["people"].register
        del cluster._p_jar.root()[FINISHED_KEY][STEP]


def test_older_accounts_are_found_by_name_and_body(world: World) -> None:
    older(world)
    with manager_of(world.office.registry) as manager:
        assert pending(manager) == [STEP]
    assert evolve(world.office.registry) == [STEP]
    with world.office.transaction() as (cluster, _act):
        for words in ("李娜", "教育", "li.na"):
            assert [each.login for each in people_like(cluster, words)] == ["li.na"]
        assert len(people_like(cluster, "editor")) == 1


def test_the_step_can_be_taken_twice(world: World) -> None:
    older(world)
    evolve(world.office.registry)
    with world.office.transaction() as (cluster, _act):
        del cluster._p_jar.root()[FINISHED_KEY][STEP]
    assert evolve(world.office.registry) == [STEP]
