"""The work surface of staff: one's own desk, the contents of places, the bar above every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.events import BeforeRender

from portal.desk.toolbar import add_toolbar

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the pages of the desk, and the bar."""
    config.add_subscriber(add_toolbar, BeforeRender)
    config.scan()
