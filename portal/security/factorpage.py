"""The page on which people set up their second factor, and take it off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.content import Home
from portal.content.qrcode import qr_code
from portal.content.times import minute
from portal.errors import Refusal
from portal.i18n import _
from portal.security.factor import demands_factor, draw_recovery_codes, drop_factor, enrol
from portal.security.operations import confirm_password
from portal.security.tickets import ticket, values_of
from portal.security.totp import draw_secret, enrolment_address

if TYPE_CHECKING:
    from pyramid.request import Request

PURPOSE = "second-factor"
FIELD_MAX = 2_000
GROUP = 4
"""Characters of the secret that are read together."""


@view_defaults(
    context=Home,
    name="second-factor",
    permission="portal.account",
    renderer="templates/second_factor.pt",
)
class SecondFactor:
    """What a person asks of the own sign-in."""

    def __init__(self, home: Home, request: Request) -> None:
        self.request = request
        self.account = request.cluster["people"][request.authenticated_userid]
        self.address = f"{path_of(home, request)}second-factor"

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Say whether there is a second factor."""
        return self._page(done="done" in self.request.GET)

    @view_config(request_method="POST")
    def change(self) -> dict[str, Any] | HTTPSeeOther:
        """Do what the form says; secrets are shown in the answer itself, once."""
        deeds = {
            "begin": self._begin,
            "confirm": self._confirm,
            "codes": self._draw_codes,
            "drop": self._drop,
        }
        name = self._sent("form")
        if name not in deeds:
            raise HTTPBadRequest
        self.request.response.cache_control = "no-store"
        try:
            return deeds[name]()
        except Refusal as refusal:
            self.request.response.status_int = 422
            secret = self._secret() if name == "confirm" else ""
            return self._page(error=refusal.message, secret=secret)

    def _begin(self) -> dict[str, Any]:
        self._check_password()
        return self._page(secret=draw_secret())

    def _confirm(self) -> dict[str, Any]:
        secret = self._secret()
        if not secret:
            raise Refusal(_("The form has expired. Please begin again."))
        codes = enrol(self.account, secret, self._sent("code"), self.request.act)
        return self._page(codes=codes)

    def _draw_codes(self) -> dict[str, Any]:
        self._check_password()
        return self._page(codes=draw_recovery_codes(self.account, self.request.act))

    def _drop(self) -> HTTPSeeOther:
        self._check_password()
        if demands_factor(self.account):
            raise Refusal(
                _("Your site demands a second factor. Whoever lost theirs asks an administrator.")
            )
        drop_factor(self.account, self.request.act)
        return HTTPSeeOther(f"{self.address}?done")

    def _check_password(self) -> None:
        password, request = self._sent("password"), self.request
        confirm_password(self.account, password, request.act, request.ledger)

    def _secret(self) -> str:
        """Return the secret that was shown to this person in this form; empty once it is old."""
        told = values_of(
            self.request.registry["secret"], PURPOSE, self._sent("ticket"), self.request.act.at
        )
        mine = told is not None and told["stamp"] == self.account.stamp
        return told["secret"] if told is not None and mine else ""

    def _sent(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))[:FIELD_MAX]

    def _page(
        self, error: str = "", *, secret: str = "", codes: tuple[str, ...] = (), done: bool = False
    ) -> dict[str, Any]:
        account = self.account
        return {
            "title": _("Second factor"),
            "action": self.address,
            "account_address": f"{self.address.removesuffix('second-factor')}account",
            "csrf_token": get_csrf_token(self.request),
            "login": account.login,
            "since": minute(account.factor_since),
            "left": len(account.recovery),
            "demanded": demands_factor(account),
            "codes": codes,
            "error": error,
            "done": done,
            "offer": self._offer(secret) if secret and not account.factor_secret else None,
        }

    def _offer(self, secret: str) -> dict[str, str]:
        """Return a new secret as telephones and people read it, and the ticket that brings it."""
        account, request = self.account, self.request
        address = enrolment_address(secret, account.login, request.cluster.title)
        told = {"secret": secret, "stamp": account.stamp}
        return {
            "picture": qr_code.__wrapped__(address),  # no secret stays in the memory of pages
            "address": address,
            "secret": " ".join(secret[n : n + GROUP] for n in range(0, len(secret), GROUP)),
            "ticket": ticket(request.registry["secret"], PURPOSE, told, request.act.at),
        }
