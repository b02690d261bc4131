"""What the pages about roles have in common: their places, and grants in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token

from portal.act import BY_COMMAND
from portal.content.addresses import path_of
from portal.content.times import minute, moment_of
from portal.errors import Refusal
from portal.i18n import _
from portal.security.grant import ROLES, Grant
from portal.security.people import name_of

if TYPE_CHECKING:
    from datetime import datetime

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.security.people import People

FIELD_MAX = 500
"""Of a text that is read, in characters."""
LOGIN_MAX = 40
STATES = {
    "holds": _("in force"),
    "waiting": _("not yet in force"),
    "suspended": _("suspended"),
    "expired": _("expired"),
    "ended": _("ended"),
}


@dataclass(frozen=True)
class Shown:
    """A grant in words.

    :ivar where: title of the place where it was given; empty for here.
    :ivar by: who suspended or ended it; empty for neither.
    :ivar note: when and why.
    :ivar change: address of the page on which it can be changed; empty where it cannot.
    """

    key: str
    login: str
    name: str
    role: TranslationString | str
    where: str
    grantor: TranslationString | str
    given_at: str
    reason: str
    begins_at: str
    ends_at: str
    state: str
    state_title: TranslationString
    by: TranslationString | str
    note: str
    change: str = ""


def shown(
    grant: Grant, at: datetime, people: People, *, where: str = "", change: str = ""
) -> Shown:
    """Return `grant` in words, as it is at the moment `at`."""
    role, state = ROLES.get(grant.role), grant.state(at)
    note = grant.ended or grant.suspended
    return Shown(
        grant.key,
        grant.login,
        name_of(grant.login, people),
        role.title if role is not None else grant.role,
        where,
        named(grant.grantor, people),
        minute(grant.given_at),
        grant.reason,
        minute(grant.begins_at or grant.given_at),
        minute(grant.ends_at),
        state,
        STATES[state],
        named(note[0], people) if note else "",
        f"{minute(note[1])} {note[2]}" if note else "",
        change,
    )


def named(login: str, people: People) -> TranslationString | str:
    """Return the name of who did something about roles."""
    return _("the operator") if login == BY_COMMAND else name_of(login, people)


class RightsPage:
    """A page about the roles of a place: the cluster, a site or a section."""

    def __init__(self, place: Any, request: Request) -> None:
        self.place = place
        self.request = request
        self.base = path_of(place, request)
        self.is_cluster = place is request.cluster
        self.people: Any = request.cluster["people"]
        self.list_address = f"{self.base}{'roles' if self.is_cluster else 'people'}"

    def sent(self, name: str, most: int = FIELD_MAX) -> str:
        """Return the text of a field, whichever way it came."""
        values = self.request.POST if self.request.method == "POST" else self.request.GET
        return str(values.get(name, "")).strip()[:most]

    def login(self, name: str = "login") -> str:
        """Return the account name in a field."""
        return self.sent(name, LOGIN_MAX).lower()

    def moment(self, name: str) -> datetime | None:
        """Return the moment in a field; `None` for an empty one.

        :raises Refusal: when it is no moment.
        """
        text = self.sent(name)
        moment = moment_of(text) if text else None
        if text and moment is None:
            raise Refusal(_("Please give the moment as in 2026-03-02 09:30."))
        return moment

    def common(self, title: TranslationString) -> dict[str, Any]:
        """Return what every page of these shows."""
        return {
            "title": title,
            "place": self.place.title,
            "list": self.list_address,
            "contents": "" if self.is_cluster else f"{self.base}contents",
            "csrf_token": get_csrf_token(self.request),
        }
