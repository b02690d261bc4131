"""What pages say of an add-on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyramid.authorization import Everyone
from pyramid.traversal import find_root

from portal.addon.queries import needed, needing, pending_steps
from portal.addon.registry import loaded_addons
from portal.catalog.catalog import equal, readable_by
from portal.i18n import _
from portal.security.grants import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.addon.declaration import AddOn
    from portal.site.site import Site


@dataclass(frozen=True)
class AddOnRow:
    """An add-on as a page shows it.

    :ivar brings: pairs of what it is, and the titles of all of that.
    :ivar needs: titles of the add-ons that it requires; `missing` of those not enabled here.
    :ivar needed_by: titles of the enabled add-ons that cannot do without it.
    :ivar pending: names of evolution steps that its data here waits for.
    :ivar count: public contents of its types here.
    :ivar imports: names and titles of what can be imported here.
    """

    name: str
    title: str
    description: str
    enabled: bool
    state: TranslationString
    brings: tuple[tuple[str, tuple[str, ...]], ...]
    needs: tuple[str, ...]
    missing: tuple[str, ...]
    needed_by: tuple[str, ...]
    pending: tuple[str, ...]
    steps: int
    count: int
    has_settings: bool
    imports: tuple[tuple[str, str], ...] = ()


def row_of(addon: AddOn, site: Site, request: Request) -> AddOnRow:
    """Return what is to be said of `addon` in `site`."""
    addons = loaded_addons(request.registry)
    enabled = site.uses(addon.name)
    return AddOnRow(
        name=addon.name,
        title=addon.title,
        description=addon.description,
        enabled=enabled,
        state=_state(addon, site),
        brings=tuple((what, titles) for what, titles in _brings(addon) if titles),
        needs=tuple(addons[name].title for name in addon.requires),
        missing=() if enabled else tuple(addons[e].title for e in needed(site, addon.name, addons)),
        needed_by=tuple(addons[name].title for name in needing(site, addon.name, addons)),
        pending=tuple(step.name for step in pending_steps(site, addon)),
        steps=len(addon.steps),
        count=count_public(addon, site),
        has_settings=addon.settings is not None,
        imports=tuple((each.name, each.title) for each in addon.imports) if enabled else (),
    )


def count_public(addon: AddOn, site: Site) -> int:
    """Return how many contents of the types of `addon` the public would find in `site`."""
    catalog = find_root(site).catalog
    public = readable_by((Everyone,))
    return sum(
        len(catalog.fitting(equal(site=site.oid, kind=kind.name) & public)) for kind in addon.types
    )


def _state(addon: AddOn, site: Site) -> TranslationString:
    if site.uses(addon.name):
        return _("In use here")
    if addon.name in site.addon_steps:
        return _("Disabled; what it stored is kept")
    return _("Not enabled yet")


def _brings(addon: AddOn) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield _("Types of content"), tuple(kind.title for kind in addon.types)
    yield _("Sections that it proposes"), tuple(str(p.data["title"]) for p in addon.sections)
    yield _("Who works with it"), tuple(ROLES[role].title for role in addon.roles)
    yield _("Blocks of the home page"), tuple(block.title for block in addon.blocks)
    yield _("Work lists"), tuple(each.title for each in addon.work_lists)
    yield _("What is done by itself"), tuple(job.title for job in addon.jobs)
    yield _("Records that can be imported"), tuple(each.title for each in addon.imports)
