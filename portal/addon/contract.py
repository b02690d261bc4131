"""What every add-on has to keep to; the process asks for it, and so does the test of an author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import colander
from persistent import Persistent
from pyramid.i18n import TranslationString
from pyramid.path import AssetResolver, DottedNameResolver

from portal.content.content import Kept
from portal.content.declaration import CORE
from portal.content.names import RESERVED, is_name
from portal.errors import DeploymentError
from portal.security.grants import ROLES
from portal.site.blocks.schema import BlockSchema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portal.addon.declaration import AddOn, Import, SiteJob, WorkList
    from portal.content.declaration import ContentType
    from portal.site.blocks.declaration import BlockType

NAME = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)
STEP_NAME = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2]) \S.*", re.ASCII)
CONTENT = (Persistent, Kept)
"""What the class of a type has to be."""
CORE_TYPES = frozenset({"portal.section", "portal.site"})
"""Types of the core that may contain a type of an add-on."""


def need_fit(addons: Iterable[AddOn]) -> None:
    """Let the process go on only with add-ons that keep to the contract.

    :raises DeploymentError: naming the first one that does not, and why.
    """
    known: dict[str, str] = {}
    for addon in addons:
        for problem in declared_badly(addon):
            raise DeploymentError(
                f"The add-on {addon.name!r} breaks the contract: {problem} "
                f"(docs/addons.md tells what it asks for)."
            )
        for each in _parts(addon):
            if each.name in known:
                raise DeploymentError(
                    f"The add-ons {known[each.name]!r} and {addon.name!r} both declare "
                    f"{each.name!r}. Uninstall one of them."
                )
            known[each.name] = addon.name


def declared_badly(addon: AddOn) -> Iterator[str]:
    """Return a line for each point of the contract that the declaration of `addon` breaks."""
    if not NAME.fullmatch(addon.name) or addon.name == CORE:
        yield (
            f"its name {addon.name!r} has to be 2 to 40 small Latin letters, digits and '_', "
            f"and not {CORE!r}."
        )
    yield from _texts(addon)
    if addon.name in addon.requires:
        yield "it requires itself."
    for kind in addon.types:
        yield from _type(addon, kind)
    yield from _prefixes(addon)
    yield from _permissions(addon)
    for each in addon.work_lists:
        yield from _work_list(addon, each)
    for block in addon.blocks:
        yield from _block(block)
    for way in addon.imports:
        yield from _columns(way)
    yield from _steps(addon)
    yield from _moved(addon)
    yield from _settings(addon)


def _parts(addon: AddOn) -> tuple[ContentType | BlockType | WorkList | SiteJob | Import, ...]:
    """Return all of `addon` that has a name and a title of its own."""
    return (*addon.types, *addon.blocks, *addon.work_lists, *addon.jobs, *addon.imports)


def _texts(addon: AddOn) -> Iterator[str]:
    texts: list[tuple[str, Any]] = [("title", addon.title), ("description", addon.description)]
    texts += [(f"title of {each.name!r}", each.title) for each in _parts(addon)]
    for what, text in texts:
        if what == "description" and not text:
            continue
        if not isinstance(text, TranslationString):
            yield f"its {what} is no message that can be translated: write _({str(text)!r})."
        elif text.domain != addon.name:
            yield f"its {what} belongs to the domain {text.domain!r} instead of {addon.name!r}."


def _type(addon: AddOn, kind: ContentType) -> Iterator[str]:
    what, factory = f"the type {kind.name!r}", kind.factory
    if not (isinstance(factory, type) and all(issubclass(factory, each) for each in CONTENT)):
        yield f"{what} has no persistent class that is content as its factory."
        return
    where = f"{factory.__module__}."
    if not where.startswith(f"{addon.package}.") or "<locals>" in factory.__qualname__:
        yield f"the class of {what} is not at the top of a module of {addon.package!r}."
    elif not where.endswith("content."):
        yield f"the class of {what} is in {factory.__module__!r}; it has to stay in a content.py."
    if getattr(factory, "workflow", None) is None:
        yield f"the class of {what} names no workflow."
    if kind.permission.partition(".")[0] not in {CORE, addon.name}:
        yield f"the permission {kind.permission!r} of {what} has to begin with {addon.name!r}."
    yield from _schema(what, kind.schema)
    own = {each.name for each in addon.types}
    for name in kind.addable_in:
        if name not in own | CORE_TYPES and name.partition(".")[0] not in addon.requires:
            yield f"{what} can be added in {name!r}, which nothing that it requires has."


def _schema(what: str, schema: Any) -> Iterator[str]:
    if not (isinstance(schema, type) and issubclass(schema, colander.Schema)):
        yield f"the schema of {what} is no colander.Schema."
        return
    for node in schema().children:
        if not isinstance(node.title, TranslationString):
            yield f"the field {node.name!r} of {what} has no title that can be translated."


def _prefixes(addon: AddOn) -> Iterator[str]:
    for each in _parts(addon):
        owner, _dot, rest = each.name.partition(".")
        if owner != addon.name or not NAME.fullmatch(rest):
            yield f"the name {each.name!r} has to be {addon.name}.<name>."


def _block(block: BlockType) -> Iterator[str]:
    schema: Any = block.schema
    if not (isinstance(schema, type) and issubclass(schema, BlockSchema)):
        yield f"the schema of the block {block.name!r} does not extend BlockSchema."
    if f'define-macro="{block.macro}"' not in _text(block.template):
        yield f"the block {block.name!r} has no macro {block.macro!r} in {block.template!r}."


def _text(asset: str) -> str:
    """Return the text of a file of a package; none where there is no such file."""
    try:
        found = AssetResolver().resolve(asset)
        return str(found.stream().read().decode("utf-8")) if found.exists() else ""
    except (ImportError, ValueError):
        return ""


def _columns(way: Import) -> Iterator[str]:
    names = [column.name for column in way.columns]
    for column in way.columns:
        if names.count(column.name) > 1:
            yield f"two columns of the import {way.name!r} are called {column.name!r}."
            return
        if not isinstance(column.title, TranslationString):
            what = f"the column {column.name!r} of the import {way.name!r}"
            yield f"{what} has no title that can be translated."


def _permissions(addon: AddOn) -> Iterator[str]:
    for name, roles in addon.permissions.items():
        owner, _dot, rest = name.partition(".")
        if owner != addon.name or not NAME.fullmatch(rest):
            yield f"the permission {name!r} that it gives has to be {addon.name}.<name>."
        if not roles.split():
            yield f"it gives the permission {name!r} to no role."
        for role in sorted({*roles.split()} - ROLES.keys()):
            yield f"it gives the permission {name!r} to the role {role!r}, which there is not."


def _work_list(addon: AddOn, work: WorkList) -> Iterator[str]:
    if work.permission not in addon.permissions and not work.permission.startswith(f"{CORE}."):
        yield f"nobody has the permission {work.permission!r} of the work list {work.name!r}."
    if not is_name(work.view) or work.view in RESERVED:
        yield f"the view {work.view!r} of the work list {work.name!r} cannot be an address."


def _moved(addon: AddOn) -> Iterator[str]:
    for old, new in addon.moved.items():
        if old.partition(".")[0] == CORE:
            yield f"it moves {old!r}, which is not its own."
        if not new.startswith(f"{addon.package}.") or not isinstance(_found(new), type):
            yield f"it moves {old!r} to {new!r}, which is no class of {addon.package!r}."


def _found(path: str) -> Any:
    try:
        return DottedNameResolver().maybe_resolve(path)
    except (ImportError, ValueError):
        return None


def _steps(addon: AddOn) -> Iterator[str]:
    names = [step.name for step in addon.steps]
    for name in names:
        if not STEP_NAME.fullmatch(name):
            yield f"the name of the step {name!r} has to begin with year and month, like 2026-03."
    if len(set(names)) != len(names):
        yield "two of its steps have the same name."


def _settings(addon: AddOn) -> Iterator[str]:
    if addon.settings is None:
        return
    problems = list(_schema("its settings", addon.settings))
    yield from problems
    if problems:
        return
    for node in addon.settings().children:
        if node.missing is colander.required or node.missing is colander.drop:
            yield f"the setting {node.name!r} does not say by `missing` what holds until it is set."
