"""The part of the worker that lets lists and search follow when a site disables an add-on.

Its pages are gone at once; what stands in the lists of sections goes piece by piece, and comes
back when the add-on is enabled again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from ZODB.broken import Broken

from portal.catalog.catalog import equal
from portal.content.content import is_in_use
from portal.content.declaration import kinds_of
from portal.content.document.content import Document
from portal.content.document.showing import hide, show
from portal.content.indexing import look_again

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from pyramid.registry import Registry

    from portal.act import Act

PIECE = 200
"""Objects that are dealt with in one transaction."""
START = -(1 << 63)
"""No identity is smaller."""


class SettlesAddOns(Protocol):
    """What settling asks of its context."""

    registry: Registry

    def transaction(self) -> AbstractContextManager[tuple[Any, Act]]:
        """Give the cluster and a deed of the operator; commit at the end, or undo all."""


def settle(office: SettlesAddOns) -> bool:
    """Deal with the next objects of an add-on that a site enabled or disabled.

    Tell whether there are more. What was dealt with is noted in the same transaction.
    """
    with office.transaction() as (cluster, act):
        if not cluster.settling:
            return False
        (site_oid, name, after), *others = cluster.settling
        site = cluster.__objectmap__.object_for(site_oid)
        if site is None:
            cluster.settling = tuple(others)
            return True
        oids = sorted(each for each in _oids(cluster, site, name, office.registry) if each > after)
        for oid in oids[:PIECE]:
            _settle(cluster.__objectmap__.object_for(oid), act, office.registry)
        rest = ((site_oid, name, oids[PIECE - 1]),) if len(oids) > PIECE else ()
        cluster.settling = (*rest, *others)
        if not rest and name not in office.registry.addons:
            _take_out_unreadable(site)
        return True


def _oids(cluster: Any, site: Any, name: str, registry: Registry) -> Iterator[int]:
    for kind in kinds_of(registry).values():
        if kind.addon == name:
            yield from cluster.catalog.fitting(equal(site=site.oid, kind=kind.name))


def _settle(content: Any, act: Act, registry: Registry) -> None:
    if content is None:
        return
    if isinstance(content, Document) and content.state == "published":
        (show if is_in_use(content) else hide)(content, act)
    look_again(content, registry)


def _take_out_unreadable(place: Any) -> None:
    """Take what nobody can read, as its code is gone, out of the lists below `place`."""
    for section in place.sections():
        for row in list(section.listing):
            if isinstance(section.get(row.name), Broken):
                section.listing.take((-int(row.shown_at.timestamp()), row.oid))
        _take_out_unreadable(section)
