"""The catalog forgets sections that were taken away."""

from __future__ import annotations

from pyramid.traversal import find_root

from portal.content.section.events import SectionDeleted
from portal.events import on


@on(SectionDeleted)
def forget(event: SectionDeleted) -> None:
    """Let the catalog forget the section."""
    find_root(event.content).catalog.forget(event.content.oid)
