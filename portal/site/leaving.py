"""The page that asks before it leads away from government sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.content import Home
from portal.content.leaving import is_signed
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.request import Request


@view_config(context=Home, name="leave", permission="view", renderer="templates/leave.pt")
def leave(home: Home, request: Request) -> dict[str, Any]:
    """Ask whether to go on; only to addresses that stand on our own pages.

    Source: Guidelines on the Development of Government Websites (State Council General Office,
    2017, No. 47), links, and the usual wording of such prompts.
    """
    address = request.GET.get("to", "")
    if not is_signed(address, request.GET.get("sign", ""), request):
        raise HTTPNotFound
    return {
        "title": _("You are leaving this site"),
        "site_title": (request.site or home).title,
        "address": address,
        "home_address": path_of(home, request),
    }
