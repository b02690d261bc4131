"""How often one network may do something; who asks is not written down, so it is in memory."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.registry import Registry

WINDOW = timedelta(hours=1)
"""Time after which a network begins anew."""
NETWORKS_MOST = 10_000
"""Most networks that are remembered; those that sent least lately are forgotten first."""
IPV6_PREFIX = 64
"""Bits that one subscriber has alone; whoever has one such address has all behind it."""
_KEY = "interaction.rates"


class Rates:
    """Counts by network in one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counted: OrderedDict[str, tuple[datetime, int]] = OrderedDict()

    def is_over(self, network: str, at: datetime, most: int) -> bool:
        """Tell whether `network` did it `most` times within the last hour."""
        since, count = self._counted.get(network, (at, 0))
        return count >= most and at - since < WINDOW

    def note(self, network: str, at: datetime) -> None:
        """Count one more of `network`."""
        with self._lock:
            since, count = self._counted.pop(network, (at, 0))
            if at - since >= WINDOW:
                since, count = at, 0
            self._counted[network] = since, count + 1
            if len(self._counted) > NETWORKS_MOST:
                self._counted.popitem(last=False)


def rates_of(registry: Registry) -> Rates:
    """Return the counts of letters in this process."""
    rates: Rates = registry.setdefault(_KEY, Rates())
    return rates


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
