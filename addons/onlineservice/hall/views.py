"""Public pages of the hall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyramid.view import view_config

from addons.onlineservice.hall.content import Hall
from addons.onlineservice.hall.queries import (
    asked_of,
    chosen,
    departments,
    doors,
    facets,
    page_count,
    rows,
)
from portal.content.addresses import path_of
from portal.content.section.views import page_number
from portal.content.values import pages_of

if TYPE_CHECKING:
    from pyramid.request import Request


@view_config(context=Hall, permission="view", renderer="templates/hall.pt")
def show(hall: Hall, request: Request) -> dict[str, Any]:
    """Lead to the items by theme and by department; list those that the address asks for."""
    asked, base = asked_of(request), path_of(hall, request)
    known = {"theme": asked.theme, "department": asked.department}

    def address(**changes: str) -> str:
        query = urlencode({name: value for name, value in (known | changes).items() if value})
        return f"{base}?{query}" if query else base

    last = page_count(hall, asked)
    number = min(page_number(request), last)
    picked = chosen(asked, address)
    return {
        "title": picked[-1].title if picked else hall.title,
        "description": "" if asked else hall.description,
        "total": hall.count(asked.theme, asked.department),
        "doors": () if asked else doors(hall, address),
        "departments": () if asked else departments(hall, "", address),
        "base": base,
        "chosen": picked,
        "facets": facets(hall, asked, address) if asked else (),
        "rows": rows(hall, asked, number, request) if asked else (),
        "pages": pages_of(number, last, lambda each: address(page=str(each))),
        "search_kind": hall.kind,
    }
