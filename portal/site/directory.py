"""The list of all bodies with their sites, addresses and telephone numbers."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.names import initial
from portal.content.values import Link
from portal.i18n import _
from portal.site.cluster import Bodies
from portal.site.queries import CLASS_GROUPS
from portal.site.routing import address_anywhere
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyramid.request import Request

    from portal.content.body.content import Body
    from portal.site.cluster import Cluster

NAME_MAX = 50
"""Longest name that is looked for, in characters."""
PREFIX_MAX = 6
"""Longest beginning that names of bodies share, such as that of their city, in characters."""
WITHOUT_SITE = _("Without a site of their own")


@dataclass(frozen=True)
class Listed:
    """A body in the list.

    :ivar address: its site; empty without one.
    :ivar facts: pairs of label and value, such as the telephone.
    :ivar initial: Latin letter that its name begins with in pinyin.
    """

    title: str
    address: str
    initial: str
    site_class: str = ""
    facts: tuple[tuple[str, str], ...] = field(default=())


@view_config(context=Bodies, permission="view", renderer="templates/bodies.pt")
@view_config(context=Site, name="bodies", permission="view", renderer="templates/bodies.pt")
def list_bodies(place: Any, request: Request) -> dict[str, Any]:
    """List the bodies of the cluster, by name or by first letter where that is asked for."""
    name = request.GET.get("name", "").strip()[:NAME_MAX]
    letter = request.GET.get("letter", "")[:1].upper()
    every = listed_bodies(request.cluster, request)
    found = [each for each in every if _is_meant(each, name, letter)]
    here = f"{path_of(place, request)}{'bodies' if place is request.site else ''}"
    return {
        "title": _("Bodies and sites"),
        "action": here,
        "name": name,
        "letters": _letters(every, here, letter) if every else (),
        "groups": grouped(found),
        "count": len(found),
        "any": bool(every),
    }


def listed_bodies(cluster: Cluster, request: Request) -> list[Listed]:
    """Return all bodies that have not ended, ordered by the pinyin initial of their names."""
    sites = {
        site.owner: site
        for site in cluster.all_sites()
        if site.owner and request.has_permission("view", site)
    }
    bodies = [each for each in cluster["bodies"].values() if each.ended_on is None]
    prefix = common_prefix(_short(body) for body in bodies)
    listed = [_listed(body, sites.get(body.__name__), prefix, request) for body in bodies]
    return sorted(listed, key=lambda each: each.initial)


def common_prefix(names: Iterable[str]) -> str:
    """Return the longest beginning that more than half of `names` share, such as that of a city."""
    every = list(names)
    beginnings = Counter(
        each[:size] for each in every for size in range(1, min(PREFIX_MAX, len(each) - 1) + 1)
    )
    shared = [each for each, count in beginnings.items() if 2 * count > len(every) > 1]
    return max(shared, key=len, default="")


def grouped(listed: Iterable[Listed]) -> tuple[tuple[Any, tuple[Listed, ...]], ...]:
    """Return pairs of the title of a class of sites and its bodies, without empty groups."""
    known = [*CLASS_GROUPS, ("", WITHOUT_SITE)]
    every = list(listed)
    groups = ((title, tuple(b for b in every if b.site_class == name)) for name, title in known)
    return tuple((title, bodies) for title, bodies in groups if bodies)


def _listed(body: Body, site: Site | None, prefix: str, request: Request) -> Listed:
    known = (
        (_("Address"), body.address),
        (_("Telephone"), body.phone),
        (_("Office hours"), body.hours),
    )
    return Listed(
        body.title,
        address_anywhere(site, request) if site else "",
        initial(_short(body).removeprefix(prefix)),
        _class_of(site),
        tuple((label, value) for label, value in known if value),
    )


def _short(body: Body) -> str:
    return body.short_title or body.title


def _class_of(site: Site | None) -> str:
    """Return the class under which a body is listed; an own class counts as a department."""
    if site is None:
        return ""
    return site.class_name if site.class_name in dict(CLASS_GROUPS) else "department"


def _is_meant(listed: Listed, name: str, letter: str) -> bool:
    return _plain(name) in _plain(listed.title) and letter in ("", listed.initial)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _letters(every: list[Listed], here: str, chosen: str) -> tuple[Link, ...]:
    """Return links to all bodies, and to those under each letter that has some."""
    letters = sorted({each.initial for each in every})
    return (
        Link(_("All"), here, current=not chosen),
        *(Link(x, f"{here}?{urlencode({'letter': x})}", current=x == chosen) for x in letters),
    )
