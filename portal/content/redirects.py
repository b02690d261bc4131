"""Old addresses of what moved: they lead on, or say that something was here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from BTrees.OOBTree import OOBTree

from portal.content.addresses import tree_path
from portal.content.content import site_of
from portal.content.naming import first_free, is_kept, next_name

if TYPE_CHECKING:
    from datetime import date


def path_below(content: Any) -> str:
    """Return the path of `content` below its site, such as `zwgk/tzgg/20260302-7`."""
    return tree_path(content).removeprefix(tree_path(site_of(content)))


def note_old_path(site: Any, path: str, oid: int) -> None:
    """Remember that the object `oid` was at `path` below `site`."""
    if site.moved is None:
        site.moved = OOBTree()
    site.moved[path] = oid


def forget_old_path(site: Any, path: str) -> None:
    """Forget what was at `path`, for something is there again."""
    if site.moved is not None:
        site.moved.pop(path, None)


def moved_from(site: Any, path: str) -> int:
    """Return the identity of what was at `path` below `site`; 0 for nothing that is known."""
    return int(site.moved.get(path, 0)) if site.moved is not None else 0


def free_name(folder: Any, day: date) -> str:
    """Return the first name for `day` in `folder` that nothing has nor had in public."""
    return next_name(_Used(folder), day)


def free_slug(folder: Any, base: str) -> str:
    """Return `base`, or with the first number from 2 on that makes it a name nothing had here."""
    return first_free(_Used(folder), lambda number: f"{base}-{number}" if number > 1 else base)


def name_kept(folder: Any, name: str, oid: int) -> bool:
    """Tell whether the object `oid` can be called `name` in `folder`."""
    return name not in folder and _Used(folder).owner(name) in {0, oid}


class _Used:
    """The names in a folder together with those of older addresses and of pages of add-ons."""

    def __init__(self, folder: Any) -> None:
        self._folder = folder
        self._site = site_of(folder)
        self._base = path_below(folder)

    def owner(self, name: str) -> int:
        return moved_from(self._site, f"{self._base}{name}")

    def __contains__(self, name: str) -> bool:
        return name in self._folder or self.owner(name) != 0 or is_kept(name, self._folder)
