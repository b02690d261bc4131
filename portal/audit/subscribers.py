"""Every change of content leaves an audit entry, in the same transaction."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pyramid.threadlocal import get_current_registry
from pyramid.traversal import find_root

from portal.content.addresses import tree_path
from portal.content.checks.events import FindingAccepted
from portal.content.content import site_of
from portal.content.document.drafts import live_revision
from portal.content.document.events import (
    DocumentDeleted,
    DocumentMoved,
    DocumentPurged,
    DocumentReleased,
    DocumentWithdrawn,
    DraftApproved,
    DraftReturned,
    DraftReviewed,
    DraftScheduled,
    DraftShared,
    ReleaseMissed,
    SharingEnded,
)
from portal.content.events import ContentEvent
from portal.content.reviewing import ReviewRuleSet
from portal.content.section.events import TopSet
from portal.desk.saved import ViewsShared
from portal.events import on
from portal.ledger.audit import record
from portal.security.events import (
    FactorClassesSet,
    FactorDropped,
    PasswordRulesSet,
    RoleGiven,
    RoleTaken,
)
from portal.site.events import HomeArranged, SiteMoved
from portal.site.searchwords.events import HotWordsSet, ResultPromoted, SynonymsSet
from portal.site.wordlists.events import WordAllowed, WordsLoaded, WordsSwitched

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.ledger import Ledger

ACTIONS = {
    "AccountAdded": "security.account_added",
    "PasswordSet": "security.password_set",
    "PasswordRulesSet": "security.password_rules_set",
    "FactorClassesSet": "security.factor_classes_set",
    "FactorEnrolled": "security.factor_enrolled",
    "RecoveryDrawn": "security.recovery_drawn",
    "FactorDropped": "security.factor_dropped",
    "RoleGiven": "security.role_given",
    "RoleTaken": "security.role_taken",
    "ContentCreated": "content.created",
    "ContentEdited": "content.edited",
    "DocumentCreated": "document.created",
    "DraftSaved": "document.draft_saved",
    "DraftHandedIn": "document.handed_in",
    "DraftReturned": "document.returned",
    "DraftApproved": "document.approved",
    "DraftReviewed": "document.reviewed",
    "ReviewRuleSet": "content.review_rule_set",
    "DraftScheduled": "document.scheduled",
    "DraftUnscheduled": "document.unscheduled",
    "ReleaseMissed": "document.release_missed",
    "DraftDropped": "document.draft_dropped",
    "DocumentReleased": "document.released",
    "DocumentWithdrawn": "document.withdrawn",
    "DraftShared": "document.shared",
    "SharingEnded": "document.sharing_ended",
    "DocumentMoved": "document.moved",
    "DocumentDeleted": "document.deleted",
    "DocumentRestored": "document.restored",
    "DocumentPurged": "document.purged",
    "FindingAccepted": "document.finding_accepted",
    "AcceptanceEnded": "document.acceptance_ended",
    "SiteFounded": "site.founded",
    "SiteChanged": "site.changed",
    "SiteMoved": "site.moved",
    "HotWordsSet": "search.hot_words_set",
    "SynonymsSet": "search.synonyms_set",
    "ResultPromoted": "search.result_promoted",
    "ResultUnpromoted": "search.result_unpromoted",
    "WordsLoaded": "words.loaded",
    "WordsSwitched": "words.switched",
    "WordAllowed": "words.allowed",
    "WordForbidden": "words.forbidden",
    "HomeArranged": "site.home_arranged",
    "SectionTurned": "content.edited",
    "TopSet": "section.top_set",
    "ViewsShared": "desk.views_shared",
    "SectionMoved": "section.moved",
    "SectionDeleted": "section.deleted",
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
    return (
        _review_detail(event)
        or _security_detail(event)
        or _list_detail(event)
        or _document_detail(event)
        or _search_detail(event)
        or _words_detail(event)
    )


def _review_detail(event: ContentEvent) -> dict[str, Any]:
    if isinstance(event, ReviewRuleSet):
        return {"steps": event.steps, "secrecy": event.secrecy}
    if isinstance(event, DraftReviewed):
        return {"step": event.step}
    return {"secrecy": event.secrecy} if isinstance(event, DraftApproved) else {}


def _security_detail(event: ContentEvent) -> dict[str, Any]:
    if isinstance(event, (RoleGiven, RoleTaken)):
        return {"login": event.login, "role": event.role}
    if isinstance(event, PasswordRulesSet):
        return asdict(event.content.password_rules)
    if isinstance(event, FactorClassesSet):
        return {"classes": list(event.content.factor_classes)}
    if isinstance(event, FactorDropped):
        return {"reason": event.reason}
    return {}


def _list_detail(event: ContentEvent) -> dict[str, Any]:
    if isinstance(event, TopSet):
        return {"top": [[oid, until and until.isoformat()] for oid, until in event.content.top]}
    return {"names": list(event.names)} if isinstance(event, ViewsShared) else {}


def _document_detail(event: ContentEvent) -> dict[str, Any]:
    if isinstance(event, DocumentReleased):
        document = event.content
        return {
            "revision": document.live_number,
            "displayed_at": document.displayed_at.isoformat(),
            "displayed_because": document.displayed_because,
            **_approval(document),
        }
    if isinstance(event, (DocumentMoved, DocumentDeleted)):
        return {"old_path": event.old_path}
    if isinstance(event, DocumentPurged):
        return {"title": event.title}
    return _draft_detail(event)


def _draft_detail(event: ContentEvent) -> dict[str, Any]:
    if isinstance(event, DraftScheduled):
        return {"release_at": event.release_at.isoformat()}
    if isinstance(event, DraftShared):
        return {"link": event.name, "until": event.until.isoformat()}
    if isinstance(event, SharingEnded):
        return {"link": event.name}
    if isinstance(event, ReleaseMissed):
        return {"reason": event.reason, "approved_by": event.approved_by}
    if isinstance(event, (DocumentWithdrawn, DraftReturned)):
        return {"reason": event.reason}
    return {}


def _approval(document: Any) -> dict[str, Any]:
    """Return who had approved what is released at its time, by a command."""
    live = live_revision(document)
    return {"approved_by": live.approved_by} if live is not None and live.approved_by else {}


def _words_detail(event: ContentEvent) -> dict[str, Any]:
    if isinstance(event, FindingAccepted):
        return {"check": event.check, "words": event.words, "reason": event.reason}
    if isinstance(event, WordsLoaded):
        return {"list": event.title, "version": event.number, "words": event.count}
    if isinstance(event, WordsSwitched):
        return {"list": event.title, "version": event.number}
    if isinstance(event, WordAllowed):
        told = {"list": event.title, "word": event.word, "context": event.context}
        return {**told, "reason": event.reason}
    return {}


def _search_detail(event: ContentEvent) -> dict[str, Any]:
    if isinstance(event, HotWordsSet):
        return {"words": list(event.content.hot_words)}
    if isinstance(event, SynonymsSet):
        return {"added": event.added, "removed": event.removed}
    if isinstance(event, ResultPromoted):
        return {"words": event.words, "oid": event.oid}
    return {}
