"""Links that leave government sites: they lead to a page that asks first."""

from __future__ import annotations

import hashlib
import hmac
import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Container

    from pyramid.request import Request

GOVERNMENT = (".gov.cn", ".xn--zfr164b")
"""Ends of host names that only government bodies have: `.gov.cn`, and its Chinese equivalent.

Source: circular on the management of government domain names (State Council General Office, 2018,
No. 55).
"""
_LINK = re.compile(
    r'(<a\b[^>]*?\bhref=")(https?://[^"]*)"([^>]*>.*?)(</a>)', re.IGNORECASE | re.DOTALL
)


def stays(address: str, request: Request) -> bool:
    """Tell whether `address` is one of a government site, of which nobody has to be warned."""
    return is_government(address, request.cluster.host_index)


def is_government(address: str, own: Container[str]) -> bool:
    """Tell whether `address` is on a host of a government, or on one of our `own`."""
    try:
        host = (urlsplit(address).hostname or "").encode("idna").decode()
    except ValueError:
        return False
    return f".{host}".endswith(GOVERNMENT) or host in own


def leave_address(address: str, request: Request) -> str:
    """Return the address of the page that asks before it leads to `address`."""
    query = urlencode({"to": address, "sign": sign(address, request)})
    return f"{request.script_name}/leave?{query}"


def sign(address: str, request: Request) -> str:
    """Return what proves that `address` stood on a page of ours: nobody else can borrow them."""
    secret = request.registry["secret"].encode()
    return hmac.new(secret, b"leave:" + address.encode(), hashlib.sha256).hexdigest()[:32]


def is_signed(address: str, signature: str, request: Request) -> bool:
    """Tell whether `signature` is that of `address`."""
    return hmac.compare_digest(sign(address, request).encode(), signature.encode())


def guarded(body: str, request: Request) -> str:
    """Return the cleaned HTML `body` with its links to other than government sites led past us.

    Each keeps the address itself in `data-address`, which is printed, and says that it leads away
    to those who do not see its mark.
    """
    if "http" not in body:
        return body
    said = html.escape(request.localizer.translate(_("(external link)")))

    def replace(found: re.Match[str]) -> str:
        address = html.unescape(found[2])
        if stays(address, request):
            return found[0]
        past = html.escape(leave_address(address, request))
        kept = f'{past}" data-address="{html.escape(address)}"{found[3]}'
        return f'{found[1]}{kept} <span class="unseen">{said}</span>{found[4]}'

    return _LINK.sub(replace, body)
