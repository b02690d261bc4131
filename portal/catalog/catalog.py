"""The catalog of all content, for the lists that staff filter and sort.

Public pages do not ask it: they read listing trees.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeAlias

import BTrees
from persistent import Persistent
from repoze.catalog.catalog import Catalog
from repoze.catalog.indexes.field import CatalogFieldIndex
from repoze.catalog.indexes.keyword import CatalogKeywordIndex
from repoze.catalog.query import All, BoolOp, Eq, InRange, Query
from repoze.catalog.query import Any as AnyOf

BoolOp.family = BTrees.family64  # else `&` of two results of 64-bit indexes cannot iterate

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for an unknown moment: an object without a value would vanish from a sorted list."""


class Field64(CatalogFieldIndex):
    """A field index for substanced's 64-bit identities."""

    family = BTrees.family64


class Keyword64(CatalogKeywordIndex):
    """A keyword index for substanced's 64-bit identities."""

    family = BTrees.family64

    def _insert_reverse(self, docid: int, words: Any) -> None:
        """Keep `words`, but do not write them anew where they are the same.

        Else whoever saves two neighbouring objects at the same time is in each other's way.
        """
        if list(self._rev_index.get(docid, ())) != list(words):
            super()._insert_reverse(docid, words)


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the catalog knows of one object; every object has a value in every index but `stage`.

    :ivar stage: how far its draft is, empty for what has none.
    :ivar site: identity of the site; 0 for what belongs to the cluster.
    :ivar section: identity of the folder that it is in.
    :ivar readers: principals that may view it.
    :ivar title: the one that staff sees.
    """

    kind: str
    state: str
    site: int
    section: int
    author: str
    changed_at: datetime = NEVER
    shown_at: datetime = NEVER
    readers: tuple[str, ...] = ()
    stage: str = ""
    title: str = ""


FIELDS = ("kind", "state", "site", "section", "author")
MOMENTS = ("changed_at", "shown_at")
MANY = 2_000
"""Objects above which the first ones are picked without sorting all."""
MANY_SHARE = 4
"""More than this part of all objects, one in four, are walked beside all titles."""
FEW = 500
"""Objects of which picking is faster than sorting."""
WALKED_MOST = 5_000
"""Moments that are walked from the newest on, before all that is found is looked at instead."""

Oids: TypeAlias = Any
"""Some identities in ascending order: a set of the library, which has no type of its own."""


def _seconds(name: str) -> str:
    return f"{name}_seconds"


@dataclass(frozen=True, kw_only=True)
class Order:
    """In which order what is found comes, and which part of it.

    :ivar by: one of `MOMENTS`, or `title`.
    :ivar first: place of the first that is wanted, counted from 0.
    """

    by: str = "changed_at"
    descending: bool = True
    first: int = 0
    size: int = 50


class ContentCatalog(Persistent):
    """An index of all content by kind, state, place, author, moments and readers.

    :ivar _titles: identity to the title that staff sees; for scanning, not for looking up.
    """

    _titles: Any = None

    def __init__(self) -> None:
        self._catalog = Catalog(family=BTrees.family64)
        for name in FIELDS:
            self._catalog[name] = Field64(name)
        for name in MOMENTS:
            self._catalog[name] = Field64(_seconds(name))
        self._catalog["readers"] = Keyword64("readers")
        self.know_stages()
        self.know_titles()

    def know_stages(self) -> None:
        """Begin to know the stages of drafts, as every catalog does made since 2026-11."""
        self._catalog["stage"] = Field64("stage")

    def know_titles(self) -> None:
        """Begin to know titles, as every catalog does made since 2026-11."""
        self._titles = BTrees.family64.IO.BTree()

    def index(self, oid: int, record: Record) -> None:
        """Keep `record` as what is known of the object `oid`."""
        self._catalog.index_doc(oid, _Indexed(record))
        self.call(oid, record.title)

    def call(self, oid: int, title: str) -> None:
        """Keep `title` as that of the object `oid`, unless titles are not known yet."""
        if self._titles is not None and self._titles.get(oid) != title:
            self._titles[oid] = title

    def forget(self, oid: int) -> None:
        """Know nothing of the object `oid` any more."""
        self._catalog.unindex_doc(oid)
        if self._titles is not None:
            self._titles.pop(oid, None)

    def find(
        self, query: Query, *, order: str = "changed_at", newest: bool = True, limit: int = 100
    ) -> tuple[int, list[int]]:
        """Return the number of objects that fit, and the identities of the first `limit`.

        :param query: begins with a selective index (site, section or author); see `equal`.
        """
        count, found = self._catalog.query(query)
        _, oids = self._catalog.sort_result(found, order, limit=limit, reverse=newest)
        return int(count), list(oids)

    def page(self, query: Query, order: Order, words: Sequence[str] = ()) -> tuple[int, list[int]]:
        """Return the number of objects that fit, and the identities of one page of them.

        :param words: small letters, all of which the title has to hold.
        """
        found = self.fitting(query, words)
        return len(found), self.part(found, order)

    def fitting(self, query: Query, words: Sequence[str] = ()) -> Oids:
        """Return the identities of all objects that fit."""
        found: Oids = self._catalog.query(query)[1]
        return BTrees.family64.IF.Set(self._saying(words, found)) if words else found

    def having(self, found: Oids, name: str, value: str) -> Oids:
        """Return those of `found` whose field `name` equals `value`."""
        those = self._catalog[name]._fwd_index.get(value)  # noqa: SLF001  # it has no public way
        alike: Oids = BTrees.family64.IF.intersection(found, those) if those is not None else ()
        return alike

    def part(self, found: Oids, order: Order) -> list[int]:
        """Return one page of `found`."""
        end = order.first + order.size
        if len(found) > MANY and end <= FEW:
            return self._first(found, order, end)[order.first : end]
        key = self._key(order)
        return sorted(found, key=key, reverse=order.descending)[order.first : end]

    def _first(self, found: Oids, order: Order, end: int) -> list[int]:
        """Return the first of many objects up to place `end`, without sorting all."""
        if order.by in MOMENTS and order.descending:
            newest = list(islice(self._newest(found, order.by), end))
            if len(newest) == end:
                return newest
        pick = heapq.nlargest if order.descending else heapq.nsmallest
        return pick(end, found, key=self._key(order))

    def _newest(self, found: Oids, name: str) -> Iterator[int]:
        """Yield those of `found` that are among the newest objects of all, newest first."""
        by_moment = self._catalog[name]._fwd_index  # noqa: SLF001  # as above
        moment = math.inf
        for _step in range(WALKED_MOST):
            try:
                moment = by_moment.maxKey(math.nextafter(moment, -math.inf))
            except ValueError:  # there is none before
                return
            yield from (oid for oid in by_moment[moment] if oid in found)

    def _key(self, order: Order) -> Callable[[int], Any]:
        if order.by == "title":
            return self._title_key
        key: Callable[[int], Any] = self._catalog[order.by]._rev_index.get  # noqa: SLF001  # as above
        return key

    def _saying(self, words: Sequence[str], found: Any) -> Iterator[int]:
        """Return those of `found` whose titles hold all of `words`.

        Many are walked beside all titles, which is faster than looking up one after the other.
        Chinese words have no capitals, so that titles need not be folded for them.
        """
        many = len(found) * MANY_SHARE > len(self)
        fold = str.lower if any(word != word.upper() for word in words) else str
        known = ((oid, self._titles.get(oid, "")) for oid in found)
        for oid, title in self._titles.items() if many else known:
            folded = fold(title)
            if all(word in folded for word in words) and (not many or oid in found):
                yield oid

    def _title_key(self, oid: int) -> bytes:
        """Return what sorts common Chinese characters by how they are read."""
        return str(self._titles.get(oid, "")).encode("gb18030", "replace")

    def __len__(self) -> int:
        return int(self._catalog["kind"].documentCount())

    def oids(self) -> Iterator[int]:
        """Return the identities of all objects that the catalog knows."""
        return iter(self._catalog["kind"]._rev_index.keys())  # noqa: SLF001  # it has no public way


def equal(**values: object) -> Query:
    """Return the query for objects whose fields equal `values`, in the given order."""
    first, *others = [Eq(name, value) for name, value in values.items()]
    for other in others:
        first &= other
    return first


def one_of(name: str, values: Sequence[str]) -> Query:
    """Return the query for objects whose field `name` equals one of `values`."""
    return Eq(name, values[0]) if len(values) == 1 else AnyOf(name, list(values))


def between(name: str, start: datetime | None, end: datetime | None) -> Query:
    """Return the query for objects with a moment `name` from `start` on and before `end`."""
    first = start.timestamp() if start else 1
    last = math.nextafter(end.timestamp(), 0) if end else None
    return InRange(name, first, last)


def readable_by(principals: tuple[str, ...]) -> Query:
    """Return the query for objects that one of `principals` may view."""
    first, *others = [All("readers", [name]) for name in principals]
    for other in others:
        first |= other
    return first


class _Indexed:
    """A record as the indexes read it: attributes, moments as seconds since 1970.

    Moments are as fine as they come. With whole seconds, as before 2026-11, everybody who saved
    within the same second changed the same small set, and only one of them came through.
    """

    def __init__(self, record: Record) -> None:
        for name in FIELDS:
            setattr(self, name, getattr(record, name))
        for name in MOMENTS:
            setattr(self, _seconds(name), getattr(record, name).timestamp())
        self.readers = record.readers
        if record.stage:
            self.stage = record.stage
