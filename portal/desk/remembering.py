"""The columns of lists that a person chose, remembered for each kind of place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.section.content import Section
from portal.desk.columns import COLUMNS, usual_columns
from portal.desk.filtering import document_kinds, wanted
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.security.people import Account


def usual_columns_of(place: Any, request: Request) -> tuple[str, ...]:
    """Return the columns that this person sees of places like `place`, unless others are named."""
    account = request.cluster["people"].get(request.authenticated_userid)
    chosen = dict(account.columns).get(_kind(place), ()) if account is not None else ()
    return tuple(name for name in chosen if name in COLUMNS) or usual_columns(place)


def remember_columns(account: Account, kind: str, names: tuple[str, ...]) -> None:
    """Let lists of places of a kind show the columns `names` to a person; none for the usual."""
    others = {each: known for each, known in account.columns if each != kind}
    account.columns = (*others.items(), *(((kind, names),) if names else ()))


@view_config(context=Section, name="columns", permission="portal.work", request_method="POST")
@view_config(context=Site, name="columns", permission="portal.work", request_method="POST")
def choose_columns(place: Section | Site, request: Request) -> HTTPSeeOther:
    """Remember the columns that were chosen, and go back to the list."""
    named = wanted(request.POST, COLUMNS, (), {}).columns
    account = request.cluster["people"][request.authenticated_userid]
    remember_columns(account, _kind(place), named)
    kinds = document_kinds(place, request.registry)
    query = wanted(request.POST, COLUMNS, named or usual_columns(place), kinds).query()
    return HTTPSeeOther(f"{path_of(place, request)}contents?{query}")


def _kind(place: Any) -> str:
    return "site" if isinstance(place, Site) else "section"
