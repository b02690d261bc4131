"""Roles: given on a place, held there and below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.i18n import TranslationString
from pyramid.location import lineage

from portal.errors import Refusal
from portal.i18n import _
from portal.security.events import RoleGiven

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
        act.announce(RoleGiven(place, act, login=login, role=role))


def roles_at(place: Any, login: str) -> frozenset[str]:
    """Return the roles that `login` holds at `place`."""
    return frozenset(role for _where, role in grants_above(place, login))


def grants_above(place: Any, login: str) -> Iterator[tuple[Any, str]]:
    """Return pairs of a place and a role that reach down to `place`."""
    for above in lineage(place):
        for role in getattr(above, "grants", {}).get(login, ()):
            yield above, role
