"""From installed add-ons to loaded ones."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from portal.errors import DeploymentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyramid.config import Configurator

    from portal.addon.declaration import AddOn

ENTRY_POINTS = "portal.addons"


def installed_addons() -> dict[str, AddOn]:
    """Return every add-on that an installed distribution offers, by name."""
    addons = [point.load() for point in entry_points(group=ENTRY_POINTS)]
    return {addon.name: addon for addon in addons}


def loading_order(names: Iterable[str], installed: Mapping[str, AddOn]) -> list[AddOn]:
    """Return the named add-ons, each after those it requires.

    :raises DeploymentError: when an add-on, or one that it requires, is not installed.
    """
    order: dict[str, AddOn] = {}

    def visit(name: str, wanted_by: str) -> None:
        if name in order:
            return
        if name not in installed:
            raise DeploymentError(
                f"{wanted_by} asks for the add-on {name!r}, which is not installed. "
                f"Installed: {', '.join(sorted(installed)) or 'none'}."
            )
        for required in installed[name].requires:
            visit(required, wanted_by=f"The add-on {name!r}")
        order[name] = installed[name]

    for name in names:
        visit(name, wanted_by="The setting portal.addons")
    return list(order.values())


def add_addon(config: Configurator, addon: AddOn) -> None:
    """Register what `addon` declares; available as `config.add_addon`."""
    config.registry.addons[addon.name] = addon
    for kind in addon.types:
        config.add_kind(kind)
    for block in addon.blocks:
        config.add_block(block)
    config.add_translation_dirs(f"{addon.package}:locale")
    config.scan(addon.package)
