"""Public pages of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from portal.content.document.content import Document
from portal.content.document.drafted import is_marked, of_draft
from portal.content.document.queries import (
    OUT_OF_FORCE,
    attachments,
    facts,
    lead_picture,
    neighbours,
    related,
)
from portal.content.leaving import guarded
from portal.content.linking import linked
from portal.content.picturing import for_host
from portal.content.qrcode import qr_code
from portal.content.tables import scrolling
from portal.content.times import minute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request


@view_config(context=Document, permission="view", renderer="templates/document.pt")
def show(document: Document, request: Request) -> dict[str, Any]:
    """Show the live version of a document."""
    return page_of(document, request)


def page_of(document: Document, request: Request, *, marked: bool = False) -> dict[str, Any]:
    """Return the values of the page of `document`.

    :param marked: say at links that the public does not get why it does not.
    """
    newer, older = neighbours(document, request)
    address = request.main_address(document)
    marked = marked or is_marked(request)
    body = linked(for_host(document.body, document, request), document, request, marked=marked)
    values = {
        "title": document.title,
        "subtitle": document.subtitle,
        "body": scrolling(guarded(body, request), request.localizer),
        "facts": (*facts(document), *_own_facts(document)),
        "history": document.history,
        "expired": document.validity in OUT_OF_FORCE,
        "over": minute(document.expires_at) if document.expired_how else "",
        "lead_picture": lead_picture(document, request),
        "attachments": attachments(document, request),
        "previous": newer,
        "next": older,
        "related": related(document, request),
        "address": address,
        "qr": qr_code(address),
    }
    return of_draft(values, request)


def _own_facts(document: Document) -> Iterator[tuple[str, str]]:
    """Return what the type of an add-on shows of `document` besides, no empty values."""
    declared = type(document).declared
    if declared is not None and declared.facts is not None:
        yield from (pair for pair in declared.facts(document) if pair[1])
