"""The step that turns names of roles into records of who gave them, and how long they last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.evolution.desk import places_below
from portal.security.grant import Grant, new_key

if TYPE_CHECKING:
    from pyramid.registry import Registry

    from portal.site.cluster import Cluster


def grants_are_records(cluster: Cluster, registry: Registry) -> None:
    """Make a record of each role that people hold; nobody knows any more who gave it and when.

    Nobody gains a role by this: who was the administrator of everything is the system
    administrator, and the operator names the two others with `portal user`.
    """
    for place in places_below(cluster):
        if any(isinstance(each, str) for held in place.grants.values() for each in held):
            place.grants = {login: _records(login, held) for login, held in place.grants.items()}


def _records(login: str, held: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        tuple(Grant(new_key(), login, each)) if isinstance(each, str) else each for each in held
    )
