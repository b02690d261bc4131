"""Data from before lists were counted and keywords were indexed becomes today's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from substanced.evolution import FINISHED_KEY

from portal.content.document.operations import create_document
from portal.content.file.operations import add_file, release_media
from portal.evolution.runner import evolve, pending
from portal.evolution.runner import manager_of as evolution_of
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
STEPS = (
    "2026-11 lists know how many rows each thirty days have",
    "2026-11 documents are found by their keywords",
    "2026-11 files know the documents that show them",
)


def older(world: World) -> list[str]:
    """Publish documents in two sections, and give all of them the shape they had before."""
    world.site("fgw")
    world.site("jyj")
    with world.office.transaction() as (cluster, act):
        data: Any = {"title": "表", "file_name": "a.txt"}
        file = add_file(cluster["sites"]["fgw"]["media"], data, b"text", act)
        release_media(file, act)
        oid = file.oid
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    for number in range(25):
        moment = begin + timedelta(days=20 * number)
        options = {"keywords": ("医保", f"第{number}"), "displayed_at": moment}
        world.publish(SECTION, title=f"第{number}", attachments=(oid,), **options)
    world.publish("/sites/fgw/zwgk/gzdt", title="动态", keywords=("医保",))
    with world.office.transaction() as (cluster, act):
        draft: Any = {"title": "稿", "body": "", "keywords": ("医保",)}
        create_document(world.place(cluster, SECTION), draft, act)
        for site in cluster.all_sites():
            del site.by_keyword
        for name in ("tzgg", "gzdt"):
            del world.place(cluster, f"/sites/fgw/zwgk/{name}").listing._spans
        del cluster.__objectmap__.object_for(oid).shown_with
        finished = cluster._p_jar.root()[FINISHED_KEY]
        for step in STEPS:
            del finished[step]
    return [oid]


def check(world: World, oid: int) -> None:
    with world.office.transaction() as (cluster, _act):
        section = world.place(cluster, SECTION)
        rows = list(section.listing)
        assert section.listing.page(20, 20) == rows[20:]
        site = cluster["sites"]["fgw"]
        assert len(site.by_keyword.alike(("医保",))) == 20
        assert [key[1] for key in site.by_keyword.alike(("第7",))] == [rows[-8].oid]
        assert cluster["sites"]["jyj"].by_keyword.alike(("医保",)) == []
        file = cluster.__objectmap__.object_for(oid)
        assert sorted(file.shown_with) == sorted(row.oid for row in rows)


def test_older_data_gets_counts_keywords_and_uses_of_files(world: World) -> None:
    (oid,) = older(world)
    with evolution_of(world.office.registry) as manager:
        assert pending(manager) == list(STEPS)
    assert evolve(world.office.registry) == list(STEPS)
    check(world, oid)


def test_the_steps_can_be_taken_twice(world: World) -> None:
    (oid,) = older(world)
    evolve(world.office.registry)
    with world.office.transaction() as (cluster, _act):
        finished = cluster._p_jar.root()[FINISHED_KEY]
        for step in STEPS:
            del finished[step]
    evolve(world.office.registry)
    check(world, oid)
