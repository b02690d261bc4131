"""Each adapter that lets substanced run on Pyramid 2 is needed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from persistent import Persistent
from pyramid.authorization import Allow, Everyone
from pyramid.config import Configurator
from substanced.content import content
from substanced.folder import Folder
from substanced.objectmap import ObjectMap

from portal.content.content import Content
from portal.content.document.content import Document
from portal.evolution.runner import manager_of
from portal.substance import PortalConfigurator, PortalObjectMap
from portal.testing import World


@content("Decorated")
class Decorated(Persistent):
    pass


@pytest.mark.parametrize(("kind", "found"), [(Configurator, False), (PortalConfigurator, True)])
def test_only_our_scan_finds_what_substanced_decorates(
    kind: type[Configurator], *, found: bool
) -> None:
    config = kind()
    config.include("portal.substance")
    config.scan(sys.modules[__name__])
    config.commit()
    assert config.registry.content.exists("Decorated") is found


def test_pages_for_the_console_are_ignored() -> None:
    config = PortalConfigurator()
    config.include("portal.substance")
    config.add_mgmt_view(object(), name="never")
    config.commit()
    names = [
        each["introspectable"]["name"] for each in config.introspector.get_category("views") or ()
    ]
    assert "never" not in names


def test_the_object_map_keeps_no_access_control_lists() -> None:
    root = Folder()
    kept = {}
    for kind in (ObjectMap, PortalObjectMap):
        root.__objectmap__ = kind(root)
        root.__objectmap__.add(root, ("",))
        root.__objectmap__.set_acl(root, [(Allow, Everyone, "view")])
        kept[kind] = hasattr(root.__objectmap__, "path_to_acl") and bool(
            root.__objectmap__.path_to_acl
        )
    assert kept == {ObjectMap: True, PortalObjectMap: False}


def test_content_with_computed_rights_can_be_stored(world: World) -> None:
    world.site("fgw")
    with world.office.transaction() as (cluster, _act):
        document = Document()
        assert callable(document.__acl__)
        cluster["sites"]["fgw"]["media"].add("one", document)
    with world.office.transaction() as (cluster, _act):
        stored: Content = cluster["sites"]["fgw"]["media"]["one"]
        assert cluster.__objectmap__.object_for(stored.oid) is stored


def test_the_finished_steps_can_be_read(tmp_path: Path) -> None:
    world = World.make(tmp_path)
    try:
        with manager_of(world.office.registry) as manager:
            manager.add_finished_step("2026-01 something")
            moments = manager.get_finished_steps_by_value()
        assert "2026-01 something" in [name for _moment, name in moments]
        assert moments == sorted(moments)
    finally:
        world.close()
