"""Every change of content leaves an audit entry, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.threadlocal import get_current_registry
from pyramid.traversal import find_root

from portal.audit.changes import changed_by
from portal.audit.details import detail_of
from portal.content.addresses import tree_path
from portal.content.content import site_of
from portal.content.events import ContentEvent
from portal.events import on
from portal.ledger.audit import record

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.ledger import Ledger

ACTIONS = {
    "AccountAdded": "security.account_added",
    "AccountChanged": "security.account_changed",
    "AccountDisabled": "security.account_disabled",
    "AccountEnabled": "security.account_enabled",
    "AccountUnused": "security.account_unused",
    "SignInsEnded": "security.sign_ins_ended",
    "PasswordSet": "security.password_set",
    "PasswordRulesSet": "security.password_rules_set",
    "FactorClassesSet": "security.factor_classes_set",
    "FactorEnrolled": "security.factor_enrolled",
    "RecoveryDrawn": "security.recovery_drawn",
    "FactorDropped": "security.factor_dropped",
    "MailAddressSet": "security.mail_address_set",
    "NoticesChosen": "security.notices_chosen",
    "CalendarSet": "cluster.calendar_set",
    "RoleGiven": "security.role_given",
    "RoleTaken": "security.role_taken",
    "GrantChanged": "security.grant_changed",
    "GrantSplit": "security.grant_split",
    "DutiesHandedOver": "security.duties_handed_over",
    "ContentCreated": "content.created",
    "ContentEdited": "content.edited",
    "ContentDeleted": "content.deleted",
    "ContentRestored": "content.restored",
    "ContentPurged": "content.purged",
    "DocumentCreated": "document.created",
    "DraftSaved": "document.draft_saved",
    "DraftHandedIn": "document.handed_in",
    "DraftReturned": "document.returned",
    "DraftApproved": "document.approved",
    "DraftReviewed": "document.reviewed",
    "ReviewRuleSet": "content.review_rule_set",
    "DraftPublishable": "document.publishable",
    "ReviewDelegated": "document.review_delegated",
    "ReviewChased": "document.review_chased",
    "UrgentlyReleased": "document.urgently_released",
    "ApprovedAfterwards": "document.approved_afterwards",
    "ApprovalChased": "document.approval_chased",
    "WithdrawalAsked": "document.withdrawal_asked",
    "WithdrawalRefused": "document.withdrawal_refused",
    "DocumentExpired": "document.expired",
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
    "BodyChanged": "body.changed",
    "BodyEnded": "body.ended",
    "BodyRevived": "body.revived",
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
    "AddOnEnabled": "site.addon_enabled",
    "AddOnDisabled": "site.addon_disabled",
    "AddOnSet": "site.addon_set",
    "RecordsImported": "site.records_imported",
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
    """Write down who did what to which content, and what it was before and after."""
    content = event.content
    site = site_of(content)
    name = type(event).__name__
    changed = changed_by(event)
    record(
        session_of(find_root(content)),
        event.act,
        type(event).action or ACTIONS.get(name, name),
        subject=tree_path(content),
        subject_oid=content.oid,
        site=site.__name__ if site is not None else "",
        detail=detail_of(event) | ({"changed": changed} if changed else {}),
    )


def session_of(root: Any) -> Session:
    """Return the ledger's session of the transaction that changes `root`."""
    ledger: Ledger = get_current_registry()["ledger"]
    return ledger.session(root._p_jar.transaction_manager)  # noqa: SLF001  # ZODB's own name for it
