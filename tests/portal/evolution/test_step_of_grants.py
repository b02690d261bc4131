"""Roles that were names alone become records; nobody gains or loses anything by it."""

from __future__ import annotations

from typing import Any

from substanced.evolution import FINISHED_KEY

from portal.evolution.runner import evolve, manager_of, pending
from portal.security.grants import give_role, roles_at
from portal.security.holding import grants_at, grants_of
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
STEP = "2026-11 roles say who gave them and how long they last"


def older(world: World) -> None:
    """Give the data the shape that it had before: account name to names of roles."""
    world.site("fgw")
    with world.office.transaction() as (cluster, act):
        section = world.place(cluster, SECTION)
        give_role(section, "editor", "reviewer", act)
        for place in (cluster, section):
            before: Any = {login: tuple(k[2] for k in held) for login, held in place.grants.items()}
            place.grants = before
        assert before["editor"] == ("reviewer",)
        del cluster._p_jar.root()[FINISHED_KEY][STEP]


def test_names_of_roles_become_records(world: World) -> None:
    older(world)
    with manager_of(world.office.registry) as manager:
        assert pending(manager) == [STEP]
    assert evolve(world.office.registry) == [STEP]
    with world.office.transaction() as (cluster, _act):
        section = world.place(cluster, SECTION)
        assert roles_at(section, "editor") == {"editor", "reviewer"}
        assert roles_at(section, "administrator") == {"administrator"}
        assert {place for place, _grant in grants_of(cluster, "editor")} == {cluster, section}
        kept = next(grants_at(section))
        assert (kept.grantor, kept.given_at, kept.ends_at, kept.reason) == ("", None, None, "")
    page = world.browser("manager").get(f"{SECTION}/people")
    assert "reviewer" in page or "editor" in page


def test_the_step_can_be_taken_twice(world: World) -> None:
    older(world)
    evolve(world.office.registry)
    with world.office.transaction() as (cluster, _act):
        before = dict(cluster.grants)
        del cluster._p_jar.root()[FINISHED_KEY][STEP]
    evolve(world.office.registry)
    with world.office.transaction() as (cluster, _act):
        assert cluster.grants == before
