"""The sections that the add-on proposes."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from portal.content.section.schema import SectionData, SectionSchema
from portal.site.blueprint import SectionPlan


def proposed_sections() -> tuple[SectionPlan, ...]:
    """Return a channel with a section for mailboxes, as data/sections.toml describes them."""
    text = files("addons.interaction").joinpath("data", "sections.toml").read_text("utf-8")
    return (_plan(tomllib.loads(text)),)


def _plan(values: dict[str, Any]) -> SectionPlan:
    below = tuple(_plan(each) for each in values.get("sections", ()))
    given = {name: each for name, each in values.items() if name not in {"slug", "sections"}}
    data: SectionData = SectionSchema().deserialize(given)
    data["keywords"] = tuple(data["keywords"])
    return SectionPlan(values["slug"], data, below)
