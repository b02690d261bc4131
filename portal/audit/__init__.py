"""The audit log: who did what, in a chain that shows when it was rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Write down every change of content."""
    config.scan("portal.audit")
