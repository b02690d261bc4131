"""What the files of an installed add-on have to keep to; its author's test asks for it."""

from __future__ import annotations

import ast
import gettext
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.addon.contract import declared_badly
from portal.addon.pages import files_badly_made
from portal.addon.registry import imported, offered_addons
from portal.content.adding import is_document_type
from portal.content.document.content import Document
from portal.content.document.fields import CORE_TITLES
from portal.content.document.naming import DocumentFormSchema
from portal.content.general.operations import NAME
from portal.errors import DeploymentError
from portal.security.grants import ROLES
from portal.workflow.declaration import ANYONE, SIGNED_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.addon.declaration import AddOn
    from portal.content.declaration import ContentType

LANGUAGE = "zh_CN"
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
MUTABLE = (list, dict, set)


def check_addon(addon: AddOn) -> list[str]:
    """Return a line for each point of the contract that an add-on breaks; none if it is whole."""
    return [*declared_badly(addon), *_built_badly(addon)]


def _built_badly(addon: AddOn) -> Iterator[str]:
    if not addon.description:
        yield "it has no description."
    yield from _offered(addon)
    for role in sorted({*addon.roles} - ROLES.keys()):
        yield f"it names the role {role!r}, which there is not."
    for kind in addon.types:
        yield from _rights(addon, kind)
        yield from _document(kind) if is_document_type(kind) else _general(kind)
    try:
        folder = Path(str(files(addon.package)))
    except ModuleNotFoundError:
        yield f"its package {addon.package!r} cannot be imported."
        return
    yield from _catalogue(addon, folder)
    for path in sorted(each for end in ("*.py", "*.pt") for each in folder.rglob(end)):
        if _CHINESE.search(path.read_text("utf-8")):
            yield f"{path.relative_to(folder)} holds Chinese; it belongs to locale or data."
    yield from _borrowed(addon, folder)
    yield from files_badly_made(addon, folder)


def _offered(addon: AddOn) -> Iterator[str]:
    try:
        offered = offered_addons()
        if addon.name not in offered:
            yield (
                f"no installed distribution offers {addon.name!r} in the group portal.addons "
                f"of its entry points."
            )
        elif imported(offered[addon.name]).package != addon.package:
            yield f"the entry point {addon.name!r} leads to another add-on."
        for name in addon.requires:
            if name not in offered:
                yield f"it requires {name!r}, which is not installed."
    except DeploymentError as error:
        yield str(error)


def _rights(addon: AddOn, kind: ContentType) -> Iterator[str]:
    workflow = getattr(kind.factory, "workflow", None)
    for state in getattr(workflow, "states", ()):
        named = {role for roles in state.allow.values() for role in roles.split()}
        for role in sorted(named - {ANYONE, SIGNED_IN} - ROLES.keys()):
            yield f"the workflow of {kind.name!r} names the role {role!r}, which there is not."
        if "view" not in state.allow:
            yield f"nobody may view {kind.name!r} in the state {state.name!r}."
    own = [each.factory.workflow for each in addon.types if hasattr(each.factory, "workflow")]
    granted = {name for each in own for state in each.states for name in state.allow}
    granted.update(addon.permissions)
    if kind.permission.startswith(f"{addon.name}.") and kind.permission not in granted:
        yield f"no workflow gives the permission {kind.permission!r} of {kind.name!r} to anybody."


def _general(kind: ContentType) -> Iterator[str]:
    if kind.add_view or not kind.addable_in:
        return
    for node in kind.schema().children:
        if node.name != NAME and not hasattr(kind.factory, node.name):
            yield f"the field {node.name!r} of {kind.name!r} is no attribute of its class."


def _document(kind: ContentType) -> Iterator[str]:
    if not issubclass(kind.schema, DocumentFormSchema):
        yield f"the schema of {kind.name!r} does not extend that of documents."
        return
    for node in kind.schema().children:
        if node.name in CORE_TITLES or hasattr(Document, node.name):
            continue
        value = getattr(kind.factory, node.name, ...)
        if value is ... or isinstance(value, MUTABLE):
            yield (
                f"the field {node.name!r} of {kind.name!r} is no attribute of its class with a "
                f"default that cannot be changed."
            )


def _catalogue(addon: AddOn, folder: Path) -> Iterator[str]:
    place = folder / "locale" / LANGUAGE / "LC_MESSAGES" / f"{addon.name}.mo"
    if not place.is_file():
        yield f"it has no compiled catalogue locale/{LANGUAGE}/LC_MESSAGES/{addon.name}.mo."
        return
    with place.open("rb") as file:
        chinese = gettext.GNUTranslations(file).gettext
    for message in sorted({*_messages(folder)}):
        if chinese(message) == message:
            yield f"the message {message!r} has no translation into {LANGUAGE}."


def _messages(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _is_translation(node) and node.args:
                first: Any = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _is_translation(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "_"


def _borrowed(addon: AddOn, folder: Path) -> Iterator[str]:
    offered = {name: point.module for name, point in offered_addons().items()}
    others = {n: m for n, m in offered.items() if n != addon.name and n not in addon.requires}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [each.name for each in getattr(node, "names", ())]
            module = getattr(node, "module", None)
            for name in [module] if module else names if isinstance(node, ast.Import) else []:
                for other, package in others.items():
                    if f"{name}.".startswith(f"{package}."):
                        yield (
                            f"{path.relative_to(folder)} imports from the add-on {other!r}, "
                            f"which it does not require."
                        )
