"""The second step of signing in, for accounts with a second factor: the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.csrf import get_csrf_token
from pyramid.renderers import render_to_response

from portal.i18n import _
from portal.security.tickets import ticket, values_of

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response

    from portal.security.people import Account
    from portal.security.resuming import Typed

PURPOSE = "sign-in"
TICKET = "ticket"
TICKET_MOST = 2_000


def ask_code(
    account: Account, request: Request, address: str, typed: Typed | None, error: str = ""
) -> Response:
    """Return the page that asks whoever knows the password of `account` for the code."""
    told = {"login": account.login, "stamp": account.stamp}
    values = {
        "title": _("Second step of signing in"),
        "action": address,
        "csrf_token": get_csrf_token(request),
        "ticket": ticket(request.registry["secret"], PURPOSE, told, request.act.at),
        "carried": typed.carried if typed is not None else (),
        "error": error,
    }
    page = render_to_response("portal.security:templates/sign_in_code.pt", values, request)
    page.cache_control = "no-store"
    if error:
        page.status_int = 422
    return page


def first_step_of(request: Request) -> Account | None:
    """Return the account whose password was given before; `None` if that was too long ago."""
    sent = str(request.POST.get(TICKET, ""))[:TICKET_MOST]
    told = values_of(request.registry["secret"], PURPOSE, sent, request.act.at)
    account: Account | None = request.cluster["people"].get(told["login"]) if told else None
    if told is None or account is None or account.stamp != told["stamp"]:
        return None
    return account if account.enabled and account.factor_secret else None
