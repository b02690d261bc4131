"""Add-ons of strangers that tests make: as `portal addon new` writes them, and changed by hand."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal.addon.declaration import AddOn
from portal.command.skeleton import write_skeleton

NAME, PACKAGE = "weather", "gov_weather"


def offer(folder: Path, **addons: str) -> None:
    """Write into `folder` what an installed distribution says of the add-ons that it offers."""
    info = folder / "offered-1.0.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: offered\nVersion: 1.0\n")
    lines = "\n".join(f"{name} = {value}" for name, value in addons.items())
    (info / "entry_points.txt").write_text(f"[portal.addons]\n{lines}\n")


@contextmanager
def reachable(folder: Path) -> Iterator[None]:
    """Let what is in `folder` be importable and installed, and leave no trace of it."""
    known = set(sys.modules)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - known:
            origin = getattr(sys.modules[name], "__file__", None) or ""
            if origin.startswith(str(folder)):
                del sys.modules[name]
        importlib.invalidate_caches()


@contextmanager
def weather(
    folder: Path,
    *,
    boxes: bool = False,
    changed: tuple[str, str] = ("", ""),
    edits: tuple[tuple[str, str, str], ...] = (),
) -> Iterator[AddOn]:
    """Give the add-on that `portal addon new` makes, with `changed` in its declaration.

    :param edits: file of the package, a text in it, and what it is to be instead.
    """
    write_skeleton(folder, NAME, package=PACKAGE, title="Weather", chinese="气象")
    offer(folder, **{NAME: f"{PACKAGE}:addon"})
    if boxes:
        with_boxes(folder)
    whole = folder / PACKAGE / "__init__.py"
    whole.write_text(whole.read_text().replace(*changed))
    for path, old, new in edits:
        file = folder / PACKAGE / path
        assert old in file.read_text(), f"{path} holds no {old}"
        file.write_text(file.read_text().replace(old, new))
    with reachable(folder):
        found: Any = importlib.import_module(PACKAGE)
        yield found.addon


def module(folder: Path, name: str, text: str) -> None:
    """Write a package of one module."""
    (folder / name / "locale").mkdir(parents=True)
    (folder / name / "__init__.py").write_text(
        "from pyramid.i18n import TranslationStringFactory\n"
        "from portal.addon.declaration import AddOn, SiteJob, Step\n" + text
    )


BOXES = """
import colander
from portal.content.content import Container, Content
from portal.content.declaration import ContentType
from portal.workflow.declaration import State, Transition, Workflow
from pyramid.view import view_config
from gov_weather.i18n import _

ALLOWED = {"portal.work": "editor manager", "portal.edit": "editor manager",
           "weather.add_note": "editor manager"}
WORKFLOW = Workflow(
    name="weather.box",
    states=(
        State("shown", _("Entry"), {"view": "anyone", **ALLOWED}),
        State("hidden", _("Place"), {"view": "editor manager", **ALLOWED}),
    ),
    transitions=(
        Transition("hide", ("shown",), "hidden", permission="portal.edit"),
        Transition("show", ("hidden",), "shown", permission="portal.edit"),
    ),
)


class BoxSchema(colander.Schema):
    title = colander.SchemaNode(colander.String(), title=_("Entry"))
    name = colander.SchemaNode(colander.String(), title=_("Place"), missing="")


class NoteSchema(colander.Schema):
    title = colander.SchemaNode(colander.String(), title=_("Entry"))
    day = colander.SchemaNode(colander.Date(), title=_("Usual place"), missing=None)


class Box(Container):
    workflow = WORKFLOW


class Note(Content):
    workflow = WORKFLOW
    day = None


BOX = ContentType(name="weather.box", title=_("Entry"), factory=Box, schema=BoxSchema,
                  permission="portal.manage", addable_in=("portal.section",))
NOTE = ContentType(name="weather.note", title=_("Place"), factory=Note, schema=NoteSchema,
                   permission="weather.add_note", addable_in=("weather.box",))


@view_config(context=Box, permission="view", renderer="string")
def show(box, request):
    return f"box {box.title}"


@view_config(context=Note, permission="view", renderer="string")
def show_note(note, request):
    return f"note {note.title} {note.day}"
"""
"""Two types that are no documents: boxes in sections, and notes in boxes."""


def with_boxes(folder: Path) -> None:
    """Let the add-on in `folder` bring boxes and notes too."""
    (folder / PACKAGE / "box").mkdir()
    (folder / PACKAGE / "box" / "__init__.py").write_text("")
    (folder / PACKAGE / "box" / "content.py").write_text(BOXES)
    whole = folder / PACKAGE / "__init__.py"
    text = whole.read_text().replace("types=(ENTRY,)", "types=(ENTRY, BOX, NOTE)")
    whole.write_text(
        text.replace("addon = ", "from gov_weather.box.content import BOX, NOTE\n\naddon = ")
    )
