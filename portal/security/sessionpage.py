"""The page on which people see where they are signed in, and end what they do not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.content import Home
from portal.content.times import minute
from portal.errors import Refusal
from portal.i18n import _
from portal.security.sessions import end_other_sessions, end_own_session, own_sessions

if TYPE_CHECKING:
    from pyramid.request import Request

KEY_MOST = 40


@view_defaults(
    context=Home, name="sessions", permission="portal.account", renderer="templates/sessions.pt"
)
class Sessions:
    """Where a person is signed in."""

    def __init__(self, home: Home, request: Request) -> None:
        self.request = request
        self.account = request.cluster["people"][request.authenticated_userid]
        self.address = f"{path_of(home, request)}sessions"

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show the sessions that are in force."""
        return self._page(done="done" in self.request.GET)

    @view_config(request_method="POST")
    def end(self) -> dict[str, Any] | HTTPSeeOther:
        """End one session, or all but this one."""
        try:
            self._end(str(self.request.POST.get("key", ""))[:KEY_MOST])
        except Refusal as refusal:
            self.request.response.status_int = 422
            return self._page(problem=refusal.message)
        return HTTPSeeOther(f"{self.address}?done")

    def _end(self, key: str) -> None:
        if "others" in self.request.POST:
            end_other_sessions(self.request)
        else:
            end_own_session(key, self.request)

    def _page(self, problem: str = "", *, done: bool = False) -> dict[str, Any]:
        rows = own_sessions(self.account, self.request)
        here = self.request.identity.session
        return {
            "title": _("Where you are signed in"),
            "action": self.address,
            "account_address": f"{self.address.removesuffix('sessions')}account",
            "csrf_token": get_csrf_token(self.request),
            "rows": tuple(
                {
                    "key": each.key,
                    "began": minute(each.began_at),
                    "used": minute(each.used_at),
                    "address": each.address,
                    "agent": each.agent,
                    "here": each.key == here,
                }
                for each in rows
            ),
            "others": len(rows) > 1,
            "problem": problem,
            "done": done,
        }
