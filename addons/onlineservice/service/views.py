"""Public pages of service items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from addons.onlineservice.service.consistency import remarks
from addons.onlineservice.service.content import PublicService
from addons.onlineservice.service.queries import (
    badges,
    details,
    fees,
    key_facts,
    laws,
    limits,
    listed_with,
    materials,
    origin,
    phone,
    places,
    questions,
    remedies,
    way_in,
    ways,
)
from portal.content.document.drafted import is_marked
from portal.content.document.views import page_of

if TYPE_CHECKING:
    from pyramid.request import Request


@view_config(context=PublicService, permission="view", renderer="templates/item.pt")
def show(item: PublicService, request: Request) -> dict[str, Any]:
    """Show the guide of an item; to staff that looks at a draft, also what is missing in it."""
    shown = page_of(item, request)
    needed = materials(item, shown["attachments"])
    with_them = {file for material in needed for file in material.forms}
    return {
        **shown,
        "remarks": remarks(item) if is_marked(request) else (),
        "badges": badges(item),
        "key_facts": key_facts(item),
        "conditions": item.accept_condition,
        "materials": needed,
        "files": tuple(each for each in shown["attachments"] if each not in with_them),
        "steps": item.steps,
        "ways": ways(item),
        "limits": limits(item),
        "fees": fees(item),
        "fee_basis": item.fee_basis,
        "places": places(item),
        "laws": laws(item),
        "questions": questions(item),
        "remedies": remedies(item),
        "details": details(item),
        "way_in": way_in(item, request),
        "origin": origin(item, request),
        "phone": phone(item),
        "is_bare": not (item.materials or item.steps or item.accept_condition or shown["body"]),
        "others": listed_with(item, request),
        "department": item.dept_name,
    }
