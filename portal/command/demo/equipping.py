"""Enabling add-ons on some sites of the demonstration, and bringing their sections in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.addon.operations import change_settings, enable
from portal.command.demo.letters import privacy_of
from portal.command.demo.publishing import section_at
from portal.command.demo.records import body_code
from portal.content.section.moving import place_section
from portal.content.section.operations import edit_section, move_section, order_sections
from portal.site.blueprint import SectionPlan
from portal.site.operations import add_sections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.act import Act
    from portal.addon.declaration import AddOn
    from portal.site.site import Site

EQUIPPED = ("portal", "fgw", "rsj", "gaj")
"""Sites that enable the add-ons; the others show what a site is without them."""
ADDONS = ("openinfo", "onlineservice", "interaction")
BESIDE = {"zwgk": "zfxxgk", "bsfw": "fwsx", "wsbs": "fwsx"}
"""Names of channels of a site to those of the add-ons that stand after them."""
MOVED = {
    "zwgk/xxgkzn": "zfxxgk/gkzn",
    "zwgk/xxgkzd": "zfxxgk/gkzd",
    "zwgk/xxgkml": "zfxxgk/fdzdgknr",
    "zwgk/xxgknb": "zfxxgk/gknb",
    "zwgk/ysqgk": "zfxxgk/ysqgk",
}
"""Sections that an add-on gives a better place, so that there is one of each."""
REPLACED = ("bsfw/xzxk", "bsfw/bszn", "wsbs/xzxk", "wsbs/bszn")
"""Sections whose texts the service hall takes the place of; sites must have them, so they hide."""


def wanted_addons(name: str, addons: Mapping[str, AddOn]) -> frozenset[str]:
    """Return the names of the add-ons that the site called `name` is to have, of those loaded."""
    return frozenset(addons).intersection(ADDONS if name in EQUIPPED else ())


def equip(site: Site, place: int, addons: Mapping[str, AddOn], act: Act) -> None:
    """Enable the add-ons in `site`, the site of the body at `place`, and order its sections."""
    wanted = wanted_addons(site.__name__ or "", addons)
    for name in ADDONS:
        if name in wanted:
            enable(site, name, addons, act)
    if "openinfo" in wanted:
        _build_platform(site, addons["openinfo"].sections, act)
        code = {"body_code": body_code(place), "publisher": site.sponsor, "days": 20}
        change_settings(site, addons["openinfo"], code, act)
    if "onlineservice" in wanted:
        _hide_replaced(site, act)
    if "interaction" in wanted:
        said = {"privacy": privacy_of(place), "letters_per_hour": 20}
        change_settings(site, addons["interaction"], said, act)
    order_sections(site, _ordered(site.section_names), act)


def _build_platform(site: Site, plans: tuple[SectionPlan, ...], act: Act) -> None:
    """Add the sections of the platform for disclosure; what the site has of them moves there."""
    old = {new: path for path, new in MOVED.items()}
    for plan in plans:
        add_sections(site, (SectionPlan(plan.name, plan.data, ()),), act)
        for below in plan.sections:
            path = old.pop(f"{plan.name}/{below.name}", "")
            if _has(site, path):
                section = section_at(site, path)
                place_section(section, site[plan.name], below.name, act)
                edit_section(section, below.data, act)
            else:
                add_sections(site[plan.name], (below,), act)
    for new, path in old.items():
        channel, _slash, name = new.partition("/")
        place_section(section_at(site, path), site[channel], name, act)


def _hide_replaced(site: Site, act: Act) -> None:
    for path in REPLACED:
        if _has(site, path):
            move_section(section_at(site, path), "hide", act)


def _has(site: Site, path: str) -> bool:
    channel, _slash, name = path.partition("/")
    return channel in site and name in site[channel]


def _ordered(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of sections, those of the add-ons after those that are like them."""
    own = [name for name in names if name not in BESIDE.values()]
    both = ((name, BESIDE.get(name, "")) for name in own)
    return tuple(each for pair in both for each in pair if each in names)
