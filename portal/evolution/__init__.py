"""Stored data follows the code, one step at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.evolution.steps import STEPS

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the steps of the core."""
    for step in STEPS:
        config.add_evolution_step(step.run, name=step.name)
