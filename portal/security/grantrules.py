"""Which roles go together, and which cannot be lost; whoever gives or takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.traversal import find_root

from portal.errors import Refusal
from portal.i18n import _
from portal.security.grant import ADMINISTRATORS, ALONE, ROLES, Grant
from portal.security.holding import grants_at, grants_of

if TYPE_CHECKING:
    from datetime import datetime

    from portal.content.content import Container

NEEDED = ("administrator", "security")
"""Roles that somebody has to hold at all times, or nobody could give them again."""


def check_new(place: Container, grant: Grant, at: datetime) -> None:
    """Make sure that `grant` can be given at `place`.

    :raises Refusal: for a role that is none, that is not given here, or that does not go together
        with what the person has; for times that leave nothing.
    """
    if grant.role not in ROLES:
        raise Refusal(_("There is no role “${role}”.", mapping={"role": grant.role}))
    if grant.role in ADMINISTRATORS and place.__parent__ is not None:
        raise Refusal(_("This role is given at the cluster alone."))
    check_times(grant.begins_at, grant.ends_at, at)
    root = find_root(place)
    if getattr(root, "held_at", None) is not None:
        _check_together(root, grant, at)


def check_times(begins_at: datetime | None, ends_at: datetime | None, at: datetime) -> None:
    """Make sure that there is time between begin and end, and that the end is to come.

    :raises Refusal: when there is none.
    """
    if ends_at is not None and ends_at <= at:
        raise Refusal(_("The end has to be in the future."))
    if ends_at is not None and begins_at is not None and ends_at <= begins_at:
        raise Refusal(_("The end has to be after the beginning."))


def excludes(one: str, other: str) -> bool:
    """Tell whether nobody holds both roles."""
    if one == other:
        return False
    return bool({one, other} & ALONE) or {one, other} <= set(ADMINISTRATORS)


def check_can_lose(place: Container, grant: Grant, at: datetime) -> None:
    """Make sure that the cluster keeps somebody who can do what `grant` allows.

    Somebody who can sign in, and whose own role has no end.

    :raises Refusal: when it was the last one.
    """
    if place.__parent__ is not None or grant.role not in NEEDED or grant.is_over(at):
        return
    people: Any = place.get("people", {})
    others = (
        each
        for each in grants_at(place)
        if each.login != grant.login and each.role == grant.role and each.lasts
    )
    if not any(getattr(people.get(each.login), "enabled", False) for each in others):
        raise Refusal(
            _("The cluster needs somebody with this role; give it to somebody else first.")
        )


def _check_together(cluster: Any, grant: Grant, at: datetime) -> None:
    for place, held in grants_of(cluster, grant.login):
        if held.is_over(at):
            continue
        if excludes(grant.role, held.role):
            raise Refusal(
                _(
                    "Nobody is “${role}” and “${other}”: ${login} has the other role already "
                    "(${place}).",
                    mapping={
                        "role": ROLES[grant.role].title,
                        "other": ROLES[held.role].title,
                        "login": grant.login,
                        "place": place.title,
                    },
                )
            )
