"""The cluster and its sites: what they are, how hosts lead to them, what their pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.site.blueprint import site_classes
from portal.site.site import SITE

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register sites and their pages."""
    config.add_kind(SITE)
    config.registry["site_classes"] = site_classes
    config.include("portal.site.blocks")
    config.scan("portal.site")
