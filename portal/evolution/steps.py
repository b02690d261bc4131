"""The changes of the core's stored data, oldest first; a released step stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.registry import Registry

    from portal.site.cluster import Cluster


@dataclass(frozen=True)
class Step:
    """A change of the stored data of the cluster.

    :ivar name: a sentence that begins with year and month; the database remembers it as done.
    :ivar run: makes the change; it can be run twice.
    """

    name: str
    run: Callable[[Cluster, Registry], None]


STEPS: tuple[Step, ...] = ()
"""None yet: this is the first layout."""
