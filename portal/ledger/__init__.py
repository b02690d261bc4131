"""The ledger: rows of what arrives in numbers and is never edited, beside the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.ledger.store import Ledger

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from sqlalchemy.orm import Session

__all__ = ["Ledger", "includeme", "session_of"]


def session_of(request: Request) -> Session:
    """Return the ledger's session in the current transaction of `request`."""
    ledger: Ledger = request.registry["ledger"]
    return ledger.session(request.tm)


def includeme(config: Configurator) -> None:
    """Offer the session as `request.ledger`.

    Whoever puts the application together opens the `Ledger` and keeps it as
    `config.registry["ledger"]`; pyramid_tm must be included, for `request.tm`.
    """
    config.add_request_method(session_of, "ledger", property=True)
