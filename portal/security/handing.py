"""Dividing a role that somebody has, and handing duties over to a successor, each in one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pyramid.location import inside
from pyramid.traversal import find_root, resource_path_tuple

from portal.content.boundary import reach
from portal.content.content import site_of
from portal.errors import Refusal
from portal.i18n import _
from portal.security.events import DutiesHandedOver, GrantChanged, GrantSplit
from portal.security.grant import Grant
from portal.security.granting import Wish, checked_reason, give_checked, to_change
from portal.security.grantrules import check_can_lose
from portal.security.grants import end_grant
from portal.security.holding import grants_of
from portal.security.keeping import put

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from portal.act import Act
    from portal.content.content import Container

PARTS_MOST = 10


class Part(NamedTuple):
    """A part of a divided grant: at which place, for whom, from when until when.

    :ivar place: identity of the place itself or of one below it.
    """

    place: int
    login: str
    begins_at: datetime | None = None
    ends_at: datetime | None = None


class Handover(NamedTuple):
    """What is handed over to `successor`.

    :ivar keys: of the grants; see `duties_of`.
    :ivar since: the moment from which the successor has them; `None` for at once.
    :ivar drafts: whether the drafts of the person stand on the successor's desk too.
    """

    login: str
    successor: str
    keys: frozenset[str]
    reason: str
    since: datetime | None = None
    drafts: bool = False


def split(
    place: Container, key: str, parts: Iterable[Part], act: Act, *, reason: str
) -> tuple[Grant, ...]:
    """Divide a grant into parts with the same role, in one act; the original ends.

    :raises Refusal: for no parts or too many, for a place that is not below, and as `give`.
    """
    grant, chosen, line = to_change(place, key, act), tuple(parts), checked_reason(reason)
    if grant.is_over(act.at):
        raise Refusal(_("This has ended; please give the role anew."))
    _check_not_suspended(grant)
    if not 1 <= len(chosen) <= PARTS_MOST:
        raise Refusal(_("Please name 1 to ${most} parts.", mapping={"most": PARTS_MOST}))
    _check_parts(grant, chosen, act)
    places = [place_of_part(place, part.place) for part in chosen]
    end_grant(place, grant, act, reason=line)
    given = tuple(
        give_checked(where, _part_wish(grant, part, line), act)
        for where, part in zip(places, chosen, strict=True)
    )
    keys = tuple(each.key for each in given)
    act.announce(GrantSplit(place, act, before=grant, parts=keys, reason=line))
    return given


def duties_of(place: Container, login: str, at: datetime) -> Iterator[tuple[Container, Grant]]:
    """Return what `login` was given at `place` and below, in its site, and is not over."""
    everywhere = place.__parent__ is None
    for where, grant in grants_of(find_root(place), login):
        own = everywhere or site_of(where) is site_of(place)
        if own and inside(where, place) and not grant.is_over(at):
            yield where, grant


def holders_below(place: Container, at: datetime) -> Iterator[str]:
    """Return who was given something at `place` or below, in its site, that is not over."""
    cluster: Any = find_root(place)
    paths, own = cluster.__objectmap__, resource_path_tuple(place)
    for login, oids in cluster.held_at.items():
        near = any((paths.path_for(oid) or ())[: len(own)] == own for oid in oids)
        if near and next(duties_of(place, login, at), None) is not None:
            yield login


def hand_over(place: Container, order: Handover, act: Act) -> tuple[str, ...]:
    """Give what `order` names to a successor from a moment on, and end it there for the person.

    Returns the keys of the new grants; what the successor has already is not given again.

    :raises Refusal: when something of it is not to be had any more, nothing was chosen, a person
        would give to themselves, and as `give`.
    """
    line = checked_reason(order.reason)
    since = order.since if order.since is not None and order.since > act.at else None
    if order.successor == order.login:
        raise Refusal(_("Please choose another person as the successor."))
    chosen = [pair for pair in duties_of(place, order.login, act.at) if pair[1].key in order.keys]
    if not chosen or len(chosen) != len(order.keys):
        raise Refusal(_("Choose what is handed over; perhaps somebody changed it meanwhile."))
    for where, grant in chosen:
        _check_may_hand(where, grant, order.successor, act)
    wanted = order._replace(reason=line, since=since)
    given = tuple(key for pair in chosen for key in _passed_on(*pair, wanted, act))
    if order.drafts:
        _take_over(place, order, since or act.at)
    act.announce(
        DutiesHandedOver(
            place,
            act,
            login=order.login,
            successor=order.successor,
            since=since or act.at,
            grants=given,
            drafts=order.drafts,
            reason=line,
        )
    )
    return given


def place_of_part(place: Container, oid: int) -> Container:
    """Return the place `oid`, which is `place` or below it in the same site.

    :raises Refusal: when it is not.
    """
    found = place if oid == place.oid else reach(oid, place)
    if found is None or not hasattr(found, "grants") or not inside(found, place):
        raise Refusal(_("Each part is for this place or one below it."))
    container: Container = found
    return container


def _check_parts(grant: Grant, parts: tuple[Part, ...], act: Act) -> None:
    """Make sure that no part gives more time than there was, nor anything to who divides."""
    for part in parts:
        if part.login == act.by:
            raise Refusal(_("Nobody gives rights to themselves or changes their own."))
        if grant.ends_at is not None and (part.ends_at is None or part.ends_at > grant.ends_at):
            raise Refusal(_("No part lasts longer than the whole."))


def _part_wish(grant: Grant, part: Part, reason: str) -> Wish:
    begins_at = max(filter(None, (grant.begins_at, part.begins_at)), default=None)
    return Wish(part.login, grant.role, reason, begins_at, part.ends_at, grant.key)


def _check_may_hand(where: Container, grant: Grant, successor: str, act: Act) -> None:
    to_change(where, grant.key, act)
    if successor == act.by:
        raise Refusal(_("Nobody gives rights to themselves or changes their own."))
    _check_not_suspended(grant)


def _check_not_suspended(grant: Grant) -> None:
    if grant.suspended is not None:
        raise Refusal(_("What is suspended is not divided or handed over; resume or end it first."))


def _passed_on(where: Container, grant: Grant, order: Handover, act: Act) -> tuple[str, ...]:
    """Give one grant to the successor, then take it from the person, or limit it to the moment."""
    given: tuple[str, ...] = ()
    held = map(Grant._make, where.grants.get(order.successor, ()))
    if not any(each.role == grant.role and each.lasts for each in held):
        begins_at = max(filter(None, (grant.begins_at, order.since)), default=None)
        wish = Wish(order.successor, grant.role, order.reason, begins_at, grant.ends_at, grant.key)
        given = (give_checked(where, wish, act).key,)
    since = order.since
    if since is None or (grant.begins_at is not None and grant.begins_at >= since):
        end_grant(where, grant, act, reason=order.reason)
    elif grant.ends_at is None or grant.ends_at > since:
        check_can_lose(where, grant, act.at)
        after = grant._replace(ends_at=since)
        put(where, after)
        told: Any = {"before": grant, "after": after, "deed": "end_changed"}
        act.announce(GrantChanged(where, act, **told, reason=order.reason))
    return given


def _take_over(place: Container, order: Handover, since: datetime) -> None:
    account: Any = find_root(place)["people"][order.successor]
    account.taken_over = (*account.taken_over, (order.login, place.oid, since))
