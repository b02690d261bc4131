"""Signing in and out, and the page that says who one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED, forget, remember
from pyramid.view import view_config, view_defaults

from portal.content.addresses import VIRTUAL_ROOT, path_of
from portal.content.content import Home
from portal.content.times import minute
from portal.errors import Refusal
from portal.i18n import _
from portal.security.factor import confirm, lacks_factor
from portal.security.grants import ROLES, grants_above
from portal.security.operations import (
    change_password,
    choose_shortcuts,
    confirm_password,
    sign_in,
)
from portal.security.policy import not_in_use
from portal.security.resuming import typed_before_sign_in
from portal.security.secondstep import TICKET, ask_code, first_step_of
from portal.security.sessions import own_sessions, sign_out

if TYPE_CHECKING:
    from datetime import datetime

    from pyramid.request import Request

    from portal.security.people import Account
    from portal.security.resuming import Typed

FIELD_MAX = 200
"""Longest account name or password that is looked at, in characters."""
TOOLS = (
    ("portal.administer", _("People"), "people/staff"),
    ("portal.secure", _("People"), "people/staff"),
    ("portal.administer", _("Organisation"), "bodies/tree"),
    ("portal.administer", _("Words of the search"), "search-words"),
    ("portal.administer", _("What was not found"), "search-misses"),
    ("portal.administer", _("Word lists"), "word-lists"),
    ("portal.administer", _("Working days"), "calendar"),
    ("portal.grant", _("Roles and rights"), "roles"),
    ("portal.secure", _("Passwords and sign-in"), "security-settings"),
    ("portal.audit", _("Audit log"), "audit"),
)
"""Permission at the cluster, title and view of each page from which the cluster is run."""


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
    def send(self) -> dict[str, Any] | Response:
        """Take account name and password; say no more about a wrong one than that it is wrong."""
        if TICKET in self.request.POST:
            return self._second_step()
        login, password = (_field(self.request, name) for name in ("login", "password"))
        people = self.request.cluster["people"]
        account = sign_in(people, login, password, self.request.act, self.request.ledger)
        if account is None:
            self.request.response.status_int = 422
            return self._form(
                login,
                _(
                    "Account name and password do not fit, or sign-in is blocked for a while "
                    "after too many attempts."
                ),
            )
        if account.factor_secret:
            return self._ask_code(account)
        return self._admit(account)

    def _second_step(self) -> dict[str, Any] | Response:
        account = first_step_of(self.request)
        if account is None:
            self.request.response.status_int = 422
            return self._form("", _("That took too long. Please sign in again."))
        if confirm(account, _field(self.request, "code"), self.request.act, self.request.ledger):
            return self._admit(account)
        return self._ask_code(
            account,
            _(
                "This code does not fit, was used already, or sign-in is blocked for a while after "
                "too many attempts. Check that the clock of your telephone is right."
            ),
        )

    def _ask_code(self, account: Account, error: str = "") -> Response:
        address = f"{path_of(self.home, self.request)}sign-in"
        return ask_code(account, self.request, address, typed_before_sign_in(self.request), error)

    def _admit(self, account: Account) -> Response:
        headers = remember(self.request, account.login)
        typed = typed_before_sign_in(self.request)
        if typed is not None:
            return _resumed(typed, headers, self.request)
        return HTTPSeeOther(f"{path_of(self.home, self.request)}account", headers=headers)

    def _form(self, login: str = "", error: str = "") -> dict[str, Any]:
        typed, home = typed_before_sign_in(self.request), path_of(self.home, self.request)
        return sign_in_form(f"{home}sign-in", self.request, typed, login=login, error=error)


def sign_in_form(
    address: str, request: Request, typed: Typed | None, *, login: str = "", error: str = ""
) -> dict[str, Any]:
    """Return the values of the sign-in page, which carries what was `typed` elsewhere."""
    return {
        "title": _("Sign in"),
        "login": login,
        "error": error,
        "carried": typed.carried if typed is not None else (),
        "action": address,
        "csrf_token": get_csrf_token(request),
    }


def _resumed(typed: Typed, headers: Any, request: Request) -> Response:
    """Lead back to the form, which no redirect could bring what was typed."""
    values = {
        "title": _("Signed in again"),
        "address": typed.address,
        "values": typed.resumed,
        "csrf_token": get_csrf_token(request),
    }
    response = render_to_response("portal.security:templates/resume.pt", values, request)
    response.headers.extend(headers)
    return response


@view_config(context=Home, name="session", request_method="GET", permission=NO_PERMISSION_REQUIRED)
def tell_session(home: Home, request: Request) -> Response:
    """Tell a script who is signed in, and the token that the forms of this browser need now."""
    not_in_use(request)
    identity = request.identity
    login = identity.login if identity is not None and identity.has_rights else ""
    answer = {"login": login, "csrf_token": get_csrf_token(request)}
    return Response(json=answer, cache_control="no-store")


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

    @view_config(name="shortcuts", request_method="POST")
    def choose_shortcuts(self) -> HTTPSeeOther:
        """Let single keys do something on pages of staff, or nothing."""
        choose_shortcuts(self.account, self.request.act, on="on" in self.request.POST)
        return HTTPSeeOther(f"{path_of(self.home, self.request)}account#shortcuts")

    @view_config(name="sign-out", request_method="POST", renderer="string")
    def leave(self) -> Response:
        """Sign out."""
        sign_out(self.request)
        return HTTPSeeOther(path_of(self.home, self.request), headers=forget(self.request))

    def _replace(self) -> None:
        old, new, again = (
            _field(self.request, f"{name}_password") for name in ("current", "new", "repeated")
        )
        if new != again:
            raise Refusal(_("The two new passwords are not the same."))
        confirm_password(self.account, old, self.request.act, self.request.ledger)
        change_password(self.account, old, new, self.request.act)

    def _page(self, error: str = "", *, done: bool = False) -> dict[str, Any]:
        held = list(grants_above(self.home, self.account.login))
        return {
            "title": _("Your account"),
            "name": self.account.title,
            "login": self.account.login,
            "roles": tuple((place.title, ROLES[role].title) for place, role in held),
            "may": tuple(dict.fromkeys(ROLES[role].may for _place, role in held)),
            "notice": _rights_notice(self.account, self.request.act.at),
            "rules": self.account.__parent__.password_rules,
            "good_until": minute(self.account.password_good_until),
            "tools": _tools(self.request),
            "shortcuts": self.account.shortcuts,
            "shortcuts_address": f"{path_of(self.home, self.request)}shortcuts",
            "error": error,
            "done": done,
            "password_address": f"{path_of(self.home, self.request)}account",
            "mail": self.account.mail,
            "notices_address": self._notices_address(),
            "factor": bool(self.account.factor_secret),
            "factor_address": f"{path_of(self.home, self.request)}second-factor",
            "sessions": len(own_sessions(self.account, self.request)),
            "sessions_address": f"{path_of(self.home, self.request)}sessions",
            "sign_out_address": f"{path_of(self.home, self.request)}sign-out",
            "csrf_token": get_csrf_token(self.request),
        }

    def _notices_address(self) -> str:
        """Return where mail to oneself is looked after; empty where no mail is sent."""
        is_on = bool(self.request.registry["settings"].mail_host)
        return f"{path_of(self.home, self.request)}notices" if is_on else ""


def _rights_notice(account: Account, at: datetime) -> str:
    """Return why the person has no rights now; empty if nothing is in the way."""
    notice = ""
    if account.must_change:
        notice = _("Please replace your one-time password first; until then you have no rights.")
    elif not account.has_good_password(at):
        notice = _("Your password has expired. Please replace it; until then you have no rights.")
    elif lacks_factor(account):
        notice = _(
            "Your site demands a second factor. Please set it up; until then you have no rights."
        )
    return notice


def _tools(request: Request) -> tuple[tuple[str, str], ...]:
    """Return pairs of title and address of what the person administers, on the cluster's hosts."""
    cluster = request.cluster
    if VIRTUAL_ROOT in request.environ:
        return ()
    home = path_of(cluster, request)
    return tuple(
        (title, f"{home}{name}")
        for permission, title, name in TOOLS
        if request.has_permission(permission, cluster)
    )


def _field(request: Request, name: str) -> str:
    return str(request.POST.get(name, ""))[:FIELD_MAX]
