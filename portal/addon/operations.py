"""Enabling an add-on in a site, setting it, and disabling it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.traversal import find_root

from portal.addon.events import AddOnDisabled, AddOnEnabled, AddOnSet
from portal.addon.queries import names_taken, needed, needing, pending_steps, settings_of
from portal.addon.settling import START
from portal.errors import Refusal
from portal.i18n import _
from portal.site.operations import add_sections

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from portal.act import Act
    from portal.addon.declaration import AddOn
    from portal.site.site import Site


def enable(
    site: Site,
    name: str,
    addons: Mapping[str, AddOn],
    act: Act,
    *,
    also: Collection[str] = (),
) -> None:
    """Enable the add-on `name` in `site`, after those that it needs.

    For the first time, it sets up what it stores; later, all is as it was left.

    :param addons: those of the process, each after those it requires.
    :param also: names of those that may be enabled with it.
    :raises Refusal: when it is enabled, needs another one that `also` does not name, or has a
        page where the site has content of the same name.
    """
    addon = _known(name, addons)
    if site.uses(name):
        raise Refusal(_("“${addon}” is enabled here.", mapping={"addon": addon.title}))
    before = needed(site, name, addons)
    for other in before:
        if other not in also:
            values = {"addon": addon.title, "other": addons[other].title}
            raise Refusal(_("“${addon}” needs “${other}”, which is not enabled.", mapping=values))
    for each in (*before, name):
        _begin(site, addons[each], act)


def disable(
    site: Site,
    name: str,
    addons: Mapping[str, AddOn],
    act: Act,
    *,
    also: Collection[str] = (),
) -> None:
    """Disable the add-on `name` in `site`, after those that need it; what they stored stays.

    It may be one whose code is gone.

    :param also: names of those that may be disabled with it.
    :raises Refusal: when it is not enabled, or another one needs it that `also` does not name.
    """
    title = addons[name].title if name in addons else name
    if not site.uses(name):
        raise Refusal(_("“${addon}” is not enabled here.", mapping={"addon": title}))
    before = needing(site, name, addons)
    for other in before:
        if other not in also:
            values = {"addon": title, "other": addons[other].title}
            raise Refusal(_("“${other}” is enabled and needs “${addon}”.", mapping=values))
    for each in (*before, name):
        site.addons = tuple(other for other in site.addons if other != each)
        _settle(site, each)
        site.changed_at = act.at
        act.announce(AddOnDisabled(site, act, addon=each))


def make_sections(site: Site, addon: AddOn, names: Collection[str], act: Act) -> None:
    """Add those sections to `site` that `addon` proposes and `names` wants, unless they are there.

    :raises Refusal: when it is not enabled.
    """
    _need_enabled(site, addon)
    plans = (plan for plan in addon.sections if plan.name in names and plan.name not in site)
    add_sections(site, plans, act)


def change_settings(site: Site, addon: AddOn, data: Mapping[str, Any], act: Act) -> None:
    """Let what `data` says hold for `addon` in `site`.

    :param data: validated by the schema of its settings.
    :raises Refusal: when it is not enabled.
    """
    _need_enabled(site, addon)
    before = settings_of(site, addon)
    changed = tuple(name for name, value in data.items() if before.get(name) != value)
    if changed:
        site.addon_settings = {**site.addon_settings, addon.name: dict(data)}
        site.changed_at = act.at
        act.announce(AddOnSet(site, act, addon=addon.name, fields=changed))


def _begin(site: Site, addon: AddOn, act: Act) -> None:
    if pending_steps(site, addon):
        raise Refusal(
            _(
                "What is stored of “${addon}” has to be brought up to date first, by the operator.",
                mapping={"addon": addon.title},
            )
        )
    _need_free_addresses(site, addon)
    first = addon.name not in site.addon_steps
    site.addons = (*site.addons, addon.name)
    if first:
        addon.set_up(site, act)
        taken = tuple(step.name for step in addon.steps)
        site.addon_steps = {**site.addon_steps, addon.name: taken}
    else:
        _settle(site, addon.name)
    site.changed_at = act.at
    act.announce(AddOnEnabled(site, act, addon=addon.name, first=first))


def _need_free_addresses(site: Site, addon: AddOn) -> None:
    for name, content in names_taken(site, addon):
        raise Refusal(
            _(
                "“${addon}” has a page “${name}”, and the address is taken here by “${content}”. "
                "Move or rename that first.",
                mapping={"addon": addon.title, "name": name, "content": content.title},
            )
        )


def _settle(site: Site, name: str) -> None:
    """Let the worker bring the contents of an add-on into the lists of `site`, or take them out."""
    cluster = find_root(site)
    others = (each for each in cluster.settling if each[:2] != (site.oid, name))
    cluster.settling = (*others, (site.oid, name, START))


def _known(name: str, addons: Mapping[str, AddOn]) -> AddOn:
    if name not in addons:
        raise Refusal(_("There is no add-on “${addon}”.", mapping={"addon": name}))
    return addons[name]


def _need_enabled(site: Site, addon: AddOn) -> None:
    if not site.uses(addon.name):
        raise Refusal(_("“${addon}” is not enabled here.", mapping={"addon": addon.title}))
