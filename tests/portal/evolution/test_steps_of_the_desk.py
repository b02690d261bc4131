"""Data from before staff found titles and people knew their places becomes today's."""

from __future__ import annotations

from substanced.evolution import FINISHED_KEY

from portal.evolution.runner import evolve, manager_of, pending
from portal.security.grants import give_role, places_of
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
STEPS = (
    "2026-11 staff finds documents by words of titles",
    "2026-11 people know where they hold roles",
)


def older(world: World) -> None:
    """Fill a site, and give the data the shape that it had before."""
    world.site("fgw")
    world.publish(SECTION, title="关于春节放假的通知")
    world.publish(SECTION, title="公告")
    with world.office.transaction() as (cluster, act):
        give_role(world.place(cluster, SECTION), "editor", "editor", act)
        del cluster.catalog._titles
        del cluster.held_at
        for step in STEPS:
            del cluster._p_jar.root()[FINISHED_KEY][step]


def found(world: World) -> int:
    page = world.browser("editor").get(f"{SECTION}/contents?words=%E6%98%A5%E8%8A%82")
    return len(page.html.select("table.contents tbody tr"))


def test_older_data_learns_titles_and_places(world: World) -> None:
    older(world)
    with manager_of(world.office.registry) as manager:
        assert pending(manager) == list(STEPS)
    assert evolve(world.office.registry) == list(STEPS)
    assert found(world) == 1
    with world.office.transaction() as (cluster, _act):
        section = world.place(cluster, SECTION)
        assert set(places_of(cluster, "editor")) == {cluster, section}


def test_the_steps_can_be_taken_twice(world: World) -> None:
    older(world)
    evolve(world.office.registry)
    with world.office.transaction() as (cluster, _act):
        for step in STEPS:
            del cluster._p_jar.root()[FINISHED_KEY][step]
    evolve(world.office.registry)
    assert found(world) == 1
    with world.office.transaction() as (cluster, _act):
        assert len(list(places_of(cluster, "editor"))) == 2
