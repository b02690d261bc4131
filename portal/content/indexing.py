"""The catalog and the search follow what happens to content, in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyramid.threadlocal import get_current_registry
from pyramid.traversal import find_root

from portal.catalog.catalog import NEVER, Record
from portal.content.content import is_public, site_of
from portal.content.declaration import kind_of
from portal.content.events import ContentChanged
from portal.events import on
from portal.workflow.declaration import principal

if TYPE_CHECKING:
    from pyramid.registry import Registry

    from portal.search.entry import Findable


@on(ContentChanged)
def index(event: ContentChanged) -> None:
    """Tell the catalog and the search to look at the content again."""
    look_again(event.content, get_current_registry())


def look_again(content: Any, registry: Registry) -> None:
    """Index `content` in the catalog, and for the search put it into the outbox."""
    kind = kind_of(content, registry)
    if kind is None:
        return
    root = find_root(content)
    if content.deleted is not None:
        root.catalog.forget(content.oid)
    else:
        root.catalog.index(content.oid, record(content, kind.name))
    if kind.findable:
        root.outbox.put(content.oid)
        wake_worker(root, registry)


def wake_worker(root: Any, registry: Registry) -> None:
    """Let a worker of this process look into the outbox as soon as the change is on disk."""
    wake = registry.get("wake_worker")
    if wake is not None:
        manager = root._p_jar.transaction_manager  # noqa: SLF001  # ZODB's own name for it
        manager.get().addAfterCommitHook(lambda committed: committed and wake())


def record(content: Any, kind: str) -> Record:
    """Return what the catalog is to know of `content`."""
    site = site_of(content)
    readers = content.workflow.state(content.state).allow.get("view", "").split()
    return Record(
        kind=kind,
        state=content.workflow.state(content.state).name,
        site=site.oid if site is not None else 0,
        section=content.__parent__.oid,
        author=content.author,
        changed_at=content.changed_at or NEVER,
        shown_at=getattr(content, "displayed_at", None) or NEVER,
        readers=tuple(principal(role) for role in readers),
        stage=getattr(content, "stage", ""),
        title=getattr(content, "newest_title", content.title),
    )


def findable(content: Any, registry: Registry) -> Findable | None:
    """Return the words under which the public finds `content`, if it may see it now.

    What left the lists because its time is over is not found. Its kind is the name of its type,
    also where the type of an add-on leaves the rest to that of documents.
    """
    kind = kind_of(content, registry)
    if kind is None or kind.findable is None or not is_public(content):
        return None
    if getattr(content, "expired_how", ""):
        return None
    found = kind.findable(content)
    return replace(found, kind=kind.name) if found and found.kind != kind.name else found
