"""Drafts of a predecessor, which stand on the desk of whoever took the duties over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.location import lineage

from portal.content.document.drafts import latest

if TYPE_CHECKING:
    from pyramid.request import Request


def is_taken_over(document: Any, request: Request) -> bool:
    """Tell whether this person took over what the writer of the newest revision wrote here."""
    account = request.cluster["people"][request.authenticated_userid]
    if not account.taken_over:
        return False
    writer, at = latest(document).by, request.act.at
    places = {oid for login, oid, since in account.taken_over if login == writer and since <= at}
    return any(place.oid in places for place in lineage(document)) if places else False
