"""Colours and home pages of the demonstration's sites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from portal.command.demo.plan import ClassName
from portal.command.demo.words import read_data

_CONDITIONS = frozenset({"needs", "unless"})
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
def home_of(class_name: ClassName, addons: frozenset[str] = frozenset()) -> HomePlan:
    """Return the plan in `data/homes.toml` for a class of sites, as fits to its add-ons."""
    raw = read_data("homes.toml")[class_name]
    blocks = [_fitting(each, addons) for each in raw["blocks"] if _fits(each, addons)]
    return HomePlan(raw["theme"], [(str(each.pop("block")), each) for each in blocks])


def _fits(given: Mapping[str, Any], addons: frozenset[str]) -> bool:
    """Tell whether a block or a link is for a site with `addons`."""
    return given.get("needs", "") in {"", *addons} and given.get("unless", "") not in addons


def _fitting(block: Mapping[str, Any], addons: frozenset[str]) -> dict[str, Any]:
    """Return a block without the links that do not fit, and without what is said of that."""
    found = {name: value for name, value in block.items() if name not in _CONDITIONS}
    if "entries" in found:
        entries = (each for each in found["entries"] if _fits(each, addons))
        found["entries"] = [_fitting(each, addons) for each in entries]
    return found


def _resolved(options: dict[str, Any], section_at: Callable[[str], int]) -> dict[str, Any]:
    found = dict(options)
    if "section" in found:
        found["section"] = section_at(found["section"])
    if "sections" in found:
        found["sections"] = [section_at(path) for path in found["sections"]]
    if "entries" in found:
        found["entries"] = [_resolved(entry, section_at) for entry in found["entries"]]
    return found
