"""What checks find in a draft, and accepting it, from the page of the draft or its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.checks.links import LINKS
from portal.content.checks.operations import accept_finding, end_acceptance
from portal.content.checks.showing import checks_of
from portal.content.document.content import Document
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.request import Request

BACK = ("draft", "edit")
"""Pages that show findings."""
BESIDE_FORM = frozenset({LINKS})
"""Checks whose findings the form shows by itself."""


@view_config(
    context=Document,
    name="checks",
    permission="portal.work",
    request_method="GET",
    renderer="templates/checks.pt",
)
def show(document: Document, request: Request) -> dict[str, Any]:
    """Show what the checks find now, for the script of the form."""
    return {
        "title": document.newest_title or _("Untitled"),
        "checks": checks_of(document, request, back="edit", without=BESIDE_FORM),
    }


@view_config(
    context=Document, name="accept-finding", permission="portal.edit", request_method="POST"
)
def accept(document: Document, request: Request) -> HTTPSeeOther:
    """Keep what the person said about a finding, or forget it."""
    sent = request.POST
    key = str(sent.get("key", ""))
    if "end" in sent:
        end_acceptance(document, key, request.act)
    else:
        accept_finding(document, key, request.act, reason=str(sent.get("reason", "")))
    back = sent.get("back", "")
    page = back if back in BACK else BACK[0]
    return HTTPSeeOther(f"{path_of(document, request)}/{page}#checks")
