"""From a request to a person, and from a person and a place to a permission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from pyramid.authentication import AuthTktCookieHelper
from pyramid.authorization import ACLHelper, Authenticated, Everyone
from pyramid.location import lineage
from pyramid.request import RequestLocalCache

from portal.security.grants import roles_at
from portal.workflow.declaration import principal

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.security.people import Account

IDLE_SECONDS = 30 * 60
"""After so long without a request one has to sign in again. Source: GB/T 22239-2019, 8.1.4.1 b,
as assessors read it (10 to 30 minutes)."""
RENEW_SECONDS = 3 * 60
"""How old the cookie is when it is renewed; a fraction of `IDLE_SECONDS`."""
COOKIE = "portal"


@dataclass(frozen=True)
class Identity:
    """Who is signed in, found anew for each request.

    :ivar has_rights: false while a one-time password waits to be changed.
    """

    login: str
    name: str
    has_rights: bool


class AccountPolicy:
    """Sign-in by a signed cookie, rights by the roles that places give."""

    def __init__(self, secret: str, secure: bool) -> None:  # noqa: FBT001
        self._acl = ACLHelper()
        self._found = RequestLocalCache(self._find)
        self._cookie = AuthTktCookieHelper(
            secret,
            cookie_name=COOKIE,
            secure=secure,
            timeout=IDLE_SECONDS,
            reissue_time=RENEW_SECONDS,
            http_only=True,
            samesite="Lax",
            hashalg="sha512",
            wild_domain=False,
        )

    def identity(self, request: Request) -> Identity | None:
        """Return who is signed in, if the account still exists as it was at sign-in."""
        return cast("Identity | None", self._found.get_or_create(request))

    def _find(self, request: Request) -> Identity | None:
        if COOKIE not in request.cookies:
            return None
        ticket = self._cookie.identify(request)
        account = request.cluster["people"].get(ticket["userid"]) if ticket else None
        if account is None or not account.enabled or _token(account) not in ticket["tokens"]:
            return None
        return Identity(account.login, account.title, not account.must_change)

    def authenticated_userid(self, request: Request) -> str | None:
        """Return the account name of who is signed in."""
        identity = request.identity
        return identity.login if identity else None

    def permits(self, request: Request, context: Any, permission: str) -> Any:
        """Tell whether the person of `request` has `permission` on `context`.

        To view something, one must be able to view all that it is in: a hidden section or a site
        that is not online hides what is in it.
        """
        principals = _principals(request.identity, context)
        if permission != "view":
            return self._acl.permits(context, principals, permission)
        verdict: Any = None
        for place in lineage(context):
            verdict = self._acl.permits(place, principals, permission)
            if not verdict:
                break
        return verdict

    def remember(self, request: Request, userid: str, **_options: Any) -> Any:
        """Return the headers that keep `userid` signed in."""
        account: Account = request.cluster["people"][userid]
        return self._cookie.remember(request, userid, tokens=(_token(account),))

    def forget(self, request: Request, **_options: Any) -> Any:
        """Return the headers that sign the browser out."""
        return self._cookie.forget(request)


def _token(account: Account) -> str:
    """Return the account's stamp in the form that the cookie can carry: a letter comes first."""
    return f"s{account.stamp}"


def _principals(identity: Identity | None, context: Any) -> list[str]:
    if identity is None:
        return [Everyone]
    signed_in = [Everyone, Authenticated]
    if not identity.has_rights:
        return signed_in
    return [*signed_in, *(principal(role) for role in roles_at(context, identity.login))]
