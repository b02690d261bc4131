"""Every change of content leaves an audit entry, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.threadlocal import get_current_registry
from pyramid.traversal import find_root

from portal.content.addresses import tree_path
from portal.content.content import site_of
from portal.content.document.events import (
    DocumentDeleted,
    DocumentMoved,
    DocumentPurged,
    DocumentReleased,
    DocumentWithdrawn,
    DraftReturned,
)
from portal.content.events import ContentEvent
from portal.events import on
from portal.ledger.audit import record
from portal.security.events import RoleGiven, RoleTaken
from portal.site.events import HomeArranged, SiteMoved
from portal.site.searchwords.events import HotWordsSet, ResultPromoted, SynonymsSet

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.ledger import Ledger

ACTIONS = {
    "AccountAdded": "security.account_added",
    "PasswordSet": "security.password_set",
    "RoleGiven": "security.role_given",
    "RoleTaken": "security.role_taken",
    "ContentCreated": "content.created",
    "ContentEdited": "content.edited",
    "DocumentCreated": "document.created",
    "DraftSaved": "document.draft_saved",
    "DraftHandedIn": "document.handed_in",
    "DraftReturned": "document.returned",
    "DraftApproved": "document.approved",
    "DocumentReleased": "document.released",
    "DocumentWithdrawn": "document.withdrawn",
    "DocumentMoved": "document.moved",
    "DocumentDeleted": "document.deleted",
    "DocumentRestored": "document.restored",
    "DocumentPurged": "document.purged",
    "SiteFounded": "site.founded",
    "SiteChanged": "site.changed",
    "SiteMoved": "site.moved",
    "HotWordsSet": "search.hot_words_set",
    "SynonymsSet": "search.synonyms_set",
    "ResultPromoted": "search.result_promoted",
    "ResultUnpromoted": "search.result_unpromoted",
    "HomeArranged": "site.home_arranged",
    "SectionTurned": "content.edited",
    "MediaDeleted": "media.deleted",
}
"""Event to the name under which it is kept; kept names never change."""


@on(ContentEvent)
def write_down(event: ContentEvent) -> None:
    """Write down who did what to which content."""
    content = event.content
    site = site_of(content)
    name = type(event).__name__
    record(
        session_of(find_root(content)),
        event.act,
        ACTIONS.get(name, name),
        subject=tree_path(content),
        subject_oid=content.oid,
        site=site.__name__ if site is not None else "",
        detail=_detail(event),
    )


def session_of(root: Any) -> Session:
    """Return the ledger's session of the transaction that changes `root`."""
    ledger: Ledger = get_current_registry()["ledger"]
    return ledger.session(root._p_jar.transaction_manager)  # noqa: SLF001  # ZODB's own name for it


def _detail(event: ContentEvent) -> dict[str, Any]:
    if isinstance(event, HomeArranged):
        return {"blocks": [name for name, _options in event.content.blocks]}
    if isinstance(event, SiteMoved):
        return {"state": event.content.state}
    if isinstance(event, (RoleGiven, RoleTaken)):
        return {"login": event.login, "role": event.role}
    return _document_detail(event) or _search_detail(event)


def _document_detail(event: ContentEvent) -> dict[str, Any]:
    if isinstance(event, DocumentReleased):
        document = event.content
        return {
            "revision": document.live_number,
            "displayed_at": document.displayed_at.isoformat(),
            "displayed_because": document.displayed_because,
        }
    if isinstance(event, (DocumentMoved, DocumentDeleted)):
        return {"old_path": event.old_path}
    if isinstance(event, DocumentPurged):
        return {"title": event.title}
    if isinstance(event, (DocumentWithdrawn, DraftReturned)):
        return {"reason": event.reason}
    return {}


def _search_detail(event: ContentEvent) -> dict[str, Any]:
    if isinstance(event, HotWordsSet):
        return {"words": list(event.content.hot_words)}
    if isinstance(event, SynonymsSet):
        return {"added": event.added, "removed": event.removed}
    if isinstance(event, ResultPromoted):
        return {"words": event.words, "oid": event.oid}
    return {}
