"""The actions of audit entries in the words of people, in groups to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.content.declaration import kinds_of
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.i18n import TranslationString
    from pyramid.registry import Registry

GROUPS = {
    "sign-in": _("Sign-in and own account"),
    "rights": _("Accounts and rights"),
    "document": _("Documents"),
    "place": _("Sites, sections and files"),
    "settings": _("Settings"),
    "audit": _("Reading and taking out"),
}
"""Name of a group to its title, in the order in which they are shown."""

TITLES: dict[str, dict[str, TranslationString]] = {
    "sign-in": {
        "security.signed_in": _("Sign-in"),
        "security.password_accepted": _("First step of a sign-in"),
        "security.sign_in_blocked": _("Sign-in while blocked"),
        "security.signed_out": _("Sign-out"),
        "security.session_ended": _("Own sign-in ended"),
        "security.other_sessions_ended": _("Own other sign-ins ended"),
        "security.password_set": _("Password set"),
        "security.factor_enrolled": _("Second factor set up"),
        "security.recovery_drawn": _("Recovery codes drawn"),
        "security.factor_dropped": _("Second factor taken off"),
        "security.mail_address_set": _("Mail address set"),
        "security.notices_chosen": _("Notices chosen"),
    },
    "rights": {
        "security.account_added": _("Account added"),
        "security.account_changed": _("Account changed"),
        "security.account_disabled": _("Account disabled"),
        "security.account_enabled": _("Account enabled"),
        "security.account_unused": _("Account about to be disabled"),
        "security.sign_ins_ended": _("Sign-ins of a person ended"),
        "security.role_given": _("Role given"),
        "security.role_taken": _("Role taken away"),
        "security.grant_changed": _("Role changed"),
        "security.grant_split": _("Role divided"),
        "security.duties_handed_over": _("Duties handed over"),
    },
    "document": {
        "document.created": _("Document added"),
        "document.draft_saved": _("Draft saved"),
        "document.draft_dropped": _("Draft taken back"),
        "document.handed_in": _("Draft handed in"),
        "document.returned": _("Draft returned"),
        "document.reviewed": _("Review given"),
        "document.review_delegated": _("Review delegated"),
        "document.review_chased": _("Review overdue"),
        "document.approved": _("Last approval given"),
        "document.publishable": _("Ready to be published"),
        "document.scheduled": _("Release scheduled"),
        "document.unscheduled": _("Scheduled release stopped"),
        "document.release_missed": _("Scheduled release missed"),
        "document.released": _("Published"),
        "document.urgently_released": _("Published before its reviews"),
        "document.approved_afterwards": _("Approved afterwards"),
        "document.approval_chased": _("Approval still owed"),
        "document.withdrawal_asked": _("Withdrawal asked for"),
        "document.withdrawal_refused": _("Withdrawal refused"),
        "document.withdrawn": _("Withdrawn"),
        "document.expired": _("Expired"),
        "document.moved": _("Document moved"),
        "document.deleted": _("Document deleted"),
        "document.restored": _("Document restored"),
        "document.purged": _("Document deleted for ever"),
        "document.shared": _("Preview shared"),
        "document.sharing_ended": _("Preview taken back"),
        "document.finding_accepted": _("Finding accepted"),
        "document.acceptance_ended": _("Acceptance of a finding ended"),
    },
    "place": {
        "content.created": _("Content added"),
        "content.edited": _("Content changed"),
        "content.deleted": _("Content deleted"),
        "content.restored": _("Content restored"),
        "content.purged": _("Content deleted for ever"),
        "site.founded": _("Site founded"),
        "site.changed": _("Settings of a site changed"),
        "site.moved": _("State of a site changed"),
        "site.home_arranged": _("Home page arranged"),
        "site.addon_enabled": _("Add-on enabled"),
        "site.addon_disabled": _("Add-on disabled"),
        "site.addon_set": _("Settings of an add-on changed"),
        "site.records_imported": _("Records imported"),
        "section.top_set": _("Top of a list arranged"),
        "section.moved": _("Section moved or renamed"),
        "section.deleted": _("Section deleted"),
        "media.deleted": _("File or picture deleted"),
        "body.changed": _("Body changed"),
        "body.ended": _("Body ended or merged"),
        "body.revived": _("Body revived"),
    },
    "settings": {
        "security.password_rules_set": _("Password rules set"),
        "security.factor_classes_set": _("Demand of a second factor set"),
        "cluster.calendar_set": _("Working calendar set"),
        "content.review_rule_set": _("Review rule set"),
        "search.hot_words_set": _("Popular words of the search set"),
        "search.synonyms_set": _("Synonyms of the search set"),
        "search.result_promoted": _("Search result put first"),
        "search.result_unpromoted": _("Search result no more put first"),
        "words.loaded": _("Word list loaded"),
        "words.switched": _("Version of a word list chosen"),
        "words.allowed": _("Exception to a word list added"),
        "words.forbidden": _("Exception to a word list removed"),
        "desk.views_shared": _("Views shared with all"),
    },
    "audit": {
        "personal.viewed": _("Personal data viewed"),
        "content.exported": _("List exported"),
        "audit.exported": _("Audit log exported"),
        "audit.pruned": _("Old audit entries removed"),
    },
}
"""Group to the actions in it with their titles; a test knows that none is missing."""
GROUP_MARK = "group:"
"""Before the name of a group, where a form asks for one of all actions."""
_ALL = {action: title for actions in TITLES.values() for action, title in actions.items()}


@dataclass(frozen=True)
class Group:
    """Actions that belong together, as the filter offers them."""

    name: str
    title: str
    actions: Mapping[str, str]


def groups(registry: Registry) -> tuple[Group, ...]:
    """Return the groups of the core, and one for each add-on whose types name actions."""
    own: dict[str, dict[str, str]] = {}
    for kind in kinds_of(registry).values():
        if kind.addon and kind.actions:
            own.setdefault(kind.addon, {}).update(kind.actions)
    return (
        *(Group(name, title, TITLES[name]) for name, title in GROUPS.items()),
        *(Group(name, registry.addons[name].title, actions) for name, actions in own.items()),
    )


def title_of(action: str, registry: Registry) -> str:
    """Return the title of `action`, or its name where it has none."""
    title: str = _ALL.get(action, "")
    return title or next(
        (kind.actions[action] for kind in kinds_of(registry).values() if action in kind.actions),
        action,
    )


def chosen(asked: str, registry: Registry) -> tuple[str, ...]:
    """Return the actions that a form asks for: one, those of a group, or none for all."""
    known = groups(registry)
    if asked.startswith(GROUP_MARK):
        name = asked.removeprefix(GROUP_MARK)
        return tuple(action for group in known if group.name == name for action in group.actions)
    return (asked,) if any(asked in group.actions for group in known) else ()
