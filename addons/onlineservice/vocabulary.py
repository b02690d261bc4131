"""The code lists, themes and everyday words of service items, read from data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

GROUPS = ("person", "corp", "event")
"""Names of the groups of themes: for persons, for legal persons, by events of a life."""


@dataclass(frozen=True)
class Theme:
    """A theme under which people look for items.

    :ivar key: name of its group, a dot and its own name, such as `person.birth`.
    :ivar words: parts of the title, or of the department, of an item that belongs to it.
    :ivar weak: counts only where no other theme has a word.
    """

    key: str
    title: str
    words: tuple[str, ...]
    weak: bool = False


@dataclass(frozen=True)
class ThemeGroup:
    """Themes for one sort of people."""

    name: str
    title: str
    themes: tuple[Theme, ...]


@cache
def codes(name: str) -> dict[str, str]:
    """Return the code list `name`, code to title."""
    return dict(read("codes.toml")[name])


@cache
def theme_groups() -> dict[str, ThemeGroup]:
    """Return the groups of themes by name."""
    given = read("themes.toml")
    return {name: _group(name, given[name]) for name in GROUPS}


@cache
def theme_titles() -> dict[str, str]:
    """Return what people call each group and each theme, by key."""
    groups = theme_groups().values()
    own = {group.name: group.title for group in groups}
    return own | {theme.key: theme.title for group in groups for theme in group.themes}


def guessed_theme(text: str, group: str) -> str:
    """Return the key of the theme of `group` that `text` speaks of, empty for none.

    The longest word counts, for it says most.

    :param text: title and department of an item.
    """
    found = [
        (not theme.weak, max(map(len, within)), -place, theme.key)
        for place, theme in enumerate(theme_groups()[group].themes)
        if (within := [word for word in theme.words if word in text])
    ]
    return max(found)[-1] if found else ""


def everyday_words(title: str) -> tuple[str, ...]:
    """Return what people say who mean an item with this title."""
    return tuple(dict.fromkeys(_everyday(title)))


def read(name: str) -> dict[str, Any]:
    """Return what the data file `name` says."""
    return tomllib.loads(files("addons.onlineservice").joinpath("data", name).read_text("utf-8"))


@cache
def _everyday_rules() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    rules: Iterable[dict[str, list[str]]] = read("everyday.toml")["words"]
    return tuple((tuple(rule["of"]), tuple(rule["say"])) for rule in rules)


def _everyday(title: str) -> Iterator[str]:
    for names, said in _everyday_rules():
        if any(name in title for name in names):
            yield from said


def _group(name: str, given: dict[str, Any]) -> ThemeGroup:
    themes = (
        Theme(f"{name}.{key}", values["title"], tuple(values["words"]), "weak" in values)
        for key, values in given["themes"].items()
    )
    return ThemeGroup(name, given["title"], tuple(themes))
