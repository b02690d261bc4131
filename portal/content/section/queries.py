"""Look-ups of what a section shows."""

from __future__ import annotations

from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from portal.content.addresses import path_of
from portal.content.body.queries import body_of
from portal.content.section.pinning import top_rows
from portal.content.times import minute
from portal.content.values import Block, Item, Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyramid.request import Request

    from portal.catalog.listing import Row
    from portal.content.section.content import Section

    AddressOf = Callable[[Any, Request], str]

PAGE_SIZE = 20
"""Rows on a page of a list."""
BLOCK_SIZE = 6
BODY_KINDS = frozenset({"leaders", "organisation"})


def shown_sections(place: Any) -> list[Section]:
    """Return the sections below `place` that the public may see and that show something.

    Source: Guidelines on the Development of Government Websites (State Council General Office,
    2017, No. 47), annex on page design: a column with nothing to show is not displayed.
    """
    return [each for each in place.sections() if each.state != "hidden" and not is_empty(each)]


def is_empty(section: Section) -> bool:
    """Tell whether neither `section` nor a shown section below it shows anything."""
    return not (len(section.listing) or shown_sections(section) or _shows_body(section))


def _shows_body(section: Section) -> bool:
    """Tell whether the directory of bodies fills the page of `section`."""
    return section.kind in BODY_KINDS and body_of(section) is not None


def rows(
    section: Section, request: Request, address_of: AddressOf = path_of
) -> Iterator[tuple[Row, str]]:
    """Return rows and their addresses from `section` and all below it, newest first.

    :param address_of: gives the address of a section, to which the names of rows are added.
    """
    sources = [_own_rows(section, request, address_of)]
    sources += [rows(below, request, address_of) for below in shown_sections(section)]
    return merge(*sources, key=lambda pair: -pair[0].shown_at.timestamp())


def item(row: Row, address: str, *, at_top: bool = False) -> Item:
    """Return `row` as a page shows it."""
    return Item(row.title, address, minute(row.shown_at), at_top)


def block(section: Section, request: Request, size: int = BLOCK_SIZE) -> Block:
    """Return what is at the top of `section`, then the newest of it and of what is below it."""
    base, top = path_of(section, request), top_rows(section)
    first = [item(row, f"{base}{row.name}", at_top=True) for row in top[:size]]
    known = {row.oid for row in top}
    others = (item(*pair) for pair in rows(section, request) if pair[0].oid not in known)
    return Block(section.title, base, (*first, *islice(others, size - len(first))))


def page_of_items(section: Section, request: Request, number: int) -> tuple[Item, ...]:
    """Return the items of page `number`, counted from 1; those at the top are on the first."""
    base, start, top = path_of(section, request), (number - 1) * PAGE_SIZE, top_rows(section)
    if not top:
        found = section.listing.page(start, PAGE_SIZE)
        return tuple(item(row, f"{base}{row.name}") for row in found)
    first = top[start : start + PAGE_SIZE]
    others = _without(section, top, max(0, start - len(top)), PAGE_SIZE - len(first))
    return (
        *(item(row, f"{base}{row.name}", at_top=True) for row in first),
        *(item(row, f"{base}{row.name}") for row in others),
    )


def _without(section: Section, top: tuple[Row, ...], start: int, size: int) -> list[Row]:
    """Return `size` rows of the list without those in `top`, from place `start` on.

    As many rows as there are in `top` are read more: those of them that stand above were counted.
    """
    found = section.listing.page(start, size + len(top))
    known = {row.oid for row in top}
    above = sum(_key(row) < _key(found[0]) for row in top) if found else 0
    return [row for row in found if row.oid not in known][above : above + size]


def _key(row: Row) -> tuple[int, int]:
    return -int(row.shown_at.timestamp()), row.oid


def page_count(section: Section) -> int:
    """Return the number of pages, at least 1."""
    return max(1, -(-len(section.listing) // PAGE_SIZE))


def links_below(place: Any, request: Request, current: Any = None) -> tuple[Link, ...]:
    """Return links to the sections below `place`."""
    return tuple(
        Link(each.title, path_of(each, request), current=each is current)
        for each in shown_sections(place)
    )


def _own_rows(
    section: Section, request: Request, address_of: AddressOf
) -> Iterator[tuple[Row, str]]:
    base = address_of(section, request)
    return ((row, f"{base}{row.name}") for row in section.listing)
