"""Notices by mail: kept with the change that they are about, and sent by the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Hear of what people are to be told, and offer the page on which they choose."""
    config.scan("portal.mail")
