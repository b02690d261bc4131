"""Site classes: the sections that a site of each class is founded with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from portal.content.section.schema import SectionData, SectionSchema
from portal.errors import Refusal
from portal.i18n import _


@dataclass(frozen=True)
class SectionPlan:
    """A section of a site class, with the sections below it."""

    name: str
    data: SectionData
    sections: tuple[SectionPlan, ...] = ()


@dataclass(frozen=True)
class SiteClass:
    """A kind of site, such as that of a department."""

    name: str
    title: str
    sections: tuple[SectionPlan, ...]


@cache
def site_classes() -> dict[str, SiteClass]:
    """Return the site classes by name, as portal/site/data/classes.toml describes them."""
    text = files("portal.site").joinpath("data", "classes.toml").read_text("utf-8")
    return {
        name: SiteClass(name, values["title"], _plans(values["sections"]))
        for name, values in tomllib.loads(text).items()
    }


def site_class(name: str) -> SiteClass:
    """Return the site class called `name`.

    :raises Refusal: when there is none.
    """
    try:
        return site_classes()[name]
    except KeyError:
        known = ", ".join(site_classes())
        raise Refusal(
            _(
                "There is no site class “${name}”. Known: ${known}",
                mapping={"name": name, "known": known},
            )
        ) from None


def _plans(sections: list[dict[str, Any]]) -> tuple[SectionPlan, ...]:
    return tuple(_plan(values) for values in sections)


def _plan(values: dict[str, Any]) -> SectionPlan:
    below = _plans(values.get("sections", []))
    given = {name: value for name, value in values.items() if name not in {"slug", "sections"}}
    data: SectionData = SectionSchema().deserialize(given)
    data["keywords"] = tuple(data["keywords"])
    return SectionPlan(values["slug"], data, below)
