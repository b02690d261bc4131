"""All sections of a site at a glance, as a tree that leads to their contents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.values import Link
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.request import Request


@dataclass(frozen=True)
class Branch:
    """A section with the sections below it.

    :ivar address: its contents; empty for who has no work there.
    """

    title: str
    address: str
    is_hidden: bool
    branches: tuple[Branch, ...]


@view_config(context=Site, name="tree", permission="portal.work", renderer="templates/tree.pt")
def tree(site: Site, request: Request) -> dict[str, Any]:
    """Show the sections of the site."""
    base = path_of(site, request)
    return {
        "title": _("Sections of “${place}”", mapping={"place": site.title}),
        "branches": _below(site, request),
        "contents": Link(site.title, f"{base}contents"),
        "trash": f"{base}trash",
    }


def _below(place: Any, request: Request) -> tuple[Branch, ...]:
    return tuple(
        Branch(each.title, _contents(each, request), each.state == "hidden", _below(each, request))
        for each in place.sections()
    )


def _contents(section: Any, request: Request) -> str:
    may_work = request.has_permission("portal.work", section)
    return f"{path_of(section, request)}contents" if may_work else ""
