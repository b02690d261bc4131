"""Who holds which role at a place, and giving and taking roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.location import lineage
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.section.content import Section
from portal.errors import Refusal
from portal.i18n import _
from portal.security.grants import ROLES, give_role, take_role
from portal.security.people import People
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

LOGIN_MAX = 40
OF_MANAGERS = ("editor", "reviewer", "manager")
"""Roles that a manager gives and takes; the others are given at the cluster alone."""


@dataclass(frozen=True)
class Held:
    """A role that somebody holds.

    :ivar where: title of the place above where it was given; empty for here.
    :ivar can_take: whether it can be taken away on this page.
    """

    login: str
    name: str
    role: str
    role_title: TranslationString
    where: str
    can_take: bool


@view_defaults(renderer="templates/people.pt")
class PeoplePage:
    """The people with roles at a place and above it."""

    def __init__(self, context: Any, request: Request) -> None:
        self.request = request
        self.base = path_of(context, request)
        self.place = context.__parent__ if isinstance(context, People) else context
        is_cluster = self.place is request.cluster
        self.address = self.base if is_cluster else f"{self.base}people"
        self.roles = tuple(ROLES) if is_cluster else OF_MANAGERS

    @view_config(context=Section, name="people", permission="portal.manage", request_method="GET")
    @view_config(context=Site, name="people", permission="portal.manage", request_method="GET")
    @view_config(context=People, permission="portal.administer", request_method="GET")
    def show(self) -> dict[str, Any]:
        """List who holds which role here and above."""
        return self._page()

    @view_config(context=Section, name="people", permission="portal.manage", request_method="POST")
    @view_config(context=Site, name="people", permission="portal.manage", request_method="POST")
    @view_config(context=People, permission="portal.administer", request_method="POST")
    def decide(self) -> dict[str, Any] | HTTPSeeOther:
        """Give a role to somebody, or take one away."""
        sent = self.request.POST
        login, role = sent.get("login", "").strip().lower()[:LOGIN_MAX], sent.get("role", "")
        if role not in self.roles:
            raise HTTPForbidden
        if "take" in sent:
            take_role(self.place, login, role, self.request.act)
            return HTTPSeeOther(f"{self.address}?done=taken")
        try:
            self._need_account(login)
        except Refusal as refusal:
            self.request.response.status_int = 422
            return self._page(problem=refusal.message, login=login, role=role)
        give_role(self.place, login, role, self.request.act)
        return HTTPSeeOther(f"{self.address}?done=given")

    def _need_account(self, login: str) -> None:
        if login not in self.request.cluster["people"]:
            raise Refusal(_("There is no account “${name}”.", mapping={"name": login}))

    def _page(self, problem: str = "", login: str = "", role: str = "editor") -> dict[str, Any]:
        done = {"given": _("The role was given."), "taken": _("The role was taken away.")}
        title = _("People and roles of “${place}”", mapping={"place": self.place.title})
        return {
            "title": title,
            "held": tuple(self._held()),
            "roles": tuple((name, ROLES[name].title, ROLES[name].may) for name in self.roles),
            "problem": problem,
            "done": done.get(self.request.GET.get("done", ""), ""),
            "login": login,
            "role": role,
            "address": self.address,
            "contents": f"{self.base}contents" if self.place is not self.request.cluster else "",
            "csrf_token": get_csrf_token(self.request),
        }

    def _held(self) -> Iterator[Held]:
        people = self.request.cluster["people"]
        for place in lineage(self.place):
            here = place is self.place
            for login, roles in sorted(getattr(place, "grants", {}).items()):
                account = people.get(login)
                name = account.title if account is not None else ""
                for role in roles:
                    title, where = ROLES[role].title, "" if here else place.title
                    can_take = here and role in self.roles
                    yield Held(login, name, role, title, where, can_take)
