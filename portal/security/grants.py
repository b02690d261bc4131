"""Roles: given on a place, held there and below; what the operator does about them.

What people do about them, with the rules for that, is in `portal.security.granting`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.errors import Refusal
from portal.i18n import _
from portal.security.events import RoleGiven, RoleTaken
from portal.security.grant import ROLES as ROLES  # noqa: PLC0414  # offered here too
from portal.security.grant import Grant, new_key
from portal.security.grantrules import check_can_lose, check_new
from portal.security.holding import grants_above as grants_above  # noqa: PLC0414  # as above
from portal.security.holding import places_of as places_of  # noqa: PLC0414  # as above
from portal.security.holding import roles_at as roles_at  # noqa: PLC0414  # as above
from portal.security.keeping import put, retire

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.content import Container


def give_role(place: Container, login: str, role: str, act: Act, *, reason: str = "") -> None:
    """Let the account `login` hold `role` at `place` and below from now on, without an end.

    Nothing happens where it does so already.

    :raises Refusal: when there is no such role, or it does not go together with others.
    """
    held = (Grant._make(kept) for kept in place.grants.get(login, ()))
    if not any(each.role == role and each.lasts for each in held):
        keep_new(place, Grant(new_key(), login, role, act.by or "", reason, act.at), act)


def take_role(place: Container, login: str, role: str, act: Act, *, reason: str = "") -> None:
    """Let the account `login` hold `role` at `place` no more.

    :raises Refusal: when it was not given it there, or the cluster would be without it.
    """
    held = [Grant._make(kept) for kept in place.grants.get(login, ())]
    found = [each for each in held if each.role == role]
    if not found:
        raise Refusal(_("${login} does not hold this role here.", mapping={"login": login}))
    for each in found:
        end_grant(place, each, act, reason=reason)


def keep_new(place: Container, grant: Grant, act: Act) -> None:
    """Keep a new grant and announce it.

    :raises Refusal: when the role is not to be had here, or does not go together with others.
    """
    check_new(place, grant, act.at)
    put(place, grant)
    act.announce(RoleGiven(place, act, login=grant.login, role=grant.role, grant=grant))


def end_grant(place: Container, grant: Grant, act: Act, *, reason: str) -> None:
    """End a grant at once and announce it.

    :raises Refusal: when the cluster would be without the role.
    """
    check_can_lose(place, grant, act.at)
    retire(place, grant._replace(ended=(act.by or "", act.at, reason)))
    told: Any = {"login": grant.login, "role": grant.role, "grant": grant}
    act.announce(RoleTaken(place, act, **told, reason=reason))
