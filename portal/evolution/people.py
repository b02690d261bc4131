"""Steps that bring accounts up to today's layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from BTrees.OOBTree import OOBTree

from portal.security.register import note

if TYPE_CHECKING:
    from pyramid.registry import Registry

    from portal.site.cluster import Cluster


def people_are_found_by_names(cluster: Cluster, registry: Registry) -> None:
    """Write the register of people, which lists and searches of accounts read."""
    people = cluster["people"]
    people.register = OOBTree()
    for account in people.values():
        note(account)
