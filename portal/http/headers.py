"""The headers that tell browsers what pages of the portal may do: little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.security.policy import COOKIE

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.registry import Registry
    from pyramid.request import Request
    from pyramid.response import Response

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


def header_tween(
    handler: Callable[[Request], Response], registry: Registry
) -> Callable[[Request], Response]:
    """Add the headers to each response that does not bring its own.

    What a signed-in person gets is kept nowhere.
    """

    def handle(request: Request) -> Response:
        _drop_unreadable_cookies(request)
        response = handler(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if COOKIE in request.cookies:
            response.headers["Cache-Control"] = "no-store"
        return response

    return handle


def _drop_unreadable_cookies(request: Request) -> None:
    """Take cookies that are no text for none; others on the same domain may have set them."""
    try:
        request.cookies.get(COOKIE)
    except UnicodeDecodeError:
        del request.environ["HTTP_COOKIE"]
