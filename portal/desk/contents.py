"""The contents of a section or a site, as those who work there need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.section.content import Section
from portal.content.section.views import page_number
from portal.content.values import Link, pages_of
from portal.desk.columns import COLUMNS, row, usual_columns
from portal.desk.deeds import DEEDS
from portal.desk.filtering import ORDERS, STAGES, STATES, wanted
from portal.desk.undoing import last_done
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.content.document.content import Document
    from portal.desk.filtering import Wanted

PAGE_SIZE = 50


@view_config(
    context=Section, name="contents", permission="portal.work", renderer="templates/contents.pt"
)
@view_config(
    context=Site, name="contents", permission="portal.work", renderer="templates/contents.pt"
)
def contents(place: Section | Site, request: Request) -> dict[str, Any]:
    """List the documents of a section, or of a whole site, filtered and in an order."""
    filter_ = wanted(request.GET, COLUMNS, usual_columns(place))
    number = page_number(request)
    first = (number - 1) * PAGE_SIZE
    total, oids = filter_.find(request.cluster.catalog, place, first, PAGE_SIZE)
    documents = [request.cluster.__objectmap__.object_for(oid) for oid in oids]
    base = f"{path_of(place, request)}contents"
    last = max(1, -(-total // PAGE_SIZE))
    return {
        "title": _("Contents of “${place}”", mapping={"place": place.title}),
        "base": path_of(place, request),
        "wanted": filter_,
        "filtered": filter_.query(),
        "heads": tuple(COLUMNS[name].title for name in filter_.columns),
        "rows": tuple(row(each, filter_.columns, request) for each in documents),
        "total": total,
        "pages": pages_of(
            number, last, lambda each: f"{base}?{filter_.query() or 'order='}&page={each}"
        ),
        "deeds": tuple(_possible(documents, request)),
        "done": last_done(place, request) if "done" in request.GET else None,
        "csrf_token": get_csrf_token(request),
        **_choices(filter_, base),
        **_ways(place, request),
    }


def _choices(filter_: Wanted, base: str) -> dict[str, Any]:
    """Return what can be chosen from in the filter."""
    return {
        "states": tuple(
            Link(title, f"{base}?{filter_.query(state=name)}", current=name == filter_.state)
            for name, title in STATES.items()
        ),
        "stages": tuple(STAGES.items()),
        "orders": tuple(ORDERS.items()),
        "columns": tuple((name, column.title) for name, column in COLUMNS.items()),
        "narrowed": any((filter_.author, filter_.words, filter_.since, filter_.until)),
    }


def _ways(place: Any, request: Request) -> dict[str, Any]:
    """Return where one can go from the contents of `place`."""
    base = path_of(place, request)
    manages = request.has_permission("portal.manage", place)
    return {
        "sections": tuple(
            Link(each.title, f"{path_of(each, request)}contents") for each in place.sections()
        ),
        "above": None if isinstance(place, Site) else _above(place, request),
        "add": _add(place, request),
        "trash": f"{base}trash",
        "people": f"{base}people" if manages else "",
    }


def _possible(documents: list[Document], request: Request) -> Iterator[tuple[str, str]]:
    """Return name and title of what this person may do with at least one of `documents`."""
    for name, deed in DEEDS.items():
        if any(request.has_permission(deed.permission, each) for each in documents):
            yield name, deed.title


def _above(place: Any, request: Request) -> Link | None:
    above = place.__parent__
    if not request.has_permission("portal.work", above):
        return None
    return Link(above.title, f"{path_of(above, request)}contents")


def _add(place: Any, request: Request) -> str:
    if isinstance(place, Section) and request.has_permission("portal.add_content", place):
        return f"{path_of(place, request)}add-document"
    return ""
