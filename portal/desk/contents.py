"""The contents of a section or a site, as those who work there need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.view import view_config

from portal.content.adding import is_document_type, offered_types
from portal.content.addresses import path_of
from portal.content.content import site_of
from portal.content.declaration import kinds_of
from portal.content.general.desk import links_to
from portal.content.section.content import Section
from portal.content.section.views import page_number
from portal.content.uploading import uploader
from portal.content.values import Link, pages_of
from portal.desk.columns import COLUMNS, row
from portal.desk.deeds import DEEDS
from portal.desk.filtering import ORDERS, STAGES, STATES, document_kinds, wanted
from portal.desk.pinning import standing
from portal.desk.remembering import usual_columns_of
from portal.desk.saved import saved_views
from portal.desk.toolbar import ADD
from portal.desk.undoing import last_done
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.content.declaration import ContentType
    from portal.content.document.content import Document
    from portal.desk.filtering import Wanted

PAGE_SIZE = 50


@dataclass(frozen=True)
class Tab:
    """A state to narrow the list to, with the number of documents that are in it."""

    title: str
    address: str
    current: bool
    count: int


@view_config(
    context=Section, name="contents", permission="portal.work", renderer="templates/contents.pt"
)
@view_config(
    context=Site, name="contents", permission="portal.work", renderer="templates/contents.pt"
)
def contents(place: Section | Site, request: Request) -> dict[str, Any]:
    """List the documents of a section, or of a whole site, filtered and in an order."""
    usual = usual_columns_of(place, request)
    kinds = document_kinds(place, request.registry)
    filter_ = wanted(request.GET, COLUMNS, usual, kinds)
    number = page_number(request)
    found = filter_.look(request.cluster.catalog, place, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    documents = [request.cluster.__objectmap__.object_for(oid) for oid in found.oids]
    base = f"{path_of(place, request)}contents"
    total = found.counts[filter_.state]
    last = max(1, -(-total // PAGE_SIZE))
    return {
        "title": _("Contents of “${place}”", mapping={"place": place.title}),
        "base": path_of(place, request),
        "wanted": filter_,
        "filtered": filter_.query(),
        "named": filter_.columns if filter_.columns != usual else (),
        "heads": tuple(COLUMNS[name].title for name in filter_.columns),
        "rows": tuple(row(each, filter_.columns, request) for each in documents),
        "total": total,
        "tabs": tuple(_tabs(filter_, base, found.counts)),
        "pages": pages_of(
            number, last, lambda each: f"{base}?{filter_.query() or 'order='}&page={each}"
        ),
        "deeds": tuple(_possible(documents, request)),
        "done": last_done(place, request) if "done" in request.GET else None,
        "csrf_token": get_csrf_token(request),
        **_choices(filter_, kinds),
        **_views(place, filter_, request),
        **_top(place, request),
        **_dropping(place, filter_, request),
        **_ways(place, request),
    }


def _tabs(filter_: Wanted, base: str, counts: dict[str, int]) -> Iterator[Tab]:
    for name, title in STATES.items():
        address = f"{base}?{filter_.query(state=name)}"
        yield Tab(title, address, name == filter_.state, counts[name])


def _choices(filter_: Wanted, kinds: dict[str, Any]) -> dict[str, Any]:
    """Return what can be chosen from in the filter."""
    return {
        "kinds": (("", _("All")), *kinds.items()) if len(kinds) > 1 else (),
        "stages": tuple(STAGES.items()),
        "orders": tuple(ORDERS.items()),
        "columns": tuple((name, column.title) for name, column in COLUMNS.items()),
        "narrowed": any((filter_.author, filter_.words, filter_.since, filter_.until)),
    }


def _views(place: Any, filter_: Wanted, request: Request) -> dict[str, Any]:
    """Return the views that were saved, and whether this person may give one to all."""
    return {
        "views": tuple(saved_views(place, filter_.query(), request)),
        "may_share": bool(request.has_permission("portal.manage", place)),
    }


def _top(place: Any, request: Request) -> dict[str, Any]:
    """Return what stands at the top of a section, and whether this person may change that."""
    if not isinstance(place, Section):
        return {"top": (), "at_top": frozenset(), "may_pin": False}
    top = standing(place, request)
    return {
        "top": top,
        "at_top": frozenset(each.oid for each in top),
        "may_pin": bool(request.has_permission("portal.publish", place)),
    }


def _dropping(place: Any, filter_: Wanted, request: Request) -> dict[str, Any]:
    """Return the form that takes files, in a section where this person may add something."""
    base = f"{path_of(place, request)}contents"
    may_add = isinstance(place, Section) and request.has_permission("portal.add_content", place)
    return {
        "uploader": uploader(request, "contents", base, page=f"{base}?{filter_.query()}")
        if may_add
        else None,
        "problems": (),
        "arrived": "arrived" in request.GET,
    }


def _ways(place: Any, request: Request) -> dict[str, Any]:
    """Return where one can go from the contents of `place`."""
    base = path_of(place, request)
    manages = request.has_permission("portal.manage", place)
    return {
        "arrange": f"{base}sections" if manages else "",
        "sections": tuple(
            Link(each.title, f"{path_of(each, request)}contents") for each in place.sections()
        ),
        "above": None if isinstance(place, Site) else _above(place, request),
        "add": tuple(_add(place, request)),
        "others": tuple(_others(place, request)),
        "trash": f"{base}trash",
        "people": f"{base}people" if request.has_permission("portal.grant", place) else "",
        "addons": f"{base}add-ons" if manages and _has_addons(place, request) else "",
    }


def _has_addons(place: Any, request: Request) -> bool:
    return isinstance(place, Site) and bool(request.registry.addons)


def _possible(documents: list[Document], request: Request) -> Iterator[tuple[str, str]]:
    """Return name and title of what this person may do with at least one of `documents`."""
    for name, deed in DEEDS.items():
        if any(deed.offered(each, request) for each in documents):
            yield name, deed.title


def _above(place: Any, request: Request) -> Link | None:
    above = place.__parent__
    if not request.has_permission("portal.work", above):
        return None
    return Link(above.title, f"{path_of(above, request)}contents")


def _add(place: Any, request: Request) -> Iterator[Link]:
    """Return what this person may add here, each with the address of its form."""
    for kind, form in offered_types(place, request):
        title = ADD.get(kind.name) or _("Add: ${kind}", mapping={"kind": kind.title})
        yield Link(title, form)


def _others(place: Any, request: Request) -> Iterator[Link]:
    """Return what add-ons of the site keep directly in `place`, besides documents and sections."""
    for kind in kinds_of(request.registry).values():
        if kind.addon and kind.is_offered(site_of(place)) and not _is_listed(kind):
            yield from links_to(kind, place, request)


def _is_listed(kind: ContentType) -> bool:
    """Tell whether the page lists what is of this type anyhow, with documents or sections."""
    is_section = isinstance(kind.factory, type) and issubclass(kind.factory, Section)
    return is_section or is_document_type(kind)
