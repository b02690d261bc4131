"""Who does something, when, and who hears of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.registry import Registry
    from pyramid.request import Request

BY_COMMAND = "portal"
"""Account name under which commands of the operator act; no person may be called so."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """One deed: every operation is handed one and takes time and person from it.

    :ivar by: account name of the person; `None` for a citizen who did not sign in;
        `BY_COMMAND` for a command of the operator.
    :ivar at: moment of the deed, aware, in UTC.
    :ivar announce: tells an event to its subscribers, inside the same transaction.
    :ivar address: network address that the deed came from; `None` for a command.
    """

    by: str | None
    at: datetime
    announce: Callable[[object], object]
    address: str | None = None


def act_of(request: Request) -> Act:
    """Return the deed that `request` asks for.

    The address is the one that the server vouches for, not what a header claims.
    """
    return Act(
        by=request.authenticated_userid,
        at=datetime.now(UTC),
        announce=request.registry.notify,
        address=request.remote_addr,
    )


def act_of_command(registry: Registry) -> Act:
    """Return a deed of the operator, who runs a command now."""
    return Act(by=BY_COMMAND, at=datetime.now(UTC), announce=registry.notify)


def includeme(config: Configurator) -> None:
    """Offer the deed as `request.act`."""
    config.add_request_method(act_of, "act", reify=True)
