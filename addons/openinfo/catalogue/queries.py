"""What the page of a catalogue shows, read from its lists and counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from addons.openinfo.catalogue.content import Kinds
from addons.openinfo.i18n import _
from addons.openinfo.topics import title_in, topics_in
from addons.openinfo.vocabulary import genre_title, genres, top_of
from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.queries import OUT_OF_FORCE, VALIDITY
from portal.content.times import day
from portal.content.values import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyramid.request import Request

    from addons.openinfo.catalogue.content import Catalogue
    from addons.openinfo.catalogue.values import Entry

PAGE_SIZE = 20
BODY_MAX = 200
"""Longest name of a body that is read from an address, in characters."""
SHOWN_FIRST = 8
"""Choices of one sort that are seen at once; those that follow are folded away."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What an address asks of a catalogue; what it says amiss is as if it were not there."""

    body: str = ""
    topic: str = ""
    genre: str = ""
    year: int = 0

    @property
    def kinds(self) -> Kinds:
        """What narrows the list, without the year."""
        return Kinds(self.body, self.topic, self.genre)

    def query(self, page: int = 1) -> str:
        """Return the query of the address that asks for this."""
        values = {
            "body": self.body,
            "topic": self.topic,
            "genre": self.genre,
            "year": str(self.year or ""),
            "page": str(page) if page > 1 else "",
        }
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True)
class Way:
    """Choices of one sort, those with most records first; `more` are folded away."""

    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A record in a list.

    :ivar facts: pairs of label and value, none of them empty.
    :ivar out_of_force: that it is; empty else.
    """

    title: str
    address: str
    facts: tuple[tuple[str, str], ...]
    out_of_force: str = ""


def wanted_of(catalogue: Catalogue, request: Request) -> Wanted:
    """Return what the address of `request` asks of `catalogue`."""
    given = request.GET
    topic, genre, year = (given.get(name, "") for name in ("topic", "genre", "year"))
    is_year = year.isascii() and year.isdigit() and len(year) == len("2026")
    return Wanted(
        body=given.get("body", "")[:BODY_MAX],
        topic=topic if topic in topics_in(site_of(catalogue)) else "",
        genre=genre if genre in genres() else "",
        year=int(year) if is_year else 0,
    )


def rows(catalogue: Catalogue, wanted: Wanted, number: int, request: Request) -> tuple[Shown, ...]:
    """Return the records on page `number`."""
    start = (number - 1) * PAGE_SIZE
    found = catalogue.page(wanted.kinds, wanted.year, start, PAGE_SIZE)
    return tuple(_shown(entry, address) for entry, address in addressed(catalogue, found, request))


def addressed(
    catalogue: Catalogue, entries: Iterable[Entry], request: Request
) -> Iterator[tuple[Entry, str]]:
    """Return `entries` with their addresses; each section is looked up once."""
    bases: dict[int, str] = {}
    for entry in entries:
        if entry.section not in bases:
            section = reach(entry.section, catalogue)
            bases[entry.section] = path_of(section, request) if section is not None else ""
        if bases[entry.section]:
            yield entry, f"{bases[entry.section]}{entry.name}"


def ways(catalogue: Catalogue, wanted: Wanted, address: Callable[[Wanted], str]) -> tuple[Way, ...]:
    """Return the ways to narrow the list further, each choice with the records that are left."""
    offered = (
        _way(_("Topic"), _topics(catalogue, wanted, address)),
        _way(_("Issuing body"), _bodies(catalogue, wanted, address)),
        _way(_("Genre"), _genres(catalogue, wanted, address)),
        _way(_("Year"), _years(catalogue, wanted, address), by_count=False),
    )
    return tuple(each for each in offered if each.choices)


def chosen(
    catalogue: Catalogue, wanted: Wanted, address: Callable[[Wanted], str]
) -> tuple[Choice, ...]:
    """Return what narrows the list already, each with the address of the list without it."""
    found = []
    if wanted.topic:
        above = top_of(wanted.topic)
        wider = above if above != wanted.topic else ""
        title = title_in(site_of(catalogue), wanted.topic)
        found.append(Choice(title, address(replace(wanted, topic=wider))))
    if wanted.body:
        found.append(Choice(wanted.body, address(replace(wanted, body=""))))
    if wanted.genre:
        found.append(Choice(genre_title(wanted.genre), address(replace(wanted, genre=""))))
    if wanted.year:
        found.append(Choice(year_title(wanted.year), address(replace(wanted, year=0))))
    return tuple(found)


def year_title(year: int) -> str:
    """Return how a year is called."""
    title: str = _("Year ${year}", mapping={"year": str(year)})
    return title


def _way(title: str, choices: Iterator[Choice], *, by_count: bool = True) -> Way:
    found = [each for each in choices if each.count]
    if by_count:
        found.sort(key=lambda each: -each.count)
    return Way(title, tuple(found[:SHOWN_FIRST]), tuple(found[SHOWN_FIRST:]))


def _topics(
    catalogue: Catalogue, wanted: Wanted, address: Callable[[Wanted], str]
) -> Iterator[Choice]:
    """Return the topics below the chosen one, or those that stand below none."""
    chosen_one = wanted.topic
    for term in topics_in(site_of(catalogue)).values():
        top = top_of(term.code)
        is_offered = top == chosen_one != term.code if chosen_one else top == term.code
        if is_offered:
            narrower = replace(wanted, topic=term.code)
            count = catalogue.count(narrower.kinds, wanted.year)
            yield Choice(term.title, address(narrower), count)


def _bodies(
    catalogue: Catalogue, wanted: Wanted, address: Callable[[Wanted], str]
) -> Iterator[Choice]:
    for body in () if wanted.body else catalogue.bodies():
        narrower = replace(wanted, body=body)
        yield Choice(body, address(narrower), catalogue.count(narrower.kinds, wanted.year))


def _genres(
    catalogue: Catalogue, wanted: Wanted, address: Callable[[Wanted], str]
) -> Iterator[Choice]:
    for term in () if wanted.genre else genres().values():
        narrower = replace(wanted, genre=term.code)
        count = catalogue.count(narrower.kinds, wanted.year)
        yield Choice(term.title, address(narrower), count)


def _years(
    catalogue: Catalogue, wanted: Wanted, address: Callable[[Wanted], str]
) -> Iterator[Choice]:
    counts = {} if wanted.year else catalogue.years(wanted.kinds)
    for year in sorted(counts, reverse=True):
        yield Choice(year_title(year), address(replace(wanted, year=year)), counts[year])


def _shown(entry: Entry, address: str) -> Shown:
    facts = (
        (_("Index number"), entry.index_number),
        (_("Document number"), entry.document_number),
        (_("Issuing body"), entry.bodies[0] if entry.bodies else ""),
        (_("Written on") if entry.is_written else _("Published on"), day(entry.day)),
    )
    validity = VALIDITY[entry.validity] if entry.validity in OUT_OF_FORCE else ""
    known = tuple((label, value) for label, value in facts if value)
    return Shown(entry.title, address, known, validity)
