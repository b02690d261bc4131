"""One role that somebody was given, and the forms that limit, suspend, end and divide it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.content import Home, site_of
from portal.content.section.content import Section
from portal.content.times import minute
from portal.desk.rights import LOGIN_MAX, RightsPage, shown
from portal.errors import Refusal
from portal.i18n import _
from portal.security.grant import Grant
from portal.security.granting import change_end, end, resume, suspend
from portal.security.handing import Part, split
from portal.security.holding import grant_called
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

Answer: TypeAlias = dict[str, Any] | HTTPSeeOther

ROWS = 4
"""Parts that the form offers at once."""
OID_DIGITS = 20
STEP = " › "


@view_defaults(name="role", permission="portal.grant", renderer="templates/rights_changing.pt")
class ChangeRole(RightsPage):
    """A role of somebody at this place."""

    def __init__(self, place: Any, request: Request) -> None:
        super().__init__(place, request)
        self.grant = grant_called(place, self._key)
        if self.grant is None:
            raise HTTPNotFound

    @view_config(context=Section, request_method="GET")
    @view_config(context=Site, request_method="GET")
    @view_config(context=Home, physical_path="/", request_method="GET")
    def show(self) -> Answer:
        """Show what it is and what can be done about it."""
        return self._page()

    @view_config(context=Section, request_method="POST")
    @view_config(context=Site, request_method="POST")
    @view_config(context=Home, physical_path="/", request_method="POST")
    def change(self) -> Answer:
        """Do what one of the forms says."""
        deeds = {
            "end": (self._end, "ended"),
            "suspend": (self._suspend, "suspended"),
            "resume": (self._resume, "resumed"),
            "until": (self._change_end, "changed"),
            "split": (self._split, "split"),
        }
        name = self.sent("deed")
        if name not in deeds:
            raise HTTPBadRequest
        deed, done = deeds[name]
        try:
            deed()
        except Refusal as refusal:
            self.request.tm.doom()
            self.request.response.status_int = 409
            return self._page(refusal.message, asked=name)
        return HTTPSeeOther(f"{self.list_address}?done={done}")

    def _end(self) -> None:
        end(self.place, self._key, self.request.act, reason=self.sent("reason"))

    def _suspend(self) -> None:
        suspend(self.place, self._key, self.request.act, reason=self.sent("reason"))

    def _resume(self) -> None:
        resume(self.place, self._key, self.request.act, reason=self.sent("reason"))

    def _change_end(self) -> None:
        until, reason = self.moment("until"), self.sent("reason")
        change_end(self.place, self._key, self.request.act, ends_at=until, reason=reason)

    def _split(self) -> None:
        parts = tuple(self._parts())
        split(self.place, self._key, parts, self.request.act, reason=self.sent("reason"))

    def _parts(self) -> Iterator[Part]:
        for row in range(ROWS):
            login = self.sent(f"login-{row}", LOGIN_MAX).lower()
            if login:
                oid = _number(self.sent(f"place-{row}"))
                yield Part(oid, login, self.moment(f"from-{row}"), self.moment(f"until-{row}"))

    @property
    def _key(self) -> str:
        return self.sent("grant")

    def _page(self, problem: str = "", asked: str = "") -> dict[str, Any]:
        grant = self.grant
        assert grant is not None  # noqa: S101  # else there is no such page
        title = _("A role at “${place}”", mapping={"place": self.place.title})
        own = grant.login == self.request.authenticated_userid
        return {
            **self.common(title),
            "address": f"{self.base}role",
            "grant": shown(grant, self.request.act.at, self.people),
            "is_over": grant.is_over(self.request.act.at),
            "own": own,
            "problem": problem,
            "asked": asked,
            "reason": self.sent("reason"),
            "until": self.sent("until"),
            "places": tuple(_places(self.place)),
            "rows": tuple(self._row(row, grant, asked) for row in range(ROWS)),
        }

    def _row(self, number: int, grant: Grant, asked: str) -> dict[str, Any]:
        """Return what a row of the form that divides says; at first the first is as it was."""
        if asked == "split":
            names = ("place", "login", "from", "until")
            return {"number": number} | {f"{n}_": self.sent(f"{n}-{number}") for n in names}
        until = minute(grant.ends_at).replace(" ", "T")
        login = "" if number else grant.login
        return {"number": number, "place_": "", "login_": login, "from_": "", "until_": until}


def _places(place: Any) -> Iterator[tuple[str, str]]:
    """Yield identity and title of `place` and of the sections below it."""
    yield str(place.oid), place.title
    if site_of(place) is not None:
        yield from _sections(place, "")


def _sections(place: Any, above: str) -> Iterator[tuple[str, str]]:
    for section in place.sections():
        title = f"{above}{section.title}"
        yield str(section.oid), title
        yield from _sections(section, f"{title}{STEP}")


def _number(text: str) -> int:
    digits = text.removeprefix("-")
    fits = digits.isascii() and digits.isdigit() and len(digits) < OID_DIGITS
    return int(text) if fits else 0
