"""Colours and home pages of the demonstration's sites."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from portal.command.demo.plan import ClassName

Blocks = list[tuple[str, dict[str, Any]]]
"""Names of block types with their options, from the top of the page down."""


@dataclass(frozen=True)
class HomePlan:
    """How the sites of one class look; `blocks` name sections by their path in the site."""

    theme: str
    blocks: Blocks

    def for_site(self, section_at: Callable[[str], int]) -> Blocks:
        """Return the blocks with identities for the paths of sections.

        :param section_at: from a path such as `zwgk/tzgg` to the identity of that section.
        """
        return [(name, _resolved(options, section_at)) for name, options in self.blocks]


@cache
def home_of(class_name: ClassName) -> HomePlan:
    """Return the plan in `data/homes.toml` for a class of sites."""
    text = files("portal.command.demo").joinpath("data", "homes.toml").read_text("utf-8")
    raw = tomllib.loads(text)[class_name]
    blocks = [(each.pop("block"), each) for each in raw["blocks"]]
    return HomePlan(raw["theme"], blocks)


def _resolved(options: dict[str, Any], section_at: Callable[[str], int]) -> dict[str, Any]:
    found = dict(options)
    if "section" in found:
        found["section"] = section_at(found["section"])
    if "sections" in found:
        found["sections"] = [section_at(path) for path in found["sections"]]
    if "entries" in found:
        found["entries"] = [_resolved(entry, section_at) for entry in found["entries"]]
    return found
