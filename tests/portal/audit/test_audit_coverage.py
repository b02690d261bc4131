"""Nothing that is done goes unwritten: every event, every form of staff, every action in words."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import addons
import portal
from portal.audit.actions import TITLES
from portal.audit.subscribers import ACTIONS
from portal.content.events import ContentEvent

BASES = {"ContentChanged", "AddOnEvent"}
"""Announced only as one of their kinds."""
SOURCES = [*Path(portal.__path__[0]).rglob("*.py"), *Path(addons.__path__[0]).rglob("*.py")]


def kinds(base: type) -> Iterator[type]:
    for each in base.__subclasses__():
        yield each
        yield from kinds(each)


def written_names() -> Iterator[str]:
    """Yield the names of actions that stand in calls of `record`."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                yield from (
                    each.value
                    for each in node.args[2:3]
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )


def test_every_event_has_a_name_under_which_it_is_kept() -> None:
    for package in (portal, addons):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith(("events", "reviewing", "saved")):
                importlib.import_module(module.name)
    ours = {
        each for each in kinds(ContentEvent) if each.__module__.startswith(("portal", "addons"))
    }
    named = {each.__name__ for each in ours if not each.action}
    assert named - BASES - set(ACTIONS) == set()


def test_every_action_has_words() -> None:
    known = {action for actions in TITLES.values() for action in actions}
    assert {*ACTIONS.values(), *written_names()} - known == set()
    assert sum(map(len, TITLES.values())) == len(known), "an action stands in two groups"
