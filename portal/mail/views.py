"""The page on which people say where their mail goes and what they want to hear of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.content import Home
from portal.errors import Refusal
from portal.i18n import _
from portal.mail.kinds import GROUPS
from portal.mail.operations import (
    DIGITS,
    GOOD_FOR,
    ask_address,
    choose_notices,
    confirm_address,
    drop_address,
)
from portal.mail.post import send_code, tell_old_address

if TYPE_CHECKING:
    from pyramid.request import Request

DONE = {
    "ask": _("A code was sent to the address. It may take a minute to arrive."),
    "confirm": _("Your mail goes to this address from now on."),
    "drop": _("No more mail is sent to you."),
    "choose": _("Your choice counts from now on."),
}
NOT_THE_CODE: str = _("This is not the code that was sent.")
FIELD_MAX = 300
"""Longest address or code that is looked at, in characters."""


@view_defaults(
    context=Home, name="notices", permission="portal.account", renderer="templates/notices.pt"
)
class Notices:
    """Address and choice of the person who is signed in, and the forms that change them."""

    def __init__(self, home: Home, request: Request) -> None:
        self.home = home
        self.request = request
        self.account: Any = request.cluster["people"][request.authenticated_userid]
        self.is_on = bool(request.registry["settings"].mail_host)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show what holds now."""
        return self._page(done=str(self.request.GET.get("done", "")))

    @view_config(request_method="POST")
    def change(self) -> dict[str, Any] | HTTPSeeOther:
        """Do what one of the forms says."""
        deeds = {
            "ask": self._ask,
            "confirm": self._confirm,
            "drop": self._drop,
            "choose": self._choose,
        }
        name = self._sent("form")
        if name not in deeds or not self.is_on:
            raise HTTPBadRequest
        problem: str = ""
        try:
            problem = deeds[name]()
        except Refusal as refusal:
            problem = refusal.message
        if problem:
            self.request.response.status_int = 422
            return self._page(problem=problem, asked=name)
        return HTTPSeeOther(f"{path_of(self.home, self.request)}notices?done={name}")

    def _ask(self) -> str:
        code = ask_address(self.account, self._sent("mail"), self.request.act)
        send_code(self.account, code, self.request)
        return ""

    def _confirm(self) -> str:
        old = self.account.mail
        if not confirm_address(self.account, self._sent("code"), self.request.act):
            return NOT_THE_CODE
        tell_old_address(self.account, old, self.request)
        return ""

    def _drop(self) -> str:
        old = self.account.mail
        drop_address(self.account, self.request.act)
        tell_old_address(self.account, old, self.request)
        return ""

    def _choose(self) -> str:
        wanted = self.request.POST.getall("group")
        choose_notices(self.account, wanted, self.request.act)
        return ""

    def _sent(self, name: str) -> str:
        value = self.request.POST.get(name, "")
        return value.strip()[:FIELD_MAX] if isinstance(value, str) else ""

    def _page(self, *, done: str = "", problem: str = "", asked: str = "") -> dict[str, Any]:
        waits = self.account.mail_asked
        return {
            "title": _("Notices by mail"),
            "is_on": self.is_on,
            "mail": self.account.mail,
            "waits_for": waits[0] if waits else "",
            "digits": DIGITS,
            "minutes": int(GOOD_FOR.total_seconds()) // 60,
            "typed": self._sent("mail") if asked == "ask" else "",
            "groups": tuple(
                (name, title, name not in self.account.notices_off)
                for name, title in GROUPS.items()
            ),
            "said": DONE.get(done, ""),
            "problem": problem,
            "asked": asked,
            "action": f"{path_of(self.home, self.request)}notices",
            "account_address": f"{path_of(self.home, self.request)}account",
            "csrf_token": get_csrf_token(self.request),
        }
