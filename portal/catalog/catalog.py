"""The catalog of all content, for the lists that staff filter and sort.

Public pages do not ask it: they read listing trees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import BTrees
from persistent import Persistent
from repoze.catalog.catalog import Catalog
from repoze.catalog.indexes.field import CatalogFieldIndex
from repoze.catalog.indexes.keyword import CatalogKeywordIndex
from repoze.catalog.query import All, BoolOp, Eq, Query

BoolOp.family = BTrees.family64  # else `&` of two results of 64-bit indexes cannot iterate

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for an unknown moment: an object without a value would vanish from a sorted list."""


class Field64(CatalogFieldIndex):
    """A field index for substanced's 64-bit identities."""

    family = BTrees.family64


class Keyword64(CatalogKeywordIndex):
    """A keyword index for substanced's 64-bit identities."""

    family = BTrees.family64


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the catalog knows of one object; every object has a value in every index but `stage`.

    :ivar stage: how far its draft is, empty for what has none.
    :ivar site: identity of the site; 0 for what belongs to the cluster.
    :ivar section: identity of the folder that it is in.
    :ivar readers: principals that may view it.
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


FIELDS = ("kind", "state", "site", "section", "author")
MOMENTS = ("changed_at", "shown_at")


def _seconds(name: str) -> str:
    return f"{name}_seconds"


class ContentCatalog(Persistent):
    """An index of all content by kind, state, place, author, moments and readers."""

    def __init__(self) -> None:
        self._catalog = Catalog(family=BTrees.family64)
        for name in FIELDS:
            self._catalog[name] = Field64(name)
        for name in MOMENTS:
            self._catalog[name] = Field64(_seconds(name))
        self._catalog["readers"] = Keyword64("readers")
        self.know_stages()

    def know_stages(self) -> None:
        """Begin to know the stages of drafts, as every catalog does made since 2026-11."""
        self._catalog["stage"] = Field64("stage")

    def index(self, oid: int, record: Record) -> None:
        """Keep `record` as what is known of the object `oid`."""
        self._catalog.index_doc(oid, _Indexed(record))

    def forget(self, oid: int) -> None:
        """Know nothing of the object `oid` any more."""
        self._catalog.unindex_doc(oid)

    def find(
        self, query: Query, *, order: str = "changed_at", newest: bool = True, limit: int = 100
    ) -> tuple[int, list[int]]:
        """Return the number of objects that fit, and the identities of the first `limit`.

        :param query: begins with a selective index (site, section or author); see `equal`.
        """
        count, found = self._catalog.query(query)
        _, oids = self._catalog.sort_result(found, order, limit=limit, reverse=newest)
        return int(count), list(oids)

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


def readable_by(principals: tuple[str, ...]) -> Query:
    """Return the query for objects that one of `principals` may view."""
    first, *others = [All("readers", [name]) for name in principals]
    for other in others:
        first |= other
    return first


class _Indexed:
    """A record as the indexes read it: attributes, moments as whole seconds since 1970."""

    def __init__(self, record: Record) -> None:
        for name in FIELDS:
            setattr(self, name, getattr(record, name))
        for name in MOMENTS:
            setattr(self, _seconds(name), int(getattr(record, name).timestamp()))
        self.readers = record.readers
        if record.stage:
            self.stage = record.stage
