"""How a visitor wants to read: as usual, or large and with strong contrast."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.content import Home

if TYPE_CHECKING:
    from pyramid.request import Request

COOKIE = "reading"
ELDER = "elder"
"""Large text, strong contrast, big targets.

Source: circular on websites for the elderly and the disabled (State Council General Office, 2021,
No. 28): main text of 18 points or more, contrast of 4.5:1 or more, on pages without advertising.
"""
KEEP_SECONDS = 365 * 24 * 3600
BACK_MAX = 500
"""Longest address to come back to, in characters."""
_LOCAL = re.compile(r"/(?![/\\])[\x21-\x7e]*")


def is_elder(request: Request) -> bool:
    """Tell whether the visitor asked for large text."""
    return bool(request.cookies.get(COOKIE) == ELDER)


def switch_address(home: Home, request: Request) -> str:
    """Return the address that changes the way of reading and comes back to this page."""
    mode = "plain" if is_elder(request) else ELDER
    back = _way_back(request) or path_of(home, request)
    return f"{path_of(home, request)}reading?{urlencode({'mode': mode, 'back': back})}"


def _way_back(request: Request) -> str:
    """Return the address of this page; empty for one that is too long, or no text at all."""
    try:
        address: str = request.path_qs
    except UnicodeDecodeError:
        return ""
    return address if len(address) <= BACK_MAX else ""


@view_config(context=Home, name="reading", request_method="GET", permission="view")
def switch(home: Home, request: Request) -> HTTPSeeOther:
    """Keep the way of reading in a cookie and lead back; never to another host."""
    back = request.GET.get("back", "")[:BACK_MAX]
    response = HTTPSeeOther(back if _LOCAL.fullmatch(back) else path_of(home, request))
    if request.GET.get("mode") == ELDER:
        secure = request.registry["settings"].secure_cookies
        response.set_cookie(
            COOKIE, ELDER, max_age=KEEP_SECONDS, secure=secure, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE)
    return response
