"""Read the word lists, bodies and texts of the demonstration once, as typed values."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any

from portal.command.demo.plan import ClassName


@dataclass(frozen=True)
class Topic:
    """A matter of work of one body; the letters a, b, c and p in `result` stand for numbers."""

    name: str
    group: str
    acts: tuple[str, str, str]
    result: str
    owner: str


@dataclass(frozen=True)
class Service:
    """A service of one body; `days` are working days."""

    name: str
    group: str
    materials: tuple[str, ...]
    days: int
    owner: str


@dataclass(frozen=True)
class Figure:
    """A statistical figure and the value around which it is drawn."""

    name: str
    unit: str
    base: float


@dataclass(frozen=True)
class Question:
    """A question that is asked often, and its answer."""

    question: str
    answer: str


@dataclass(frozen=True)
class Profile:
    """All that is known of a body before persons and addresses are drawn."""

    slug: str
    class_name: ClassName
    short_name: str
    name: str
    mark: str
    head: str
    field: str
    functions: tuple[str, ...]
    offices: tuple[str, ...]
    branches: tuple[str, ...]
    laws: tuple[str, ...]
    services: tuple[Service, ...]
    figures_title: str
    figures: tuple[Figure, ...]
    questions: tuple[Question, ...]
    tips_title: str
    tips: tuple[str, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Text:
    """A template of documents; see the head of `data/articles.toml` for its notation."""

    leaf: str
    title: str
    body: str
    classes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    policy_name: str = ""
    mark: str = ""
    issuer: str = ""
    validity: str = "valid"
    valid_years: int = 0
    sign: bool = False


@dataclass(frozen=True)
class Leaf:
    """A section that holds documents: its path from the site and how often it is updated."""

    path: str
    title: str
    group_title: str
    update_class: str
    period_days: int

    @property
    def slug(self) -> str:
        """Return the last part of the path."""
        return self.path.rpartition("/")[2]


@cache
def read_data(name: str) -> Mapping[str, Any]:
    """Return what the data file `name` of the demonstration says."""
    return _read("portal.command.demo", name)


def words() -> Mapping[str, Any]:
    """Return `data/words.toml`."""
    return read_data("words.toml")


@cache
def profiles() -> tuple[Profile, ...]:
    """Return the city government and then all other bodies.

    The government answers for the services, questions and topics of all of them, taken in turn.
    """
    package = "portal.command.demo"
    bodies = tuple(_profile(raw) for raw in _read(package, "bodies.toml")["bodies"])
    government = _profile(_read(package, "portal.toml")["bodies"][0])
    whole = replace(
        government,
        services=_in_turn(bodies, lambda body: body.services),
        questions=_in_turn(bodies, lambda body: body.questions),
        topics=_in_turn(bodies, lambda body: body.topics),
    )
    return (whole, *bodies)


@cache
def texts(leaf: str, class_name: ClassName) -> tuple[Text, ...]:
    """Return the texts of a section: those written for the class, or else those for all."""
    every = [text for text in _texts() if text.leaf == leaf]
    special = tuple(text for text in every if class_name in text.classes)
    return special or tuple(text for text in every if not text.classes)


@cache
def leaves(class_name: ClassName) -> tuple[Leaf, ...]:
    """Return the sections of a site class that hold documents, in the order of the site."""
    found = []
    for section in _read("portal.site", "classes.toml")[class_name]["sections"]:
        below = section.get("sections", ())
        found += [_leaf(child, section["title"], f"{section['slug']}/") for child in below]
        if not below:
            found.append(_leaf(section, section["title"], ""))
    return tuple(found)


def _read(package: str, name: str) -> dict[str, Any]:
    return tomllib.loads(files(package).joinpath("data", name).read_text(encoding="utf-8"))


@cache
def _texts() -> tuple[Text, ...]:
    raw = _read("portal.command.demo", "articles.toml")["articles"]
    return tuple(Text(**{key: _frozen(value) for key, value in text.items()}) for text in raw)


def _leaf(section: Mapping[str, Any], group_title: str, above: str) -> Leaf:
    return Leaf(
        path=above + section["slug"],
        title=section["title"],
        group_title=group_title,
        update_class=section["update_class"],
        period_days=section.get("period_days", 0),
    )


def _profile(raw: Mapping[str, Any]) -> Profile:
    owner = raw["slug"]
    lists = {
        "services": tuple(Service(**_all_frozen(one), owner=owner) for one in raw["services"]),
        "topics": tuple(Topic(**_all_frozen(one), owner=owner) for one in raw["topics"]),
        "figures": tuple(Figure(**one) for one in raw["figures"]),
        "questions": tuple(Question(**one) for one in raw["questions"]),
    }
    return Profile(**{**_all_frozen(raw), **lists})


def _all_frozen(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _frozen(value) for key, value in raw.items()}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _in_turn(bodies: tuple[Profile, ...], part: Callable[[Profile], tuple[Any, ...]]) -> Any:
    rounds = zip_longest(*(part(body) for body in bodies))
    return tuple(one for turn in rounds for one in turn if one is not None)
