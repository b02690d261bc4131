"""Public pages of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from addons.openinfo.catalogue.place import catalogue_of
from addons.openinfo.disclosure.content import Disclosure
from addons.openinfo.disclosure.queries import fields, references
from portal.content.addresses import path_of
from portal.content.document import views

if TYPE_CHECKING:
    from pyramid.request import Request


@view_config(context=Disclosure, permission="view", renderer="templates/disclosure.pt")
def show(record: Disclosure, request: Request) -> dict[str, Any]:
    """Show the live version of a record, its fields as a table above the text."""
    return {
        **views.page_of(record, request),
        "fields": fields(record, request),
        "references": references(record, request),
        "catalogue": path_of(catalogue_of(record), request),
    }
