"""Filters of a list that got a name: people's own, and those that managers give to all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from BTrees.OOBTree import OOBTree
from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.content import site_of
from portal.content.events import ContentEvent
from portal.content.plaintext import clean_line
from portal.content.section.content import Section
from portal.desk.columns import COLUMNS
from portal.desk.filtering import document_kinds, wanted
from portal.desk.remembering import usual_columns_of
from portal.errors import Refusal
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.act import Act

View: TypeAlias = tuple[str, str]
"""A name, and the part of an address behind the question mark."""

NAME_MAX = 40
VIEWS_MOST = 20
"""Most views of one person, and most for all, of one place."""
FOR_ALL = ""
"""Stands for the account name where a view is for all who work at a place."""


@dataclass(frozen=True)
class ViewsShared(ContentEvent):
    """Those who work at a place got other views.

    :ivar names: of all that there are now.
    """

    names: tuple[str, ...]


@dataclass(frozen=True)
class SavedView:
    """A view as the page offers it.

    :ivar shared: whether all who work here have it; `current` whether the list is narrowed so.
    """

    name: str
    address: str
    shared: bool
    current: bool
    may_change: bool


def views_of(place: Any, owner: str) -> tuple[View, ...]:
    """Return the views of the list of `place` that belong to `owner`, in their order."""
    saved = site_of(place).saved_views
    found: tuple[View, ...] = saved.get((place.oid, owner), ()) if saved is not None else ()
    return found


def save_view(place: Any, owner: str, view: View, act: Act) -> None:
    """Keep a view; one of the same name gives way to it.

    :raises Refusal: without a name, or when there are too many.
    """
    name = _checked(view[0])
    others = [each for each in views_of(place, owner) if each[0] != name]
    if len(others) >= VIEWS_MOST:
        raise Refusal(_("There can be at most ${most} saved views.", mapping={"most": VIEWS_MOST}))
    _keep(place, owner, (*others, (name, view[1])), act)


def rename_view(place: Any, owner: str, old: str, new: str, act: Act) -> None:
    """Call the view `old` otherwise.

    :raises Refusal: when there is none, or another one is called so, or the name is empty.
    """
    name, views = _checked(new), views_of(place, owner)
    if old not in dict(views):
        raise Refusal(_("There is no such view any more."))
    if name != old and name in dict(views):
        raise Refusal(_("Another view is called so."))
    renamed = tuple((name if each == old else each, query) for each, query in views)
    _keep(place, owner, renamed, act)


def drop_view(place: Any, owner: str, name: str, act: Act) -> None:
    """Forget the view `name`, if it is there."""
    views = views_of(place, owner)
    _keep(place, owner, tuple(each for each in views if each[0] != name), act)


def saved_views(place: Any, query: str, request: Request) -> Iterator[SavedView]:
    """Yield the views that the page of `place` offers, those for all first.

    :param query: that of the page itself.
    """
    base = f"{path_of(place, request)}contents"
    manages = bool(request.has_permission("portal.manage", place))
    for owner in (FOR_ALL, request.authenticated_userid):
        for name, saved in views_of(place, owner):
            shared = owner == FOR_ALL
            address = f"{base}?{saved}"
            yield SavedView(name, address, shared, saved == query, manages or not shared)


@view_defaults(name="views", permission="portal.work", request_method="POST")
class ChangeViews:
    """The views of a list, as the buttons of its page change them."""

    def __init__(self, place: Any, request: Request) -> None:
        self.place = place
        self.request = request
        self.sent = request.POST
        shared = "shared" in self.sent
        if shared and not request.has_permission("portal.manage", place):
            raise HTTPForbidden
        self.owner = FOR_ALL if shared else request.authenticated_userid
        usual = usual_columns_of(place, request)
        kinds = document_kinds(place, request.registry)
        self.query = wanted(self.sent, COLUMNS, usual, kinds).query()

    @view_config(context=Section, request_param="save")
    @view_config(context=Site, request_param="save")
    def save(self) -> HTTPSeeOther:
        """Keep the filter, the order and the columns that the page shows."""
        view = (self._text("name"), self.query)
        save_view(self.place, self.owner, view, self.request.act)
        return self._back()

    @view_config(context=Section, request_param="rename")
    @view_config(context=Site, request_param="rename")
    def rename(self) -> HTTPSeeOther:
        """Give a view another name."""
        old, new = self._text("rename"), self._text("name")
        rename_view(self.place, self.owner, old, new, self.request.act)
        return self._back()

    @view_config(context=Section, request_param="drop")
    @view_config(context=Site, request_param="drop")
    def drop(self) -> HTTPSeeOther:
        """Forget a view."""
        drop_view(self.place, self.owner, self._text("drop"), self.request.act)
        return self._back()

    def _text(self, name: str) -> str:
        return str(self.sent.get(name, ""))

    def _back(self) -> HTTPSeeOther:
        return HTTPSeeOther(f"{path_of(self.place, self.request)}contents?{self.query}")


def _checked(name: str) -> str:
    line = clean_line(name, NAME_MAX)
    if not line:
        raise Refusal(_("Please give the view a name."))
    return line


def _keep(place: Any, owner: str, views: tuple[View, ...], act: Act) -> None:
    site = site_of(place)
    if site.saved_views is None:
        site.saved_views = OOBTree()
    site.saved_views[place.oid, owner] = views
    if owner == FOR_ALL:
        act.announce(ViewsShared(place, act, names=tuple(name for name, _query in views)))
