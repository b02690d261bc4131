"""Add-ons: declared once, loaded by the process, enabled by each site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.viewderivers import INGRESS

from portal.addon.guard import only_where_enabled
from portal.addon.registry import add_addon, installed_addons, loading_order

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Load the add-ons that the setting `portal.addons` names."""
    config.registry.addons = {}
    config.add_directive("add_addon", add_addon)
    config.add_view_deriver(only_where_enabled, under=INGRESS, over="secured_view")
    for addon in loading_order(config.registry["settings"].addons, installed_addons()):
        config.add_addon(addon)
