"""The catalogue of a site: the records that the public may see, sorted in every way at once."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, Any, NamedTuple

from BTrees.LLBTree import LLBTree, LLTreeSet
from BTrees.LOBTree import LOBTree
from BTrees.OLBTree import OLBTree
from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

from addons.openinfo.catalogue.schema import CatalogueSchema
from addons.openinfo.catalogue.values import Entry
from addons.openinfo.catalogue.workflow import CATALOGUE_WORKFLOW
from addons.openinfo.i18n import _
from addons.openinfo.vocabulary import top_of
from portal.content.content import Content
from portal.content.declaration import ContentType

if TYPE_CHECKING:
    from collections.abc import Iterator

DAYS = 4_000_000
"""More days than dates have."""
WITHIN_DAY = 40
"""Bits of a key that tell the records of one day apart."""
Years = dict[int, int]


class Kinds(NamedTuple):
    """What narrows a list, each empty for all: a body, a topic, and a genre."""

    body: str = ""
    topic: str = ""
    genre: str = ""


class Tally(Persistent):
    """How many records each year has; two who change it at once both count, without a conflict."""

    def __init__(self) -> None:
        self.years: Years = {}

    def change(self, year: int, by: int) -> None:
        """Count `by` records of `year` more."""
        counts = {**self.years, year: self.years.get(year, 0) + by}
        self.years = {each: count for each, count in counts.items() if count}

    def _p_resolveConflict(  # noqa: N802  # the name that ZODB calls
        self, old: dict[str, Any], saved: dict[str, Any], new: dict[str, Any]
    ) -> dict[str, Any]:
        before, theirs, ours = (state["years"] for state in (old, saved, new))
        counts = {
            year: theirs.get(year, 0) + ours.get(year, 0) - before.get(year, 0)
            for year in {*theirs, *ours}
        }
        return {"years": {year: count for year, count in counts.items() if count}}


class Catalogue(Content):
    """What a site discloses.

    Each record stands in the list of every combination of its bodies, its topic with the one above
    it, and its genre, or of some of them: a page reads one list, and a count one tally, however
    many records there are. Years are stretches of a list, as its keys begin with the day. A record
    of one body, with a topic below another one, stands in twelve lists, 8 bytes in each.

    :ivar _entries: key to the record as lists show it, the newest day first.
    :ivar _keys: identity of a record to its key.
    :ivar _lists: what narrows a list to its keys; `_tallies` to its counts.
    :ivar _bodies: names of the bodies that ever had a record.
    :ivar numbers: index number to the identity of the record that has it, or had it once.
    :ivar drawn: beginning of index numbers to the last number that was drawn.
    :ivar imported: identity of a record in its source to its identity here and a digest.
    :ivar behind: identity from which on records are to be looked at again, as they changed while
        the add-on was disabled; `None` where none are.
    """

    workflow = CATALOGUE_WORKFLOW
    title = _("Catalogue of government information")
    behind: int | None = None

    def __init__(self) -> None:
        self._entries = LOBTree()
        self._keys = LLBTree()
        self._lists = OOBTree()
        self._tallies = OOBTree()
        self._bodies = OOTreeSet()
        self.numbers = OLBTree()
        self.drawn = OLBTree()
        self.imported = OOBTree()

    def __bool__(self) -> bool:
        """Count as something also while it is empty."""
        return True

    def __len__(self) -> int:
        return len(self._keys)

    def entry(self, oid: int) -> Entry | None:
        """Return the record `oid` as lists show it; `None` for one that they do not."""
        key = self._keys.get(oid)
        return Entry(*self._entries[key]) if key is not None else None

    def oids(self, start: int) -> Iterator[int]:
        """Return the identities of the records in ascending order, from `start` on."""
        return iter(self._keys.keys(min=start))

    def put(self, entry: Entry) -> None:
        """Show `entry`, in place of what was shown of the same record."""
        if self.entry(entry.oid) == entry:
            return
        self.take(entry.oid)
        key = self._free_key(entry)
        self._entries[key], self._keys[entry.oid] = tuple(entry), key
        for kinds in _combinations(entry):
            if kinds not in self._lists:  # stored as plain tuples, so that no class is
                self._lists[tuple(kinds)], self._tallies[tuple(kinds)] = LLTreeSet(), Tally()
            self._lists[kinds].add(key)
            self._tallies[kinds].change(entry.day.year, 1)
        for body in entry.bodies:
            self._bodies.add(body)

    def take(self, oid: int) -> None:
        """Show the record `oid` no more, if it was shown."""
        key = self._keys.pop(oid, None)
        if key is None:
            return
        entry = Entry(*self._entries.pop(key))
        for kinds in _combinations(entry):
            self._lists[kinds].discard(key)
            self._tallies[kinds].change(entry.day.year, -1)

    def years(self, kinds: Kinds) -> Years:
        """Return the number of records by year."""
        tally = self._tallies.get(kinds)
        return tally.years if tally is not None else {}

    def count(self, kinds: Kinds, year: int = 0) -> int:
        """Return the number of records, of all years or of one."""
        years = self.years(kinds)
        return years.get(year, 0) if year else sum(years.values())

    def bodies(self) -> Iterator[str]:
        """Return the names of the bodies that have, or once had, a record."""
        return iter(self._bodies)

    def page(self, kinds: Kinds, year: int, start: int, size: int) -> list[Entry]:
        """Return `size` records from place `start` on, counted from 0, newest day first.

        Whole years above are passed over by their counts.
        """
        keys, years = self._lists.get(kinds), self.years(kinds)
        if start >= self.count(kinds, year):
            return []
        first = year
        for first in [year] if year else sorted(years, reverse=True):
            if start < years[first]:
                break
            start -= years[first]
        last = _key_of_year(year - 1) if year else None
        found = keys.keys(min=_key_of_year(first), max=last, excludemax=year > 0)
        return [Entry(*self._entries[key]) for key in islice(found, start, start + size)]

    def _free_key(self, entry: Entry) -> int:
        key = ((DAYS - entry.day.toordinal()) << WITHIN_DAY) + entry.oid % (1 << WITHIN_DAY)
        while key in self._entries:
            key += 1
        return key


def _key_of_year(year: int) -> int:
    """Return the key with which the list of `year`, newest day first, begins at the earliest."""
    return (DAYS - _last_day(year)) << WITHIN_DAY


def _last_day(year: int) -> int:
    """Return the number of the last day of `year`, the first of January of year 1 being 1."""
    return year * 365 + year // 4 - year // 100 + year // 400


def _combinations(entry: Entry) -> Iterator[Kinds]:
    bodies = ("", *entry.bodies)
    topics = dict.fromkeys(("", top_of(entry.topic), entry.topic))
    genres = dict.fromkeys(("", entry.genre))
    return (Kinds(*each) for each in product(bodies, topics, genres))


CATALOGUE = ContentType(
    name="openinfo.catalogue",
    title=_("Catalogue of government information"),
    factory=Catalogue,
    schema=CatalogueSchema,
    permission="portal.manage",
)
