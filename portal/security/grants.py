"""Roles: given on a place, held there and below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.i18n import TranslationString
from pyramid.location import lineage
from pyramid.traversal import find_root

from portal.errors import Refusal
from portal.i18n import _
from portal.security.events import RoleGiven, RoleTaken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.act import Act
    from portal.content.content import Container


@dataclass(frozen=True)
class Role:
    """A role in the words of people; what exactly it may do stands in the workflows."""

    title: TranslationString
    may: TranslationString


ROLES = {
    "administrator": Role(
        _("Administrator"), _("Administer the cluster: found sites, add accounts, give roles.")
    ),
    "manager": Role(
        _("Site manager"), _("Manage a site: its settings and sections, and all that is in it.")
    ),
    "editor": Role(_("Editor"), _("Write documents, and keep files and pictures.")),
    "reviewer": Role(_("Reviewer"), _("Review documents, release and withdraw them.")),
}


def give_role(place: Container, login: str, role: str, act: Act) -> None:
    """Let the account `login` hold `role` at `place` and below.

    :raises Refusal: when there is no such role.
    """
    if role not in ROLES:
        raise Refusal(_("There is no role “${role}”.", mapping={"role": role}))
    held = place.grants.get(login, ())
    if role not in held:
        place.grants = {**place.grants, login: (*held, role)}
        _note_place(place, login)
        act.announce(RoleGiven(place, act, login=login, role=role))


def take_role(place: Container, login: str, role: str, act: Act) -> None:
    """Let the account `login` hold `role` at `place` no more.

    :raises Refusal: when it does not hold it there, or is the last administrator of the cluster.
    """
    held = place.grants.get(login, ())
    if role not in held:
        raise Refusal(_("${login} does not hold this role here.", mapping={"login": login}))
    if role == "administrator" and not _others_with(place, login, role):
        raise Refusal(_("The cluster needs an administrator; give the role to somebody first."))
    left = tuple(each for each in held if each != role)
    others = {name: roles for name, roles in place.grants.items() if name != login}
    place.grants = others | ({login: left} if left else {})
    _note_place(place, login)
    act.announce(RoleTaken(place, act, login=login, role=role))


def _others_with(place: Container, login: str, role: str) -> bool:
    """Tell whether anybody but `login` holds `role` at `place`; only the cluster's is counted."""
    if place.__parent__ is not None:
        return True
    people = place.get("people", {})
    holders = (name for name, roles in place.grants.items() if role in roles and name != login)
    return any(getattr(people.get(name), "enabled", False) for name in holders)


def _note_place(place: Container, login: str) -> None:
    """Note on the cluster whether `login` holds a role at `place`, for `places_of`."""
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


def places_of(cluster: Any, login: str) -> Iterator[Container]:
    """Return the places at which roles were given to `login` itself, not those below them."""
    for oid in cluster.held_at.get(login, ()):
        place = cluster.__objectmap__.object_for(oid)
        if place is not None and login in place.grants:
            yield place


def roles_at(place: Any, login: str) -> frozenset[str]:
    """Return the roles that `login` holds at `place`."""
    return frozenset(role for _where, role in grants_above(place, login))


def grants_above(place: Any, login: str) -> Iterator[tuple[Any, str]]:
    """Return pairs of a place and a role that reach down to `place`."""
    for above in lineage(place):
        for role in getattr(above, "grants", {}).get(login, ()):
            yield above, role
