"""A limit for those who guess at secret addresses; reading writes nothing, so it is in memory."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from portal.security.locking import ADDRESS_FAILURES, LOCK_FOR

ADDRESSES_MOST = 10_000
"""Most network addresses that are remembered; the oldest are forgotten first."""


class Guesses:
    """Counts wrong guesses by network address in one process, as sign-in does in the ledger."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failed: OrderedDict[str, tuple[datetime, int]] = OrderedDict()

    def is_blocked(self, address: str, at: datetime) -> bool:
        """Tell whether too many guesses from `address` have failed lately."""
        since, count = self._failed.get(address, (at, 0))
        return count >= ADDRESS_FAILURES and at - since < LOCK_FOR

    def note(self, address: str, at: datetime) -> None:
        """Count a wrong guess from `address`."""
        with self._lock:
            since, count = self._failed.pop(address, (at, 0))
            if at - since >= LOCK_FOR:
                since, count = at, 0
            self._failed[address] = since, count + 1
            if len(self._failed) > ADDRESSES_MOST:
                self._failed.popitem(last=False)
