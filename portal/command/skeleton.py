"""A distribution with an add-on of one's own, to begin with."""

from __future__ import annotations

import keyword
import re
import tomllib
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from portal.addon.contract import NAME
from portal.content.declaration import CORE
from portal.errors import DeploymentError

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
TITLE_MAX = 60


def write_skeleton(
    folder: Path, name: str, *, package: str, title: str, chinese: str = ""
) -> list[Path]:
    """Write the distribution into `folder` and return its files; the catalogue is compiled.

    :param chinese: title in Chinese; empty for one made from the English one.
    :raises DeploymentError: when a name is impossible, or something is in `folder` already.
    """
    _check(name, package, title, chinese)
    if folder.exists() and any(folder.iterdir()):
        raise DeploymentError(f"There is something in {folder} already. Name another folder.")
    plan = tomllib.loads(files("portal.command").joinpath("data", "addon.toml").read_text("utf-8"))
    values = {
        "CHINESE": chinese or plan["chinese"],
        "NAME": name,
        "PACKAGE": package,
        "DISTRIBUTION": package.replace("_", "-"),
        "TITLE": title,
    }
    written = []
    for path, content in plan["files"].items():
        place, text = folder / _filled(path, values), _filled(content, values)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
        written.append(place)
        if place.suffix == ".po":
            place.with_suffix(".mo").write_bytes(compiled(text))
            written.append(place.with_suffix(".mo"))
    return written


def compiled(catalogue: str) -> bytes:
    """Return the messages of a catalogue as programs read them."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = BytesIO()
    write_mo(made, read_po(BytesIO(catalogue.encode("utf-8")), locale="zh_CN"))
    return made.getvalue()


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _check(name: str, package: str, *titles: str) -> None:
    if not NAME.fullmatch(name) or name == CORE:
        raise DeploymentError(
            f"{name!r} is no name of an add-on: 2 to 40 small Latin letters, digits and '_', "
            f"beginning with a letter, and not {CORE!r}."
        )
    if not PACKAGE.fullmatch(package) or keyword.iskeyword(package) or package == CORE:
        raise DeploymentError(f"{package!r} is no name of a package of an add-on.")
    for title in titles:
        if len(title) > TITLE_MAX or re.search(r"[\"\\\x00-\x1f@$<>{}]", title):
            raise DeploymentError(
                f"The title {title!r} is too long, or has a sign that has no place in it."
            )
