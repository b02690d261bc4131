"""For how long sign-in is blocked after failures; the delay grows with them.

What is tried meanwhile is written down, but does not make the delay longer: whoever goes on
guessing for ever could otherwise keep the owner out for ever.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from portal.ledger.queries import failures_from, failures_since, has_succeeded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.act import Act

SIGN_IN = "security.signed_in"
SIGN_IN_BLOCKED = "security.sign_in_blocked"
"""An attempt that was not looked at."""
LOCK_FAILURES = 5
"""Failed attempts before an account is locked, and before each longer lock. Source: GB/T
22239-2019, 8.1.4.1 b, as assessors read it."""
LOCKS = (timedelta(minutes=10), timedelta(minutes=30), timedelta(minutes=60))
"""How long the first lock holds, the second, and each later one. Source: as above (10 or more)."""
FAILURES_REMEMBERED = timedelta(days=1)
ADDRESS_KNOWN = timedelta(days=30)
"""So long an account is known at a network address from which its owner signed in: what others
guess elsewhere does not lock it there."""
ADDRESS_FAILURES = 50
"""Failed attempts from one network address within `LOCK_FOR`, over all accounts: offices share
one."""
LOCK_FOR = timedelta(minutes=30)


def is_blocked(ledger: Session, login: str, act: Act) -> bool:
    """Tell whether too many attempts have failed lately, for the account or from the address."""
    address = act.address or ""
    since = act.at - FAILURES_REMEMBERED
    known = bool(address) and has_succeeded(
        ledger, action=SIGN_IN, subject=login, address=address, since=act.at - ADDRESS_KNOWN
    )
    failed = failures_since(
        ledger, action=SIGN_IN, subject=login, since=since, address=address if known else ""
    )
    return is_locked(failed, act.at) or is_address_blocked(ledger, act)


def is_locked(failed: Sequence[datetime], at: datetime) -> bool:
    """Tell whether an account with failures at these moments, oldest first, is locked at `at`.

    Attempts at the same time may be more than five before the first of them is seen; they bring
    the next lock nearer, and skip none.
    """
    locks = len(failed) // LOCK_FAILURES
    if locks == 0:
        return False
    began_at = failed[locks * LOCK_FAILURES - 1]
    return at - began_at < LOCKS[min(locks, len(LOCKS)) - 1]


def is_address_blocked(ledger: Session, act: Act) -> bool:
    """Tell whether too many attempts from the address of `act` have failed, at any account."""
    if not act.address:
        return False
    since = act.at - LOCK_FOR
    return (
        failures_from(ledger, action=SIGN_IN, address=act.address, since=since) >= ADDRESS_FAILURES
    )
