"""Plain values that views prepare and public pages show.

Addresses are ready to be used in a link; moments are ready to be read, `2026-03-02 09:30`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

NEIGHBOURS = 2
"""How many page numbers stand on each side of the current one."""
GAP = "…"

Marked = tuple[tuple[str, bool], ...]
"""A text in pieces; the flag tells a piece that matches the search."""


@dataclass(frozen=True)
class Link:
    """A place to go to.

    :ivar current: whether the reader is there already.
    """

    title: str
    address: str
    current: bool = False


@dataclass(frozen=True)
class Item:
    """One line of a list.

    :ivar shown_at: time of publication, `2026-03-02 09:30`; empty where none is shown.
    :ivar at_top: whether it stands here because the office put it at the top of the list.
    """

    title: str
    address: str
    shown_at: str = ""
    at_top: bool = False


@dataclass(frozen=True)
class Card:
    """An item that is shown with its picture.

    :ivar picture: address of the picture; empty without one.
    :ivar alternative: what a person who cannot see the picture is told.
    :ivar crop: the point that stays of it; see `portal.content.image.sizes.crop_of`.
    """

    title: str
    address: str
    picture: str = ""
    alternative: str = ""
    summary: str = ""
    shown_at: str = ""
    crop: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Block:
    """A section with its newest items, as a home page shows it."""

    title: str
    address: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Branch:
    """A section in the site map, with the sections below it."""

    title: str
    address: str
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture in two sizes.

    :ivar address_small: the same picture for phones; empty if there is only one size.
    :ivar width: of the picture at `address`, in pixels; so is `height`.
    """

    address: str
    address_small: str
    width: int
    height: int
    alternative: str


@dataclass(frozen=True)
class Attachment:
    """A file that belongs to a document.

    :ivar size: for people, `1.2 MB`.
    :ivar kind: the file's type in capitals, `PDF`.
    """

    title: str
    address: str
    size: str
    kind: str


@dataclass(frozen=True)
class Result:
    """One hit of a search.

    :ivar kind_title: what sort of text it is.
    :ivar found_in: title of the attachment that the snippet is from; empty for the text itself.
    """

    title: Marked
    address: str
    snippet: Marked = ()
    site_title: str = ""
    section_title: str = ""
    shown_at: str = ""
    kind_title: str = ""
    found_in: str = ""


@dataclass(frozen=True)
class Choice:
    """One way to narrow a search, or to widen it again.

    :ivar count: hits that are left; 0 where none are counted.
    """

    title: str
    address: str
    count: int = 0


@dataclass(frozen=True)
class Facet:
    """Choices of one sort."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class PersonCard:
    """A leader as a page shows one; `portrait` is the address of a picture, empty for none."""

    name: str
    post: str = ""
    duties: str = ""
    resume: str = ""
    phone: str = ""
    email: str = ""
    portrait: str = ""
    alternative: str = ""


@dataclass(frozen=True)
class BodyCard:
    """A body as a page shows it.

    :ivar facts: pairs of label and value, such as address and office hours.
    :ivar offices: triples of name, duties and telephone.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    functions: tuple[str, ...] = ()
    offices: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class PageNumber:
    """One step in the row of page numbers; `address` is `None` for a gap."""

    label: str
    address: str | None
    current: bool = False


@dataclass(frozen=True)
class Pages:
    """Where the reader is in a list of many pages, counted from 1."""

    number: int
    last: int
    previous: str | None
    next: str | None
    numbers: tuple[PageNumber, ...]


def pages_of(number: int, last: int, address_of: Callable[[int], str]) -> Pages:
    """Return the way through a list of `last` pages for a reader of page `number`.

    The first, the last and the neighbouring pages are named, such as 1 … 4 5 [6] 7 8 … 20. A
    number outside the list counts as the nearest page; an empty list has one page.
    """
    last = max(1, last)
    number = min(max(1, number), last)
    return Pages(
        number=number,
        last=last,
        previous=address_of(number - 1) if number > 1 else None,
        next=address_of(number + 1) if number < last else None,
        numbers=_numbers(number, last, address_of),
    )


def _numbers(number: int, last: int, address_of: Callable[[int], str]) -> tuple[PageNumber, ...]:
    window = range(max(1, number - NEIGHBOURS), min(last, number + NEIGHBOURS) + 1)
    named = sorted({1, *window, last})
    steps = [PageNumber("1", address_of(1), current=number == 1)]
    for before, each in pairwise(named):
        if each == before + 2:
            steps.append(PageNumber(str(each - 1), address_of(each - 1)))
        elif each > before + 2:
            steps.append(PageNumber(GAP, None))
        steps.append(PageNumber(str(each), address_of(each), current=each == number))
    return tuple(steps)
