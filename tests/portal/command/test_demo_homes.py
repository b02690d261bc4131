"""The home pages of the demonstration fit the sites that they are made for."""

from __future__ import annotations

import pytest

from portal.command.demo.homes import home_of
from portal.site.blocks.core import BLOCK_TYPES
from portal.site.blocks.declaration import block_types
from portal.site.blocks.operations import arrange_blocks
from portal.site.blueprint import site_classes
from portal.site.schema import THEMES
from portal.testing import World


@pytest.mark.parametrize("name", site_classes())
def test_a_site_of_each_class_can_be_arranged_as_planned(world: World, name: str) -> None:
    world.site("here", name)
    types = block_types(world.office.registry)
    with world.office.transaction() as (cluster, act):
        site = cluster["sites"]["here"]
        blocks = home_of(name).for_site(lambda path: world.place(site, path).oid)  # type: ignore[arg-type]
        arrange_blocks(site, blocks, types, act)
        assert [kind for kind, _options in site.blocks] == [kind for kind, _options in blocks]
    assert world.browser().get("/sites/here/").status_int == 200


def test_the_classes_of_sites_have_different_colours() -> None:
    themes = [home_of(name).theme for name in site_classes()]  # type: ignore[arg-type]
    assert len(set(themes)) == len(themes)
    assert set(themes) <= set(THEMES)


def test_the_demonstration_shows_every_block_of_the_core() -> None:
    shown = {kind for name in site_classes() for kind, _o in home_of(name).blocks}  # type: ignore[arg-type]
    assert shown == {kind.name for kind in BLOCK_TYPES}
