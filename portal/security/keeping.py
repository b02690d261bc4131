"""Where grants are kept: at their places, and the ended ones beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from BTrees.LOBTree import LOBTree
from pyramid.traversal import find_root

from portal.security.grant import Grant

if TYPE_CHECKING:
    from portal.content.content import Container


def put(place: Container, grant: Grant) -> None:
    """Keep `grant` at `place`; one with its key gives way to it."""
    others = tuple(kept for kept in place.grants.get(grant.login, ()) if kept[0] != grant.key)
    place.grants = {**place.grants, grant.login: (*others, tuple(grant))}
    _note_place(place, grant.login)


def retire(place: Container, grant: Grant) -> None:
    """Keep `grant`, which was ended, among those that were."""
    left = tuple(kept for kept in place.grants.get(grant.login, ()) if kept[0] != grant.key)
    others = {login: kept for login, kept in place.grants.items() if login != grant.login}
    place.grants = others | ({grant.login: left} if left else {})
    if place.ended_grants is None:
        place.ended_grants = LOBTree()
    kept_before = place.ended_grants
    kept_before[kept_before.maxKey() + 1 if kept_before else 1] = tuple(grant)
    _note_place(place, grant.login)


def _note_place(place: Container, login: str) -> None:
    """Note on the cluster whether `login` was given a role at `place`, for `grants_of`.

    The note is written also where it says the same: two grants to one person that exclude each
    other, given at the same time, then conflict, and the later one is checked again.
    """
    known: Any = getattr(find_root(place), "held_at", None)
    if known is None:
        return
    places = tuple(oid for oid in known.get(login, ()) if oid != place.oid)
    if login in place.grants:
        places = (*places, place.oid)
    if places:
        known[login] = places
    else:
        known.pop(login, None)
