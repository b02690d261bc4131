"""Look-ups of what pages show of the body behind a site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.traversal import find_root

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import is_public, site_of
from portal.content.values import BodyCard, PersonCard
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.content.body.content import Body, Person


def body_of(place: Any) -> Body | None:
    """Return the body that the site of `place` belongs to."""
    site = site_of(place)
    owner = site.owner if site is not None else ""
    body: Body | None = find_root(place)["bodies"].get(owner) if owner else None
    return body


def bodies_above(body: Body) -> Iterator[Body]:
    """Return the bodies above `body`, the nearest first; each once, whatever is stored."""
    seen, above = {body.oid}, body
    while above.superior and above.superior not in seen:
        seen.add(above.superior)
        found = reach(above.superior, body)
        if found is None:
            return
        above = found
        yield above


def body_tree(bodies: Any) -> Iterator[tuple[int, Body]]:
    """Return pairs of depth and body, each right after the one above it; without ended ones.

    A body above that has ended, or is there no more, counts as none, so that each is found once.
    """
    living = (each for each in bodies.values() if each.ended_on is None)
    every: list[Body] = sorted(living, key=lambda each: (each.position, each.title))
    known = {each.oid for each in every}
    below: dict[int, list[Body]] = {}
    for each in every:
        superior = each.superior if each.superior in known else 0
        below.setdefault(superior, []).append(each)
    seen: set[int] = set()
    for top in (*below.get(0, []), *every):  # the second finds those that stand in a circle
        waiting = [(0, top)]
        while waiting:
            depth, body = waiting.pop()
            if body.oid not in seen:
                seen.add(body.oid)
                yield depth, body
                waiting += [(depth + 1, each) for each in reversed(below.get(body.oid, []))]


def leaders(place: Any, request: Request) -> tuple[PersonCard, ...]:
    """Return the leaders of the body behind the site of `place`, in their order."""
    body = body_of(place)
    names = body.leader_names if body is not None else ()
    return tuple(_card(body[name], place, request) for name in names)  # type: ignore[index]


def body_card(place: Any) -> BodyCard | None:
    """Return what is to be told of the body behind the site of `place`."""
    body = body_of(place)
    if body is None:
        return None
    known = (
        (_("Address"), body.address),
        (_("Postcode"), body.postcode),
        (_("Telephone"), body.phone),
        (_("Office hours"), body.hours),
    )
    facts = tuple((label, value) for label, value in known if value)
    return BodyCard(body.title, facts, body.functions, body.offices)


def _card(person: Person, place: Any, request: Request) -> PersonCard:
    portrait = reach(person.portrait, place) if person.portrait else None
    shown = portrait is not None and is_public(portrait)
    return PersonCard(
        name=person.title,
        post=person.post,
        duties=person.duties,
        resume=person.resume,
        phone=person.phone,
        email=person.email,
        portrait=f"{path_of(portrait, request)}/small" if shown else "",
        alternative=portrait.alternative if shown and portrait is not None else "",
    )
