"""Views of an add-on answer only on sites that enabled it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.exceptions import PredicateMismatch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from pyramid.request import Request

    from portal.addon.declaration import AddOn

    View = Callable[[Any, Request], Any]


def only_where_enabled(view: View, info: Any) -> View:
    """Guard a view that comes from an add-on; leave the core's views alone."""
    addon = addon_of(info.package, info.registry.addons)
    if addon is None:
        return view

    def guarded(context: Any, request: Request) -> Any:
        if request.site is None or not request.site.uses(addon.name):
            raise PredicateMismatch(f"The add-on {addon.name!r} is not enabled here.")
        return view(context, request)

    return guarded


def addon_of(package: ModuleType, addons: Mapping[str, AddOn]) -> AddOn | None:
    """Return the add-on whose package `package` is or lies in."""
    path = f"{package.__name__}."
    return next((a for a in addons.values() if path.startswith(f"{a.package}.")), None)
