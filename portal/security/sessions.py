"""Beginning and ending the sign-ins of staff, and forgetting those that ended by themselves."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from transaction import TransactionManager

from portal.errors import Refusal
from portal.i18n import _
from portal.jobs.queue import Job
from portal.ledger import staffsessions
from portal.ledger.audit import record
from portal.security.browsers import browser_name

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.ledger import Ledger
    from portal.security.people import Account

IDLE_SECONDS = 30 * 60
"""After so long without a request one has to sign in again. Source: GB/T 22239-2019, 8.1.4.1 b,
as assessors read it (10 to 30 minutes)."""
IDLE = timedelta(seconds=IDLE_SECONDS)


class KeepsLedger(Protocol):
    """What the job asks of its context."""

    @property
    def ledger(self) -> Ledger:
        """The ledger with the sessions."""


def begin_session(account: Account, request: Request) -> str:
    """Begin a session of `account` in the browser of `request`, and return its secret key."""
    key = secrets.token_hex(16)
    staffsessions.begin(
        request.ledger,
        key=key,
        login=account.login,
        stamp=account.stamp,
        at=request.act.at,
        address=request.act.address or "",
        agent=browser_name(request.user_agent or ""),
    )
    return key


def end_own_session(key: str, request: Request) -> None:
    """End one session of the person of `request`, here or elsewhere.

    :raises Refusal: when there is no such session of that person.
    """
    login = request.identity.login
    if not staffsessions.end(request.ledger, login=login, key=key):
        raise Refusal(_("This session has ended already."))
    record(request.ledger, request.act, "security.session_ended", subject=login)
    _tell_processes(request)


def end_other_sessions(request: Request) -> None:
    """End all sessions of the person of `request` but the one in which it came."""
    identity = request.identity
    staffsessions.end_others(request.ledger, login=identity.login, key=identity.session)
    record(request.ledger, request.act, "security.other_sessions_ended", subject=identity.login)
    _tell_processes(request)


def sign_out(request: Request) -> None:
    """End the session in which `request` came; its cookie is worth nothing from then on."""
    identity = request.identity
    staffsessions.end(request.ledger, login=identity.login, key=identity.session)
    record(request.ledger, request.act, "security.signed_out", subject=identity.login)
    _tell_processes(request)


def own_sessions(account: Account, request: Request) -> list[staffsessions.InForce]:
    """Return the sessions of `account` that are in force, the last used first."""
    since = request.act.at - IDLE
    found = staffsessions.in_force(
        request.ledger, login=account.login, stamp=account.stamp, since=since
    )
    return list(found)


def forget_idle_sessions(office: KeepsLedger) -> None:
    """Forget the sessions that ended because nobody used them."""
    manager = TransactionManager()
    with manager:
        before = datetime.now(UTC) - 2 * IDLE
        staffsessions.forget_idle(office.ledger.session(manager), before=before)


FORGETTING_SESSIONS = Job("sessions.forget", forget_idle_sessions, every=timedelta(minutes=10))


def _tell_processes(request: Request) -> None:
    """Let this process look again once it is committed; the others do within two seconds."""
    board = request.registry["ledger"].sessions
    request.tm.get().addAfterCommitHook(lambda _committed: board.forget())
