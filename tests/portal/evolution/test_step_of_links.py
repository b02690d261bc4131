"""Sites from before links were kept by identity get them, and an index of them."""

from __future__ import annotations

from substanced.evolution import FINISHED_KEY

from portal.content.document.content import Text
from portal.content.document.linking import linked_from
from portal.content.linking import targets_in
from portal.evolution.runner import evolve
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"
STEP = "2026-11 links between documents are kept by identity"


def test_older_texts_get_identities_and_the_site_an_index(world: World) -> None:
    world.site("fgw")
    target = world.publish(SECTION, title="办法")
    path = target.removeprefix("/sites/fgw")
    source = world.publish(SECTION, title="说明", body="<p>文</p>")
    world.publish(SECTION, title="无")
    with world.office.transaction() as (cluster, _act):
        document = world.place(cluster, source)
        document.text = Text(f'<p><a href="{path}">办法</a></p>')
        document.revisions[-1].text = document.text
        document.revisions = document.revisions
        oid = world.place(cluster, target).oid
        del cluster["sites"]["fgw"].links
        del cluster._p_jar.root()[FINISHED_KEY][STEP]
    assert evolve(world.office.registry) == [STEP]
    with world.office.transaction() as (cluster, _act):
        assert targets_in(world.place(cluster, source).body) == (oid,)
        found = linked_from(world.place(cluster, target))
        assert [(each.document.title, each.is_live) for each in found] == [("说明", True)]
        del cluster._p_jar.root()[FINISHED_KEY][STEP]
    assert evolve(world.office.registry) == [STEP]
    with world.office.transaction() as (cluster, _act):
        assert len(linked_from(world.place(cluster, target))) == 1
