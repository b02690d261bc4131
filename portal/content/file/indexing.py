"""The catalog forgets files that are gone."""

from __future__ import annotations

from pyramid.traversal import find_root

from portal.content.file.events import MediaDeleted
from portal.events import on


@on(MediaDeleted)
def forget(event: MediaDeleted) -> None:
    """Let no list of staff name the file any more."""
    find_root(event.content).catalog.forget(event.content.oid)
