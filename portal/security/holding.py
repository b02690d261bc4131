"""Who holds which role where, at a moment: asked on each check of a permission."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pyramid.location import lineage

from portal.security.grant import ADMINISTRATORS, Grant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.content.content import Container

_NONE: dict[str, Any] = {}


def roles_at(place: Any, login: str, at: datetime | None = None) -> frozenset[str]:
    """Return the roles that `login` holds at `place`, now or at the moment `at`."""
    held: list[str] = []
    for above in lineage(place):  # asked some hundred times a page, so it is written out
        kept = getattr(above, "grants", _NONE).get(login)
        if kept:
            moment = at or datetime.now(UTC)
            held += [each[2] for each in kept if Grant._make(each).state(moment) == "holds"]
    return frozenset(held)


def grants_above(place: Any, login: str) -> Iterator[tuple[Any, str]]:
    """Return pairs of a place and a role that reach down to `place` now."""
    return ((where, grant.role) for where, grant in held_above(place, login))


def held_above(place: Any, login: str, at: datetime | None = None) -> Iterator[tuple[Any, Grant]]:
    """Return pairs of a place and a grant that reaches down to `place`, now or at `at`.

    What waits for its moment, is suspended or over is none of them, without anybody's doing.
    """
    for above in lineage(place):
        kept = getattr(above, "grants", _NONE).get(login)
        if kept:
            moment = at or datetime.now(UTC)
            for grant in map(Grant._make, kept):
                if grant.state(moment) == "holds":
                    yield above, grant


def grants_at(place: Any) -> Iterator[Grant]:
    """Return every grant that was given at `place` itself and not ended, ordered by account."""
    for _login, kept in sorted(getattr(place, "grants", {}).items()):
        yield from map(Grant._make, kept)


def ended_at(place: Any) -> tuple[Grant, ...]:
    """Return the grants at `place` that were ended, the last one first."""
    kept = place.ended_grants
    return tuple(map(Grant._make, reversed(tuple(kept.values())))) if kept is not None else ()


def grant_called(place: Any, key: str) -> Grant | None:
    """Return the grant `key` that was given at `place` and not ended."""
    return next((each for each in grants_at(place) if each.key == key), None)


def grants_of(cluster: Any, login: str) -> Iterator[tuple[Container, Grant]]:
    """Return pairs of a place and a grant of `login` that was not ended, over the whole cluster."""
    for oid in cluster.held_at.get(login, ()):
        place = cluster.__objectmap__.object_for(oid)
        if place is not None:
            for kept in place.grants.get(login, ()):
                yield place, Grant._make(kept)


def places_of(cluster: Any, login: str, at: datetime | None = None) -> Iterator[Container]:
    """Return the places at which `login` itself holds roles, not those below them."""
    moment, seen = at or datetime.now(UTC), set()
    for place, grant in grants_of(cluster, login):
        if place.oid not in seen and grant.state(moment) == "holds":
            seen.add(place.oid)
            yield place


def is_administrator(cluster: Any, login: str) -> bool:
    """Tell whether `login` was given the role of one of the three administrators."""
    now = datetime.now(UTC)
    held = map(Grant._make, cluster.grants.get(login, ()))
    return any(each.role in ADMINISTRATORS and not each.is_over(now) for each in held)
