"""Public pages of sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.body.queries import body_card, leaders
from portal.content.section.content import Section
from portal.content.section.queries import (
    block,
    links_below,
    page_count,
    page_of_items,
    shown_sections,
)
from portal.content.values import Link, pages_of

if TYPE_CHECKING:
    from pyramid.request import Request

NUMBER_DIGITS = 9
"""Longest page number that is read, in digits; no list is longer."""


@view_config(context=Section, permission="view", renderer="templates/section.pt")
def show(section: Section, request: Request) -> dict[str, Any]:
    """Show what is in a section, newest first, and the sections below it."""
    last = page_count(section)
    number = min(page_number(request), last)
    base = path_of(section, request)
    template = section.template or ("list" if len(section.listing) else "blocks")
    below = shown_sections(section) if template == "blocks" else []
    return {
        "title": section.title,
        "description": section.description,
        "leaders": leaders(section, request) if section.kind == "leaders" else (),
        "body": body_card(section) if section.kind == "organisation" else None,
        "subsections": _beside(section, request),
        "items": page_of_items(section, request, number),
        "blocks": tuple(block(each, request) for each in below),
        "pages": pages_of(number, last, lambda each: f"{base}?page={each}"),
    }


def _beside(section: Section, request: Request) -> tuple[Link, ...]:
    """Return the sections below, or where there are none, those beside this one."""
    below = links_below(section, request)
    if below or not isinstance(section.__parent__, Section):
        return below
    return links_below(section.__parent__, request, current=section)


def page_number(request: Request) -> int:
    """Return the number of the page that is asked for; 1 for anything that is no such number."""
    text = request.GET.get("page", "")
    if not (text.isascii() and text.isdigit() and len(text) <= NUMBER_DIGITS):
        return 1
    return max(1, int(text))
