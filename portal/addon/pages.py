"""What the pages of an add-on have to keep to: their names, templates, styles and scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any

from pyramid.path import AssetResolver

from portal.addon.serving import FOLDER
from portal.content.names import RESERVED
from portal.content.section.content import Section
from portal.errors import DeploymentError
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyramid.registry import Registry

    from portal.addon.declaration import AddOn, WorkList

INLINE = re.compile(r"<style\b|<script\b(?![^>]*\bsrc=)|\s(?:style|on[a-z]+)=\"", re.IGNORECASE)
"""What browsers do not obey, as the policy of the pages forbids it."""


def files_badly_made(addon: AddOn, folder: Path) -> Iterator[str]:
    """Return a line for each template and file of `addon` that browsers could not use."""
    own = re.compile(rf"static_path\(\s*['\"]{re.escape(addon.package)}:{FOLDER}/([^'\"]+)['\"]")
    for path in sorted(folder.rglob("*.pt")):
        where, text = path.relative_to(folder), path.read_text("utf-8")
        if INLINE.search(text):
            yield f"{where} holds style or script, which browsers ignore; it belongs to {FOLDER}."
        for name in own.findall(text):
            if not (folder / FOLDER / name).is_file():
                yield f"{where} names the file {FOLDER}/{name}, which there is not."
    for path in sorted((folder / FOLDER).rglob("*")):
        if path.is_file() and guess_type(path.name)[0] is None:
            yield f"the file {path.relative_to(folder)} is of no kind that browsers know."


def need_fit_pages(addons: Iterable[AddOn], registry: Registry) -> None:
    """Let the process go on only with add-ons whose pages harm nobody.

    :raises DeploymentError: naming all that is wrong with the first one that does.
    """
    for addon in addons:
        if problems := list(pages_badly_made(addon, registry)):
            raise DeploymentError(
                f"The add-on {addon.name!r} breaks the contract: {' '.join(problems)} "
                f"(docs/addons.md tells what it asks for)."
            )


def pages_badly_made(addon: AddOn, registry: Registry) -> Iterator[str]:
    """Return a line for each page of a loaded add-on that would harm it, or the portal."""
    for kind, name in sorted(Site.given[addon.name].pages, key=lambda page: page[1]):
        if name in RESERVED and (issubclass(Site, kind) or issubclass(Section, kind)):
            yield f"its page {name!r} of sites or sections has a name that the portal keeps."
    for found in views_without_permission(registry, addon.package):
        yield f"the view {found} names no permission."
    views = tuple(views_of(registry, addon.package))
    for view in views:
        template = view.renderer
        if template is not None and template.type == ".pt" and not _is_there(template):
            yield f"the template {template.name} of the view {view.path} is not there."
    for work in addon.work_lists:
        yield from _work_list(work, views)


def views_without_permission(registry: Registry, package: str) -> Iterator[str]:
    """Return the dotted names of the views in `package` that do not name a permission."""
    return (view.path for view in views_of(registry, package) if view.permission is None)


@dataclass(frozen=True)
class View:
    """A view of some package, as the process registered it.

    :ivar path: dotted name of what answers.
    :ivar permission: what it asks for; `None` where it names nothing.
    """

    path: str
    name: str
    context: Any
    permission: str | None
    renderer: Any


def views_of(registry: Registry, package: str) -> Iterator[View]:
    """Return the views in `package`, without error pages."""
    for entry in registry.introspector.get_category("views") or []:
        view = entry["introspectable"]
        called, context = view["callable"], view["context"]
        module = getattr(called, "__module__", "")
        is_error_page = isinstance(context, type) and issubclass(context, Exception)
        if f"{module}.".startswith(f"{package}.") and not is_error_page:
            beside = {each.category_name: each for each in entry["related"]}
            yield View(
                f"{module}.{getattr(called, '__qualname__', called)}",
                view["name"],
                context,
                beside["permissions"]["value"] if "permissions" in beside else None,
                beside["templates"]["renderer"] if "templates" in beside else None,
            )


def _work_list(work: WorkList, views: tuple[View, ...]) -> Iterator[str]:
    named = [view for view in views if view.name == work.view]
    found = [v for v in named if not isinstance(v.context, type) or issubclass(Site, v.context)]
    if not found:
        yield f"the work list {work.name!r} has no view {work.view!r} of sites."
    for view in found:
        if view.permission != work.permission:
            yield (
                f"the work list {work.name!r} asks for the permission {work.permission!r}, and "
                f"its view {view.path} for {view.permission!r}."
            )


def _is_there(template: Any) -> bool:
    asset = AssetResolver(template.package).resolve(template.name)
    return bool(asset.exists())
