"""Which accounts a page lists, found in the register of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from portal.content.boundary import reach
from portal.content.times import minute
from portal.desk.numbers import numbers
from portal.i18n import _
from portal.ledger.queries import last_success
from portal.security.holding import places_of
from portal.security.locking import SIGN_IN
from portal.security.register import asked_of, fits, lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.request import Request

    from portal.security.register import Line
    from portal.site.cluster import Cluster

PAGE_SIZE = 50
"""People on one page of the list."""
WORDS_MOST = 100
"""Longest text that is searched for, in characters."""
ROLES = {"": _("With and without roles"), "yes": _("With a role"), "no": _("Without a role")}
STATES = {"": _("All accounts"), "yes": _("Can sign in"), "no": _("Disabled")}


@dataclass(frozen=True)
class WantedPeople:
    """What a list of people is narrowed to.

    :ivar words: each is in the name, the account name or the body of a person.
    :ivar body: identity of the body that they belong to; 0 for any.
    :ivar role: key of `ROLES`; so is `enabled` of `STATES`.
    """

    words: str = ""
    body: int = 0
    role: str = ""
    enabled: str = ""

    def query(self) -> str:
        """Return what an address says to mean the same."""
        said = {"words": self.words, "role": self.role, "enabled": self.enabled}
        values = {"body": str(self.body)} if self.body else {}
        return urlencode({name: each for name, each in (said | values).items() if each})


@dataclass(frozen=True)
class PersonRow:
    """A person as the list shows it; `signed_in` is the last time."""

    login: str
    name: str
    body: str
    post: str
    has_role: bool
    enabled: bool
    signed_in: str


def wanted_people(sent: Mapping[str, str]) -> WantedPeople:
    """Return what an address asks for; what it says wrongly counts as not said."""
    role, enabled = sent.get("role", ""), sent.get("enabled", "")
    return WantedPeople(
        words=sent.get("words", "").strip()[:WORDS_MOST],
        body=next(numbers([sent.get("body", "")]), 0),
        role=role if role in ROLES else "",
        enabled=enabled if enabled in STATES else "",
    )


def people_wanted(cluster: Cluster, wanted: WantedPeople) -> list[Line]:
    """Return all whom `wanted` means, ordered by account name."""
    asked = asked_of(wanted.words, cluster["bodies"])
    return [
        each
        for each in lines(cluster["people"])
        if fits(each, asked)
        and wanted.body in (0, each.body)
        and _is(wanted.enabled, each.enabled)
        and (not wanted.role or _is(wanted.role, has_role(cluster, each.login)))
    ]


def has_role(cluster: Any, login: str) -> bool:
    """Tell whether `login` holds a role anywhere now."""
    return next(places_of(cluster, login), None) is not None


def person_rows(found: list[Line], request: Request) -> tuple[PersonRow, ...]:
    """Return the people of one page, each with the last sign-in."""
    cluster = request.cluster
    return tuple(
        PersonRow(
            login=each.login,
            name=each.name,
            body=body_title(cluster, each.body),
            post=each.post,
            has_role=has_role(cluster, each.login),
            enabled=each.enabled,
            signed_in=minute(last_success(request.ledger, action=SIGN_IN, subject=each.login)),
        )
        for each in found
    )


def body_title(cluster: Any, oid: int) -> str:
    """Return the name of the body of this identity; empty for none."""
    body = reach(oid, cluster) if oid else None
    return body.title if body is not None else ""


def _is(wanted: str, value: bool) -> bool:  # noqa: FBT001  # it is what is compared
    return not wanted or (wanted == "yes") == value
