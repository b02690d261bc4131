"""Classes of add-ons that have another path today than the database remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ZODB.broken import find_global

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portal.addon.declaration import AddOn

    Finder = Callable[[Any, str, str], Any]


def finder_of(addons: Iterable[AddOn]) -> Finder:
    """Return what finds a stored class, also of an object that was stored before it moved.

    An object is stored under the new path as soon as it changes; until then, the entry in the
    `moved` of its add-on is needed.
    """
    moved = {old: new for addon in addons for old, new in addon.moved.items()}

    def find(_connection: Any, module: str, name: str) -> Any:
        path = moved.get(f"{module}.{name}")
        if path is not None:
            module, _dot, name = path.rpartition(".")
        return find_global(module, name)

    return find
