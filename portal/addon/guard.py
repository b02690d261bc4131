"""What is of an add-on answers, and hears, only where a site enabled it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from pyramid.exceptions import PredicateMismatch
from pyramid.httpexceptions import HTTPNotFound
from ZODB.broken import Broken

from portal.content.content import is_in_use, site_of
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyramid.events import ContextFound
    from pyramid.request import Request

    from portal.addon.declaration import AddOn

    View = Callable[[Any, Request], Any]

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""Requests that change nothing."""


def only_where_enabled(view: View, info: Any) -> View:
    """Guard a view that comes from an add-on; leave the core's views alone."""
    addon = addon_of(info.package.__name__, info.registry.addons)
    if addon is None:
        return view
    keep_name(addon, info.options)

    def guarded(context: Any, request: Request) -> Any:
        if request.site is None or not request.site.uses(addon.name):
            raise PredicateMismatch(f"The add-on {addon.name!r} is not enabled here.")
        stays_enabled(request)
        return view(context, request)

    return guarded


def keep_name(addon: AddOn, options: Mapping[str, Any]) -> None:
    """Keep the name of a page of `addon` free on the places of the core that have this page."""
    name, context = options["name"], options["context"]
    if name and options["route_name"] is None:
        place = context if isinstance(context, type) else object
        Site.given[addon.name].pages.add((place, name))


def only_what_is_in_use(event: ContextFound) -> None:
    """Let there be nothing at the address of what is of an add-on that its site does not use.

    This comes before permissions, and so before the core's own pages of such content. It is the
    same for what nobody can read any more because the code of its add-on is gone.

    :raises HTTPNotFound: when it is so.
    """
    context = event.request.context
    if isinstance(context, Broken):
        event.request.context = event.request.cluster
        raise HTTPNotFound
    if not is_in_use(context):
        raise HTTPNotFound
    if getattr(context, "of_addon", ""):
        stays_enabled(event.request)


def stays_enabled(request: Request) -> None:
    """Let a change be repeated from the start, should the site disable an add-on meanwhile.

    The database looks at that when it commits, also where only the ledger is written.
    """
    if request.method not in READING and request.site is not None:
        connection = request.site._p_jar  # noqa: SLF001  # ZODB's own names
        connection.readCurrent(request.site)
        connection._register()  # noqa: SLF001  # as above


def confined_to(name: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Return what confines a subscriber to sites that enabled the add-on `name`."""

    def confined(subscriber: Callable[[Any], None]) -> Callable[[Any], None]:
        @wraps(subscriber)
        def hears(event: Any) -> None:
            site = site_of(getattr(event, "content", None))
            if site is not None and site.uses(name):
                subscriber(event)

        return hears

    return confined


def addon_of(module: str, addons: Mapping[str, AddOn]) -> AddOn | None:
    """Return the add-on in whose package the module called `module` lies."""
    path = f"{module}."
    return next((a for a in addons.values() if path.startswith(f"{a.package}.")), None)
