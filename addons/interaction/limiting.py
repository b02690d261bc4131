"""How often one network may do something, as the audit log tells: in all processes together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from portal.ledger.queries import failures_from, times_from
from portal.security.locking import ADDRESS_FAILURES, LOCK_FOR

if TYPE_CHECKING:
    from portal.act import Act
    from portal.ledger.submissions import Session

WINDOW = timedelta(hours=1)
"""Time in which what a network did is counted."""
IPV6_PREFIX = 64
"""Bits that one subscriber has alone; whoever has one such address has all behind it."""


def from_network(act: Act) -> Act:
    """Return `act` with its network for its address: more of a citizen is not written down."""
    return replace(act, address=network_of(act.address) or None)


def did_often(session: Session, action: str, act: Act, most: int) -> bool:
    """Tell whether the network of `act` has done `action` `most` times within the last hour."""
    network = network_of(act.address)
    since = act.at - WINDOW
    return bool(network) and most <= times_from(
        session, action=action, address=network, since=since, succeeded=True
    )


def guesses(session: Session, action: str, act: Act) -> bool:
    """Tell whether `action` failed so often from the network of `act` that somebody guesses.

    As often as at sign-in, and for as long.
    """
    network, since = network_of(act.address), act.at - LOCK_FOR
    failed = failures_from(session, action=action, address=network, since=since) if network else 0
    return failed >= ADDRESS_FAILURES


def network_of(address: str | None) -> str:
    """Return the network that an address of `REMOTE_ADDR` counts for; empty for none.

    An IPv4 address counts alone, also where it is written as one of IPv6.
    """
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            return str(ip_network((found, IPV6_PREFIX), strict=False))
        found = found.ipv4_mapped
    return str(found)
