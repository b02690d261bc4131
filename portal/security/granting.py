"""What people do about roles: give, limit, suspend and end them, each within their own rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pyramid.traversal import find_root

from portal.act import BY_COMMAND
from portal.errors import Refusal
from portal.i18n import _
from portal.security.events import GrantChanged
from portal.security.grant import ROLES, STAFF_ROLES, Grant, new_key
from portal.security.grantrules import check_can_lose, check_times
from portal.security.grants import end_grant, keep_new
from portal.security.holding import grant_called
from portal.security.keeping import put
from portal.security.policy import Rights

if TYPE_CHECKING:
    from datetime import datetime

    from portal.act import Act
    from portal.content.content import Container

REASON_MOST = 200


class Wish(NamedTuple):
    """What somebody asks to be given to `login`; see `Grant`."""

    login: str
    role: str
    reason: str
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    came_from: str = ""


def roles_given_at(place: Container) -> tuple[str, ...]:
    """Return the roles that can be given at `place`."""
    return tuple(ROLES) if place.__parent__ is None else STAFF_ROLES


def give(place: Container, wish: Wish, act: Act) -> Grant:
    """Give a role at `place` to a person with an account.

    :raises Refusal: when the one who gives may not, gives to themselves or says no reason; when
        the role is not to be had, held already, or does not go together with others.
    """
    check_grantor(place, wish.login, act)
    return give_checked(place, wish, act)


def give_checked(place: Container, wish: Wish, act: Act) -> Grant:
    """Give a role at `place`, by somebody of whom it is known that they may; see `give`."""
    _need_account(place, wish.login)
    if wish.role in ROLES and wish.role not in roles_given_at(place):
        raise Refusal(_("This role is given at the cluster alone."))
    begins_at = wish.begins_at if wish.begins_at and wish.begins_at > act.at else None
    grant = Grant(
        key=new_key(),
        login=wish.login,
        role=wish.role,
        grantor=act.by or "",
        reason=checked_reason(wish.reason),
        given_at=act.at,
        begins_at=begins_at,
        ends_at=wish.ends_at,
        came_from=wish.came_from,
    )
    _check_not_held(place, grant, act.at)
    keep_new(place, grant, act)
    return grant


def change_end(
    place: Container, key: str, act: Act, *, ends_at: datetime | None, reason: str
) -> None:
    """Let a grant end at another moment, or never.

    :raises Refusal: as `give`; when the cluster would be without the role one day.
    """
    grant = _own_to_change(place, key, act)
    check_times(grant.begins_at, ends_at, act.at)
    if ends_at is not None:
        check_can_lose(place, grant, act.at)
    _change(place, grant, grant._replace(ends_at=ends_at), act, deed="end_changed", reason=reason)


def suspend(place: Container, key: str, act: Act, *, reason: str) -> None:
    """Let a grant give nothing until it is resumed.

    :raises Refusal: as `give`; when it is suspended already.
    """
    grant = _own_to_change(place, key, act)
    if grant.suspended is not None:
        raise Refusal(_("This is suspended already."))
    check_can_lose(place, grant, act.at)
    note = (act.by or "", act.at, checked_reason(reason))
    _change(place, grant, grant._replace(suspended=note), act, deed="suspended", reason=reason)


def resume(place: Container, key: str, act: Act, *, reason: str) -> None:
    """Let a suspended grant give again what it gave.

    :raises Refusal: as `give`; when it is not suspended.
    """
    grant = _own_to_change(place, key, act)
    if grant.suspended is None:
        raise Refusal(_("This is not suspended."))
    _change(place, grant, grant._replace(suspended=None), act, deed="resumed", reason=reason)


def end(place: Container, key: str, act: Act, *, reason: str) -> None:
    """End a grant at once; it stays in the list of past ones.

    :raises Refusal: as `give`; when the cluster would be without the role.
    """
    grant = to_change(place, key, act)
    end_grant(place, grant, act, reason=checked_reason(reason))


def to_change(place: Container, key: str, act: Act) -> Grant:
    """Return the grant `key` of `place`, which the one who acts may change.

    :raises Refusal: when there is none any more, or that person may not.
    """
    grant = grant_called(place, key)
    if grant is None:
        raise Refusal(_("There is no such role of anybody here any more."))
    check_grantor(place, grant.login, act)
    return grant


def check_grantor(place: Container, login: str, act: Act) -> None:
    """Make sure that who acts has the right to give roles at `place` now, and not to themselves.

    :raises Refusal: when not.
    """
    if act.by == BY_COMMAND:
        return
    if act.by is None or not Rights(find_root(place), act.by).has_permission("portal.grant", place):
        raise Refusal(_("You have no right to give or change roles here any more."))
    if act.by == login:
        raise Refusal(_("Nobody gives rights to themselves or changes their own."))


def checked_reason(reason: str) -> str:
    """Return `reason` on one line.

    :raises Refusal: when it is empty.
    """
    line = " ".join(reason.split())[:REASON_MOST]
    if not line:
        raise Refusal(_("Please say why."))
    return line


def _own_to_change(place: Container, key: str, act: Act) -> Grant:
    grant = to_change(place, key, act)
    if grant.is_over(act.at):
        raise Refusal(_("This has ended; please give the role anew."))
    return grant


def _change(  # noqa: PLR0913  # what a change is
    place: Container, before: Grant, after: Grant, act: Act, *, deed: str, reason: str
) -> None:
    line = checked_reason(reason)
    put(place, after)
    act.announce(GrantChanged(place, act, before=before, after=after, deed=deed, reason=line))


def _need_account(place: Container, login: str) -> None:
    people: Any = find_root(place)["people"]
    account = people.get(login)
    if account is None:
        raise Refusal(_("There is no account “${name}”.", mapping={"name": login}))
    if not account.enabled:
        raise Refusal(_("The account “${name}” is disabled.", mapping={"name": login}))


def _check_not_held(place: Container, grant: Grant, at: datetime) -> None:
    """Make sure that the person does not have the same role here for the same time."""
    for kept in place.grants.get(grant.login, ()):
        held = Grant._make(kept)
        if held.role == grant.role and not held.is_over(at) and _overlap(held, grant):
            raise Refusal(
                _(
                    "${login} has this role here already for this time; change that instead.",
                    mapping={"login": grant.login},
                )
            )


def _overlap(one: Grant, other: Grant) -> bool:
    return _before(one.begins_at, other.ends_at) and _before(other.begins_at, one.ends_at)


def _before(begins_at: datetime | None, ends_at: datetime | None) -> bool:
    return begins_at is None or ends_at is None or begins_at < ends_at
