"""The contents of a section or a site, as those who work there need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyramid.view import view_config

from portal.catalog.catalog import equal
from portal.content.addresses import path_of
from portal.content.document.content import Document
from portal.content.document.drafts import latest, title_of
from portal.content.section.content import Section
from portal.content.section.views import page_number
from portal.content.times import minute
from portal.content.values import Link, pages_of
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.request import Request

PAGE_SIZE = 50
ORDERS = {"changed_at": _("Last changed"), "shown_at": _("Displayed date")}
STATES = {
    "": _("All"),
    "draft": _("Not public yet"),
    "published": _("Public"),
    "withdrawn": _("Withdrawn"),
}
STAGES = {
    "writing": _("Being written"),
    "waiting": _("Waits for review"),
    "returned": _("Returned"),
}
DOCUMENT = "portal.document"


@dataclass(frozen=True)
class Row:
    """A document in the list."""

    title: str
    address: str
    section: str
    state: str
    stage: str
    by: str
    changed_at: str
    shown_at: str


@view_config(
    context=Section, name="contents", permission="portal.work", renderer="templates/contents.pt"
)
@view_config(
    context=Site, name="contents", permission="portal.work", renderer="templates/contents.pt"
)
def contents(place: Section | Site, request: Request) -> dict[str, Any]:
    """List the documents of a section, or of a whole site, filtered and in an order."""
    state = _one_of(STATES, request.GET.get("state"), "")
    order = _one_of(ORDERS, request.GET.get("order"), "changed_at")
    number = page_number(request)
    where = {"section": place.oid} if isinstance(place, Section) else {"site": place.oid}
    query = equal(**where, kind=DOCUMENT, **({"state": state} if state else {}))
    total, oids = request.cluster.catalog.find(query, order=order, limit=number * PAGE_SIZE)
    base = f"{path_of(place, request)}contents"

    def address(**changes: str) -> str:
        return f"{base}?{urlencode({'state': state, 'order': order} | changes)}"

    last = max(1, -(-total // PAGE_SIZE))
    shown = oids[(number - 1) * PAGE_SIZE :]
    return {
        "title": _("Contents of “${place}”", mapping={"place": place.title}),
        "rows": tuple(_row(oid, request) for oid in shown),
        "total": total,
        "states": tuple(
            Link(title, address(state=name), current=name == state)
            for name, title in STATES.items()
        ),
        "orders": tuple(
            Link(title, address(order=name), current=name == order)
            for name, title in ORDERS.items()
        ),
        "pages": pages_of(number, last, lambda each: address(page=str(each))),
        "sections": tuple(
            Link(each.title, f"{path_of(each, request)}contents") for each in place.sections()
        ),
        "above": None if isinstance(place, Site) else _above(place, request),
        "add": _add(place, request),
        "show_sections": isinstance(place, Site),
    }


def _row(oid: int, request: Request) -> Row:
    document: Document = request.cluster.__objectmap__.object_for(oid)
    revision = latest(document)
    return Row(
        title_of(document) or request.localizer.translate(_("Untitled")),
        f"{path_of(document, request)}/draft",
        document.__parent__.title,
        STATES[document.workflow.state(document.state).name],
        STAGES.get(document.stage, ""),
        revision.by,
        minute(document.changed_at),
        minute(document.displayed_at),
    )


def _above(place: Any, request: Request) -> Link:
    above = place.__parent__
    return Link(above.title, f"{path_of(above, request)}contents")


def _add(place: Any, request: Request) -> str:
    if isinstance(place, Section) and request.has_permission("portal.add_content", place):
        return f"{path_of(place, request)}add-document"
    return ""


def _one_of(choices: dict[str, Any], wanted: str | None, usual: str) -> str:
    return wanted if wanted is not None and wanted in choices else usual
