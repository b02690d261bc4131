"""Add-ons: declared once, loaded by the process, enabled by each site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.events import ContextFound
from pyramid.viewderivers import INGRESS

from portal.addon.clashes import need_no_clashes
from portal.addon.contract import need_fit
from portal.addon.guard import only_what_is_in_use, only_where_enabled
from portal.addon.pages import need_fit_pages
from portal.addon.registry import add_addon, named_addons, register

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Load the add-ons that the setting `portal.addons` names."""
    config.registry.addons = {}
    config.add_directive("add_addon", add_addon)
    config.add_view_deriver(only_where_enabled, under=INGRESS, over="secured_view")
    config.add_subscriber(only_what_is_in_use, ContextFound)
    addons = named_addons(config.registry["settings"].addons)
    need_fit(addons)
    config.commit()  # so that what the core has is known, and not given away
    for addon in addons:
        config.add_addon(addon)
    need_no_clashes(config)
    register(config)
    need_fit_pages(addons, config.registry)
