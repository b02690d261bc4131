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
    from pyramid.request import Request

    from portal.content.body.content import Body, Person


def body_of(place: Any) -> Body | None:
    """Return the body that the site of `place` belongs to."""
    site = site_of(place)
    owner = site.owner if site is not None else ""
    body: Body | None = find_root(place)["bodies"].get(owner) if owner else None
    return body


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
