"""Plain values that the blocks of a home page show; addresses are ready to be used in a link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyramid.renderers import get_renderer

from portal.content.values import BodyCard, Card, Item, Link, PersonCard


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One block that has something to show.

    :ivar number: place on the page, counted from 1; makes identifiers unique.
    :ivar title: heading that the site chose; empty for that of the type.
    :ivar template: asset that holds the macro `macro`.
    """

    number: int
    title: str
    width: str
    template: str
    macro: str
    value: Any

    @property
    def look(self) -> Any:
        """The macro that draws the block; it reads `shown`."""
        return get_renderer(self.template).implementation().macros[self.macro]


@dataclass(frozen=True)
class Leads:
    """News with pictures, the first one large; headlines of a section beside it, or more cards."""

    cards: tuple[Card, ...]
    section: Link | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A quick way to a service; `label` is one or two characters in place of a sign."""

    title: str
    address: str
    label: str


@dataclass(frozen=True)
class Leaders:
    """Leaders, and the page that tells more about them; empty for none."""

    address: str
    people: tuple[PersonCard, ...]


@dataclass(frozen=True)
class Finder:
    """A large search field, and pairs of words that are looked for often and their results."""

    address: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Notice:
    """One line that should not be missed; `item` has no address if it leads nowhere."""

    item: Item
    section: Link | None = None


@dataclass(frozen=True)
class SiteGroups:
    """Sites by class, and the page that lists all bodies."""

    groups: tuple[tuple[str, tuple[Link, ...]], ...]
    directory: str


@dataclass(frozen=True)
class Topics:
    """Special topics as cards, and the section that holds all of them."""

    section: Link
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Contact:
    """How to reach the body behind a site; `page` tells more about it, if there is one."""

    body: BodyCard
    page: Link | None = None
