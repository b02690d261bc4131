"""What is on every response: headers; and the pages that say what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Put the headers on every response, and show errors as pages."""
    config.add_tween("portal.http.headers.header_tween")
    config.scan("portal.http.errors")
