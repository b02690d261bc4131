"""What the cluster knows of documents that something waits for, by kind and moment."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from pyramid.traversal import find_root

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from portal.content.document.content import Document

REVIEW = "review"
"""A review of a draft is due."""
OWED = "owed"
"""What the public sees lacks its approval."""
EXPIRY = "expiry"
"""The time of a document is over."""
ASKED = "asked"
"""Somebody asked for a withdrawal; nothing happens at the moment, it is when that was."""
APART = "apart"
"""The displayed date is not that of the first release; the moment is that of the release.

These come newest first, with seconds below 0.
"""

Alarm = tuple[int, int]
"""Seconds since 1970, and the identity of a document."""


def note(document: Document, kind: str, at: datetime) -> None:
    """Note `document` under `kind` for the moment `at`."""
    cluster: Any = find_root(document)
    if cluster.alarms is None:
        cluster.alarms = OOBTree()
    if kind not in cluster.alarms:
        cluster.alarms[kind] = OOTreeSet()
    cluster.alarms[kind].add(alarm_of(document, kind, at))


def forget(document: Document, kind: str, at: datetime) -> None:
    """Forget what was noted of `document` under `kind` for the moment `at`, if it was."""
    kept = kept_of(find_root(document), kind)
    alarm = alarm_of(document, kind, at)
    if alarm in kept:
        kept.remove(alarm)


def kept_of(cluster: Any, kind: str) -> Any:
    """Return the alarms of a kind, in the order of their moments."""
    return cluster.alarms.get(kind, ()) if cluster.alarms is not None else ()


def noted(cluster: Any, kind: str, after: Alarm | None = None) -> Iterator[Document]:
    """Return the documents that are noted under `kind`, in the order of their moments.

    :param after: the alarm behind which to begin; `None` for the first.
    """
    kept = kept_of(cluster, kind)
    alarms = kept.keys(min=after, excludemin=after is not None) if kept else ()
    found = (cluster.__objectmap__.object_for(oid) for _seconds, oid in alarms)
    return (each for each in found if each is not None)


def due(cluster: Any, kind: str, now: datetime) -> list[Alarm]:
    """Return the alarms of a kind whose moment has come."""
    kept = kept_of(cluster, kind)
    return list(kept.keys(max=(int(now.timestamp()) + 1,), excludemax=True)) if kept else []


def alarm_of(document: Document, kind: str, at: datetime) -> Alarm:
    """Return the alarm of `document` for the moment `at`; it never rings before that."""
    seconds = ceil(at.timestamp())
    return -seconds if kind == APART else seconds, document.oid
