"""Ending a body of the directory: its people, its sites and what is below it get another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.traversal import find_root

from portal.content.body.events import BodyEnded
from portal.content.body.operations import change_body
from portal.content.body.queries import bodies_above
from portal.content.times import ZONE
from portal.errors import Refusal
from portal.i18n import _
from portal.security.accounts import change_account
from portal.security.register import logins_of
from portal.site.operations import change_site

if TYPE_CHECKING:
    from datetime import date

    from portal.act import Act
    from portal.content.body.content import Body
    from portal.site.site import Site


@dataclass(frozen=True)
class Belongings:
    """What belongs to a body: account names, sites, and the bodies directly below it."""

    people: tuple[str, ...]
    sites: tuple[Site, ...]
    bodies: tuple[Body, ...]

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.people or self.sites or self.bodies)


def belongings_of(body: Body) -> Belongings:
    """Return what belongs to `body`."""
    cluster: Any = find_root(body)
    below = (each for each in cluster["bodies"].values() if each.superior == body.oid)
    return Belongings(
        tuple(logins_of(cluster["people"], body.oid)),
        tuple(site for site in cluster.all_sites() if site.owner == body.__name__),
        tuple(each for each in below if each.ended_on is None),
    )


def end_body(body: Body, day: date, successor: Body | None, act: Act) -> None:
    """End `body`; all that belongs to it belongs to `successor` from now on.

    :param day: from which it is no more, in the time zone of the sites.
    :raises Refusal: when it has ended, the day is to come, the successor is none, or there is
        none although something belongs to the body.
    """
    if body.ended_on is not None:
        raise Refusal(_("This body has ended already."))
    if day > act.at.astimezone(ZONE).date():
        raise Refusal(_("The day cannot be in the future."))
    if successor is body or (successor is not None and successor.ended_on is not None):
        raise Refusal(_("Please choose another body, which has not ended, as the successor."))
    belongings = belongings_of(body)
    if belongings and successor is None:
        raise Refusal(_("People, sites or bodies still belong to it; please choose a successor."))
    if successor is not None:
        _hand_over(body, belongings, successor, act)
    body.ended_on, body.successor = day, successor.oid if successor is not None else 0
    body.changed_at = body.__parent__.changed_at = act.at
    act.announce(_ended(body, belongings, successor, act))


def _hand_over(body: Body, belongings: Belongings, successor: Body, act: Act) -> None:
    if body in bodies_above(successor):
        change_body(successor, {"superior": body.superior}, act)
    for below in belongings.bodies:
        if below is not successor:
            change_body(below, {"superior": successor.oid}, act)
    for site in belongings.sites:
        change_site(site, {"owner": successor.__name__ or ""}, act)
    people = find_root(body)["people"]
    for login in belongings.people:
        change_account(people[login], {"body": successor.oid}, act)


def _ended(body: Body, belongings: Belongings, successor: Body | None, act: Act) -> BodyEnded:
    return BodyEnded(
        body,
        act,
        successor=(successor.__name__ or "") if successor is not None else "",
        people=belongings.people,
        sites=tuple(site.__name__ or "" for site in belongings.sites),
        bodies=tuple(each.__name__ or "" for each in belongings.bodies),
    )
