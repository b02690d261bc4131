"""Pages of an add-on and content of a site do not take each other's addresses."""

from __future__ import annotations

from typing import Any

import pytest
from made_addons import NAME

from portal.addon.declaration import AddOn
from portal.addon.operations import enable
from portal.content.redirects import free_slug
from portal.content.section.operations import add_section
from portal.errors import Refusal
from portal.testing import World, turn

PAGE = f"{NAME}-review"


def section(world: World, path: str, name: str) -> None:
    data: Any = {"title": "天气", "kind": "news", "description": "天气"}
    with world.office.transaction() as (cluster, act):
        add_section(world.place(cluster, path), name, data, act)


def test_no_section_takes_the_name_of_a_page_of_an_enabled_addon(town: World, made: AddOn) -> None:
    turn(town, "fgw", NAME, on=True)
    with pytest.raises(Refusal):
        section(town, "/sites/fgw", PAGE)
    section(town, "/sites/fgw/zwgk", PAGE)  # the page is one of sites, not of sections
    with town.office.transaction() as (cluster, _act):
        site = cluster["sites"]["fgw"]
        assert free_slug(site, PAGE) == f"{PAGE}-2"
        assert free_slug(site["zwgk"]["tzgg"], PAGE) == PAGE


def test_a_site_that_has_such_a_section_is_told_so_when_it_enables_the_addon(
    town: World, made: AddOn
) -> None:
    section(town, "/sites/fgw", PAGE)
    manager = town.browser("manager")
    form = manager.get(f"/sites/fgw/enable-add-on?addon={NAME}").forms["enable-addon"]
    said = form.submit(status=409).html.select_one(".problem").text
    assert PAGE in said
    assert "天气" in said
    with town.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        assert not site.uses(NAME)
        section_there = site[PAGE]
        site.section_names = tuple(name for name in site.section_names if name != PAGE)
        site.move(section_there.__name__, site, "tq")
        enable(site, NAME, town.office.registry.addons, act)
