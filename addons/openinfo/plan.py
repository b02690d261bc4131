"""The sections that the add-on proposes to a site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addons.openinfo.vocabulary import data
from portal.content.section.schema import SectionSchema
from portal.site.blueprint import SectionPlan

if TYPE_CHECKING:
    from collections.abc import Iterable


def proposed_sections() -> tuple[SectionPlan, ...]:
    """Return the sections of the platform for open government information."""
    return _plans(data("sections")["sections"])


def _plans(sections: Iterable[dict[str, Any]]) -> tuple[SectionPlan, ...]:
    return tuple(_plan(values) for values in sections)


def _plan(values: dict[str, Any]) -> SectionPlan:
    given = {name: value for name, value in values.items() if name not in {"slug", "sections"}}
    section = SectionSchema().deserialize(given)
    section["keywords"] = tuple(section["keywords"])
    return SectionPlan(values["slug"], section, _plans(values.get("sections", ())))
