"""Accounts that nobody uses: they are told of it, and some time later they are disabled."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from transaction import TransactionManager

from portal.errors import Refusal
from portal.jobs.queue import Job
from portal.ledger.queries import last_success
from portal.security.accounts import disable_account
from portal.security.events import AccountUnused
from portal.security.locking import SIGN_IN
from portal.security.register import lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from portal.act import Act
    from portal.ledger import Ledger
    from portal.security.people import Account, People

TOLD_BEFORE = timedelta(days=14)
"""So long before an account is disabled it is told; half of the time where that is shorter."""
BATCH = 500
"""Accounts after which memory is given back."""


class KeepsPeople(Protocol):
    """What the job asks of its context."""

    @property
    def ledger(self) -> Ledger:
        """The ledger that knows who signed in."""

    def transaction(self) -> AbstractContextManager[tuple[Any, Act]]:
        """Give the cluster and a deed of the operator; commit at the end, or undo all."""


def look_for_unused(office: KeepsPeople) -> None:
    """Tell those who have not signed in for long, and disable those who were told in time.

    The time without a sign-in is a rule of the cluster. Source: GB/T 22239-2019, 8.1.4.2
    (surplus accounts), as assessors read it: 90 days.
    """
    with office.transaction() as (cluster, _act):
        found = list(_out_of_use(cluster["people"], office.ledger, datetime.now(UTC)))
    for login, used_at in found:
        with office.transaction() as (cluster, act):
            account = cluster["people"].get(login)
            if account is not None and account.enabled:
                tell_or_disable(account, used_at, act)


def tell_or_disable(account: Account, used_at: datetime, act: Act) -> None:
    """Tell that nobody has used `account` since `used_at`; if it was told in time, disable it.

    The last one who can administer the cluster or its security is told, and never disabled.
    """
    told_before = _told_before(account.__parent__)
    if account.told_unused_at is None or account.told_unused_at <= used_at:
        account.told_unused_at = act.at
        act.announce(AccountUnused(account, act, until=act.at + told_before))
    elif act.at >= account.told_unused_at + told_before:
        with suppress(Refusal):
            disable_account(account, act, "")


def _out_of_use(people: People, ledger: Ledger, at: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield the accounts that are to be told of it or to be disabled, and when they were used."""
    if not people.password_unused:
        return
    told_from = at - timedelta(people.password_unused) + _told_before(people)
    manager = TransactionManager()
    with manager:
        session = ledger.session(manager)
        for number, line in enumerate(lines(people), start=1):
            used = _given_at(people[line.login]) if line.enabled else None
            if used is not None and used <= told_from:
                signed_in_at = last_success(session, action=SIGN_IN, subject=line.login)
                used = max(used, signed_in_at) if signed_in_at else used
                if used <= told_from:
                    yield line.login, used
            if number % BATCH == 0:
                people._p_jar.cacheGC()  # noqa: SLF001  # ZODB's own name for it


def _given_at(account: Account) -> datetime | None:
    """Return when `account` was added, enabled, or given another password, whichever was last."""
    moments = (account.in_use_since, account.password_set_at)
    return max((each for each in moments if each is not None), default=None)


def _told_before(people: People) -> timedelta:
    return min(TOLD_BEFORE, timedelta(people.password_unused) / 2)


LOOKING_FOR_UNUSED = Job("people.unused", look_for_unused, every=timedelta(hours=6))
