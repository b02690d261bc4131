"""From a request to a person, and from a person and a place to a permission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from pyramid.authentication import AuthTktCookieHelper
from pyramid.authorization import ACLHelper, Authenticated, Everyone
from pyramid.location import lineage
from pyramid.request import RequestLocalCache

from portal.security.factor import lacks_factor
from portal.security.grants import roles_at
from portal.security.sessions import IDLE_SECONDS, begin_session
from portal.workflow.declaration import principal

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.content.content import Container
    from portal.security.people import Account

RENEW_SECONDS = 3 * 60
"""How old the cookie is when it is renewed; a fraction of `IDLE_SECONDS`."""
COOKIE = "portal"
_ACL = ACLHelper()


@dataclass(frozen=True)
class Identity:
    """Who is signed in, found anew for each request.

    :ivar has_rights: false while a one-time or too old password waits to be changed, or a second
        factor that is demanded to be set up.
    :ivar session: key of the sign-in; empty for work that goes on without it.
    """

    login: str
    name: str
    has_rights: bool
    session: str = ""


class AccountPolicy:
    """Sign-in by a signed cookie that names a session, rights by the roles that places give."""

    def __init__(self, secret: str, secure: bool) -> None:  # noqa: FBT001
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
        ticket: Any = self._cookie.identify(request)
        account = request.cluster["people"].get(ticket["userid"]) if ticket else None
        if account is None:
            return None
        key = _session_in(ticket["tokens"], account)
        if not key or not request.registry["ledger"].sessions.holds(key):
            return None
        if hasattr(request, "_authtkt_reissued"):  # every few minutes; then its use is noted too
            request.add_finished_callback(partial(_note_use, key))
        return identity_of(account, key)

    def authenticated_userid(self, request: Request) -> str | None:
        """Return the account name of who is signed in."""
        identity = request.identity
        return identity.login if identity else None

    def permits(self, request: Request, context: Any, permission: str) -> Any:
        """Tell whether the person of `request` has `permission` on `context`.

        To view something, one must be able to view all that it is in: a hidden section or a site
        that is not online hides what is in it.
        """
        return permits(request.identity, context, permission)

    def remember(self, request: Request, userid: str, **_options: Any) -> Any:
        """Begin a session of `userid`, and return the headers that keep the person signed in."""
        account: Account = request.cluster["people"][userid]
        token = f"{_token(account)}{begin_session(account, request)}"
        return self._cookie.remember(request, userid, tokens=(token,))

    def forget(self, request: Request, **_options: Any) -> Any:
        """Return the headers that sign the browser out."""
        return self._cookie.forget(request)


class Rights:
    """What a person may do now, for work that goes on after the request of that person."""

    def __init__(self, cluster: Container, login: str) -> None:
        account = cluster["people"].get(login)
        self._identity = identity_of(account) if account is not None else None

    def has_permission(self, permission: str, context: Any) -> Any:
        """Tell whether the person has `permission` on `context`."""
        return permits(self._identity, context, permission)


def identity_of(account: Account, session: str = "") -> Identity | None:
    """Return who `account` stands for; `None` for one that may not be used."""
    if not account.enabled:
        return None
    has_rights = account.has_good_password(datetime.now(UTC)) and not lacks_factor(account)
    return Identity(account.login, account.title, has_rights, session)


def permits(identity: Identity | None, context: Any, permission: str) -> Any:
    """Tell whether `identity` has `permission` on `context`; see `AccountPolicy.permits`."""
    principals = _principals(identity, context)
    if permission != "view":
        return _ACL.permits(context, principals, permission)
    verdict: Any = None
    for place in lineage(context):
        verdict = _ACL.permits(place, principals, permission)
        if not verdict:
            break
    return verdict


def not_in_use(request: Request) -> None:
    """Let `request` keep nobody signed in: a page asked it by itself, perhaps before no one."""
    request._authtkt_reissue_revoked = True  # noqa: SLF001  # the cookie helper's only way to be told


def _token(account: Account) -> str:
    """Return how the cookie's only token begins: with a letter, as it must, and the stamp."""
    return f"s{account.stamp}-"


def _session_in(tokens: list[str], account: Account) -> str:
    """Return the key of the session that the cookie names; empty after the password changed."""
    token, begins = "".join(tokens), _token(account)
    return token.removeprefix(begins) if token.startswith(begins) else ""


def _note_use(key: str, request: Request) -> None:
    """Note that the session `key` is in use, unless a page asked by itself."""
    if not hasattr(request, "_authtkt_reissue_revoked"):
        request.registry["ledger"].sessions.note_use(key, datetime.now(UTC))


def _principals(identity: Identity | None, context: Any) -> list[str]:
    if identity is None:
        return [Everyone]
    signed_in = [Everyone, Authenticated]
    if not identity.has_rights:
        return signed_in
    return [*signed_in, *(principal(role) for role in roles_at(context, identity.login))]
