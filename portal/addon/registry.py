"""From installed add-ons to loaded ones."""

from __future__ import annotations

import traceback
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from pyramid.exceptions import ConfigurationError

from portal.addon.declaration import AddOn
from portal.addon.guard import confined_to
from portal.addon.serving import serve_files
from portal.addon.sheltering import sheltered_block, sheltered_type
from portal.errors import DeploymentError
from portal.site.site import Given, Site
from portal.workflow.declaration import entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from importlib.metadata import EntryPoint

    from pyramid.config import Configurator
    from pyramid.registry import Registry

ENTRY_POINTS = "portal.addons"


def offered_addons() -> dict[str, EntryPoint]:
    """Return by name where each installed distribution offers an add-on; none is imported yet.

    :raises DeploymentError: when two distributions offer the same name.
    """
    offered: dict[str, EntryPoint] = {}
    for point in entry_points(group=ENTRY_POINTS):
        other = offered.setdefault(point.name, point)
        if other.value != point.value:
            raise DeploymentError(
                f"Two distributions offer the add-on {point.name!r}: {other.value} and "
                f"{point.value}. Uninstall one of them."
            )
    return offered


def installed_addons() -> dict[str, AddOn]:
    """Return every add-on that an installed distribution offers, by name."""
    return {name: imported(point) for name, point in offered_addons().items()}


def imported(point: EntryPoint) -> AddOn:
    """Return the add-on that stands at an entry point.

    :raises DeploymentError: when it cannot be imported, or is something else.
    """
    where = f"The add-on {point.name!r} ({point.value})"
    try:
        found = point.load()
    except Exception as error:
        raise DeploymentError(
            f"{where} cannot be imported: {type(error).__name__}: {error}. Correct or reinstall "
            f"it, or take it out of the setting portal.addons."
        ) from error
    if not isinstance(found, AddOn):
        raise DeploymentError(f"{where} is no AddOn, but a {type(found).__name__}.")
    if found.name != point.name:
        raise DeploymentError(
            f"{where} calls itself {found.name!r}. Its entry point has to have the same name."
        )
    return found


def loading_order(names: Iterable[str], find: Callable[[str], AddOn | None]) -> list[AddOn]:
    """Return the named add-ons, each after those it requires.

    :param find: returns the add-on of a name; `None` when it is not installed.
    :raises DeploymentError: when an add-on, or one that it requires, is not installed, or when
        some require each other.
    """
    order: dict[str, AddOn] = {}

    def visit(name: str, wanted_by: str, above: tuple[str, ...]) -> None:
        if name in order:
            return
        if name in above:
            circle = " requires ".join(repr(each) for each in (*above[above.index(name) :], name))
            raise DeploymentError(f"Add-ons require each other: {circle}. One of them has to stop.")
        addon = find(name)
        if addon is None:
            raise DeploymentError(
                f"{wanted_by} asks for the add-on {name!r}, which is not installed. "
                f"Installed: {', '.join(sorted(offered_addons())) or 'none'}."
            )
        for required in addon.requires:
            visit(required, f"The add-on {name!r}", (*above, name))
        order[name] = addon

    for name in names:
        visit(name, "The setting portal.addons", ())
    return list(order.values())


def named_addons(names: Iterable[str]) -> list[AddOn]:
    """Return the named add-ons and those that they require, of what is installed, in order.

    :raises DeploymentError: as `imported` and `loading_order`.
    """
    wanted = tuple(names)
    offered = offered_addons() if wanted else {}
    return loading_order(wanted, lambda name: imported(offered[name]) if name in offered else None)


def loaded_addons(registry: Registry) -> Mapping[str, AddOn]:
    """Return the add-ons of this process by name, each after those it requires."""
    addons: Mapping[str, AddOn] = registry.addons
    return addons


def add_addon(config: Configurator, addon: AddOn) -> None:
    """Register what `addon` declares; available as `config.add_addon`.

    :raises DeploymentError: when one of its modules cannot be imported.
    """
    config.registry.addons[addon.name] = addon
    for kind in addon.types:
        config.add_kind(sheltered_type(kind))
    for block in addon.blocks:
        config.add_block(sheltered_block(block))
    Site.given[addon.name] = Given(entries(addon.permissions))
    try:
        config.add_translation_dirs(f"{addon.package}:locale")
        serve_files(config, addon)
        config.scan(addon.package, confined=confined_to(addon.name))
    except Exception as error:
        raise DeploymentError(_broken(f"The add-on {addon.name!r}", error)) from error


def register(config: Configurator) -> None:
    """Carry out what the add-ons asked for.

    :raises DeploymentError: when some of it is impossible.
    """
    try:
        config.commit()
    except ConfigurationError as error:
        raise DeploymentError(_broken("An add-on", error)) from error


def _broken(what: str, error: Exception) -> str:
    """Return what is wrong, with the place where it is."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({frames[-1].filename}, line {frames[-1].lineno})" if frames else ""
    return (
        f"{what} cannot be registered: {type(error).__name__}: {error}{where}. Correct or "
        f"reinstall it, or take it out of the setting portal.addons."
    )
