"""Opening the hall of a site, and keeping its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.traversal import find_root

from addons.onlineservice.finding import code_of, hall_of, holder_of
from addons.onlineservice.hall.content import TAB, Hall
from addons.onlineservice.service.content import PUBLIC_SERVICE, PublicService
from addons.onlineservice.vocabulary import read
from portal.catalog.catalog import equal
from portal.content.content import is_public, site_of
from portal.content.events import ContentCreated
from portal.content.names import RESERVED
from portal.content.redirects import free_slug
from portal.content.section.schema import SectionSchema
from portal.content.workflow import DELETED

if TYPE_CHECKING:
    from portal.act import Act
    from portal.site.site import Site


def open_hall(site: Site, act: Act) -> None:
    """Add the hall to the sections of `site`, unless it has one."""
    if hall_of(site) is not None:
        return
    plan = read("hall.toml")
    data: Any = SectionSchema().deserialize(plan["section"])
    hall = Hall(data)
    hall.author, hall.changed_at = act.by or "", act.at
    name = plan["name"] if plan["name"] not in RESERVED else f"{plan['name']}-1"
    name = free_slug(site, name)
    site.add(name, hall)
    site.section_names = (*site.section_names, name)
    act.announce(ContentCreated(hall, act))


def look_at(hall: Hall, item: PublicService) -> None:
    """Let `hall` know `item` as it is now: list it while the public may see it, note its code."""
    code = code_of(item)
    if item.state == DELETED:
        hall.take(item.oid)
        if code and hall.codes.get(code) == item.oid:
            del hall.codes[code]
        return
    if not item.expired_how and is_public(item):
        hall.put(item.oid, item.themes, item.dept_name.replace(TAB, " ").strip(), item.title)
    else:
        hall.take(item.oid)
    if code and holder_of(code, item) == 0:
        hall.codes[code] = item.oid


def look_at_all(hall: Hall) -> None:
    """List what came out, and take out what went, while nobody told `hall` of it."""
    root = find_root(hall)
    site = site_of(hall)
    known = root.catalog.fitting(equal(site=site.oid, kind=PUBLIC_SERVICE.name, state="published"))
    for oid in set(known) ^ set(hall.listed):
        item = root.__objectmap__.object_for(oid)
        if item is None:
            hall.take(oid)
        else:
            look_at(hall, item)
