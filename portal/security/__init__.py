"""Who somebody is, and what they may do here: accounts, sign-in, roles, permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.csrf import CookieCSRFStoragePolicy

from portal.security.guessing import Guesses
from portal.security.policy import AccountPolicy

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Check permissions, and demand a token with every unsafe request.

    The token is kept in a cookie of its own, so that there is no session before sign-in.
    """
    settings = config.registry["settings"]
    config.set_security_policy(AccountPolicy(config.registry["secret"], settings.secure_cookies))
    config.set_csrf_storage_policy(
        CookieCSRFStoragePolicy(
            cookie_name="csrf", secure=settings.secure_cookies, httponly=True, samesite="Lax"
        )
    )
    config.set_default_csrf_options(require_csrf=True)
    config.registry["guesses"] = Guesses()
    config.scan("portal.security")
