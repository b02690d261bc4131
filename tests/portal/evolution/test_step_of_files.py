"""Files from before they knew which documents name them learn it."""

from __future__ import annotations

from typing import Any

from substanced.evolution import FINISHED_KEY

from portal.content.document.operations import create_document
from portal.content.file.operations import add_file
from portal.content.file.queries import documents_with
from portal.evolution.runner import evolve
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
STEP = "2026-11 files know the documents that name them"


def test_older_files_learn_which_drafts_and_texts_name_them(world: World) -> None:
    world.site("fgw")
    with world.office.transaction() as (cluster, act):
        media = cluster["sites"]["fgw"]["media"]
        data: Any = {"title": "表", "file_name": "a.txt"}
        kept = [add_file(media, data, b"text", act) for _each in range(3)]
        text = f'<p><a href="/media/{kept[1].__name__}">表</a></p>'
        draft: Any = {"title": "稿", "body": text, "attachments": (kept[0].oid,)}
        document = create_document(world.place(cluster, SECTION), draft, act)
        del document.wanted
        for file in kept[:2]:
            del file.wanted_by
        del cluster._p_jar.root()[FINISHED_KEY][STEP]
        oids = [file.oid for file in kept]
    assert evolve(world.office.registry) == [STEP]
    with world.office.transaction() as (cluster, _act):
        files = [cluster.__objectmap__.object_for(oid) for oid in oids]
        titles = [[each.newest_title for each in documents_with(file)] for file in files]
    assert titles == [["稿"], ["稿"], []]
