"""What the blocks with documents show: lead pictures, newest items, groups, notices, topics."""

from __future__ import annotations

from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from portal.content.addresses import path_of
from portal.content.document.queries import picture_of
from portal.content.image.sizes import crop_of
from portal.content.section.queries import BLOCK_SIZE, block, shown_sections
from portal.content.times import ZONE, minute
from portal.content.values import Block, Card, Item, Link
from portal.site.blocks.links import address_here
from portal.site.blocks.references import of_kinds
from portal.site.blocks.values import Leads, Notice, Topics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.content.section.content import Section
    from portal.site.blocks.declaration import Options
    from portal.site.site import Site

LEADS = 4
"""Items with a picture at the top of a home page."""
LOOKED_AT = 60
"""Newest news items among which those with a picture are looked for."""
HEADLINES = 6
BLOCKS = 6
TOPICS = 4
LEAD_KINDS = frozenset({"news"})
BLOCK_KINDS = frozenset({"news", "notice", "policy", "interpretation", "data", "topic"})


def leads(site: Site, options: Options, request: Request) -> Leads | None:
    """Return the newest news with pictures, the first one with a large picture."""
    beside = request.shown_sections.get(options.get("section"))
    count = 1 if beside else options.get("count", LEADS)
    cards = _lead_cards(count, request)
    if not cards:
        return None
    if beside is None:
        return Leads(cards)
    headlines = block(beside, request, HEADLINES)
    others = tuple(each for each in headlines.items if each.address != cards[0].address)
    return Leads(cards, Link(headlines.title, headlines.address), others)


def newest(site: Site, options: Options, request: Request) -> Block | None:
    """Return the newest of one section and of what is below it."""
    section = request.shown_sections.get(options["section"])
    return block(section, request, options.get("count", BLOCK_SIZE)) if section else None


def group(site: Site, options: Options, request: Request) -> tuple[Block, ...]:
    """Return the newest of several sections; of those that are updated if none is named."""
    count = options.get("count", BLOCK_SIZE)
    named = options.get("sections", ())
    every = request.shown_sections
    found = [every[oid] for oid in named if oid in every]
    if not named:
        found = list(islice(of_kinds(BLOCK_KINDS, request), BLOCKS))
    blocks = (block(each, request, count) for each in found)
    return tuple(each for each in blocks if each.items)


def notice(site: Site, options: Options, request: Request) -> Notice | None:
    """Return the text until its last day, else the newest of a section."""
    until = options.get("until")
    if options.get("text") and (until is None or datetime.now(ZONE).date() <= until):
        address = options.get("address", "")
        shown = Item(options["text"], address_here(address, site, request) if address else "")
        return Notice(shown)
    section = request.shown_sections.get(options.get("section"))
    first = block(section, request, 1) if section else None
    if first is None or not first.items:
        return None
    return Notice(first.items[0], Link(first.title, first.address))


def topics(site: Site, options: Options, request: Request) -> Topics | None:
    """Return the sections below a section as cards; without any, its newest documents."""
    section = request.shown_sections.get(options["section"])
    if section is None:
        return None
    below = shown_sections(section) or _documents(section)
    shown = islice(below, options.get("count", TOPICS))
    cards = tuple(_topic_card(each, request) for each in shown)
    return Topics(Link(section.title, path_of(section, request)), cards)


def _lead_cards(count: int, request: Request) -> tuple[Card, ...]:
    sections = of_kinds(LEAD_KINDS, request)
    found = chain.from_iterable(islice(_illustrated(each), count) for each in sections)
    best = sorted(found, key=lambda each: each[0].displayed_at, reverse=True)[:count]
    sizes = ("large", *("medium" for _each in best))
    return tuple(_card(*pair, size, request) for pair, size in zip(best, sizes, strict=False))


def _illustrated(section: Section) -> Iterator[tuple[Any, Any]]:
    """Return pairs of a document of `section` and its picture, newest first."""
    for document in islice(_documents(section), LOOKED_AT):
        picture = picture_of(document)
        if picture is not None:
            yield document, picture


def _documents(section: Section) -> Iterator[Any]:
    return (section[row.name] for row in section.listing)


def _card(document: Any, picture: Any, size: str, request: Request) -> Card:
    return Card(
        document.title,
        path_of(document, request),
        f"{path_of(picture, request)}/{size}",
        picture.alternative,
        document.summary,
        minute(document.displayed_at),
        crop_of(picture),
    )


def _topic_card(topic: Any, request: Request) -> Card:
    """Return a card for a document, or for a section with the picture of its newest one."""
    if hasattr(topic, "listing"):
        picture = next((found for _document, found in _illustrated(topic)), None)
        summary = topic.description
    else:
        picture, summary = picture_of(topic), topic.summary
    address = path_of(topic, request)
    if picture is None:
        return Card(topic.title, address, summary=summary)
    shown = f"{path_of(picture, request)}/small"
    return Card(topic.title, address, shown, picture.alternative, summary, crop=crop_of(picture))
