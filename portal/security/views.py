"""Signing in and out, and the page that says who one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import forget, remember
from pyramid.view import view_config, view_defaults

from portal.content.addresses import VIRTUAL_ROOT, path_of
from portal.content.content import Home
from portal.errors import Refusal
from portal.i18n import _
from portal.ledger.audit import record
from portal.security.grants import ROLES, grants_above
from portal.security.operations import change_password, sign_in

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response

FIELD_MAX = 200
"""Longest account name or password that is looked at, in characters."""


@view_defaults(context=Home, name="sign-in", permission="view")
class SignIn:
    """The way in for staff."""

    def __init__(self, home: Home, request: Request) -> None:
        self.home = home
        self.request = request

    @view_config(request_method="GET", renderer="templates/sign_in.pt")
    def ask(self) -> dict[str, Any] | HTTPSeeOther:
        """Ask for account name and password."""
        if self.request.identity:
            return HTTPSeeOther(f"{path_of(self.home, self.request)}account")
        return self._form()

    @view_config(request_method="POST", renderer="templates/sign_in.pt")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Take account name and password; say no more about a wrong one than that it is wrong."""
        login, password = (_field(self.request, name) for name in ("login", "password"))
        people = self.request.cluster["people"]
        account = sign_in(people, login, password, self.request.act, self.request.ledger)
        if account is None:
            self.request.response.status_int = 422
            return self._form(
                login,
                _(
                    "Account name and password do not fit, or sign-in is blocked for half an "
                    "hour after too many attempts."
                ),
            )
        headers = remember(self.request, account.login)
        return HTTPSeeOther(f"{path_of(self.home, self.request)}account", headers=headers)

    def _form(self, login: str = "", error: str = "") -> dict[str, Any]:
        return {
            "title": _("Sign in"),
            "login": login,
            "error": error,
            "action": f"{path_of(self.home, self.request)}sign-in",
            "csrf_token": get_csrf_token(self.request),
        }


@view_defaults(context=Home, permission="portal.account", renderer="templates/account.pt")
class OwnAccount:
    """What a signed-in person sees of the own account."""

    def __init__(self, home: Home, request: Request) -> None:
        self.home = home
        self.request = request
        self.account = request.cluster["people"][request.authenticated_userid]

    @view_config(name="account", request_method="GET")
    def show(self) -> dict[str, Any]:
        """Say who one is and what one may do."""
        return self._page(done="done" in self.request.GET)

    @view_config(name="account", request_method="POST")
    def change(self) -> dict[str, Any] | HTTPSeeOther:
        """Replace the password; the person stays signed in here and nowhere else."""
        try:
            self._replace()
        except Refusal as refusal:
            self.request.response.status_int = 422
            return self._page(error=refusal.message)
        headers = remember(self.request, self.account.login)
        return HTTPSeeOther(f"{path_of(self.home, self.request)}account?done", headers=headers)

    @view_config(name="sign-out", request_method="POST", renderer="string")
    def leave(self) -> Response:
        """Sign out."""
        record(
            self.request.ledger, self.request.act, "security.signed_out", subject=self.account.login
        )
        return HTTPSeeOther(path_of(self.home, self.request), headers=forget(self.request))

    def _replace(self) -> None:
        old, new, again = (
            _field(self.request, f"{name}_password") for name in ("current", "new", "repeated")
        )
        if new != again:
            raise Refusal(_("The two new passwords are not the same."))
        change_password(self.account, old, new, self.request.act)

    def _page(self, error: str = "", *, done: bool = False) -> dict[str, Any]:
        held = list(grants_above(self.home, self.account.login))
        must = _("Please replace your one-time password first; until then you have no rights.")
        return {
            "title": _("Your account"),
            "name": self.account.title,
            "login": self.account.login,
            "roles": tuple((place.title, ROLES[role].title) for place, role in held),
            "may": tuple(dict.fromkeys(ROLES[role].may for _place, role in held)),
            "notice": must if self.account.must_change else "",
            "tools": _tools(self.request),
            "error": error,
            "done": done,
            "password_address": f"{path_of(self.home, self.request)}account",
            "sign_out_address": f"{path_of(self.home, self.request)}sign-out",
            "csrf_token": get_csrf_token(self.request),
        }


def _tools(request: Request) -> tuple[tuple[str, str], ...]:
    """Return pairs of title and address of what the person administers, on the cluster's hosts."""
    cluster = request.cluster
    if VIRTUAL_ROOT in request.environ or not request.has_permission("portal.administer", cluster):
        return ()
    home = path_of(cluster, request)
    return (
        (_("Words of the search"), f"{home}search-words"),
        (_("What was not found"), f"{home}search-misses"),
    )


def _field(request: Request, name: str) -> str:
    return str(request.POST.get(name, ""))[:FIELD_MAX]
