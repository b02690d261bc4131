"""What people hear of by mail, in words, and what of it they can do without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

SECURITY = "security"
"""Group that nobody can do without: it shows that somebody else uses an account."""
GROUPS = {
    "review": _("Drafts that wait for your review or your decision, and those that are overdue"),
    "publish": _("Approved drafts that wait for you to publish them"),
    "returned": _("Drafts that were returned to you"),
    "outcome": _("What became of your documents: published, missed, withdrawn, expired"),
}
"""Name of a group to what a person chooses."""


@dataclass(frozen=True)
class Kind:
    """Something that is told.

    :ivar group: name of a group, or `SECURITY`.
    :ivar told: one line with `${title}` in it: of the document, or the name of the place.
    :ivar page: last part of the address that the notice leads to.
    :ivar at_once: whether it waits for nothing else that could be told with it.
    """

    group: str
    told: TranslationString
    page: str = "draft"
    at_once: bool = False


KINDS = {
    "review": Kind("review", _("Waits for your review: ${title}")),
    "review_chased": Kind("review", _("Review overdue: ${title}")),
    "delegated": Kind("review", _("A review was handed to you: ${title}")),
    "approval_undone": Kind("review", _("Returned to your review: ${title}")),
    "owed": Kind(
        "review", _("Published before its reviews, waits for your approval: ${title}"), at_once=True
    ),
    "owed_chased": Kind("review", _("Public and still not approved: ${title}")),
    "withdrawal_asked": Kind("review", _("Somebody asks for a withdrawal: ${title}"), at_once=True),
    "publish": Kind("publish", _("Approved and waits to be published: ${title}")),
    "returned": Kind("returned", _("Returned to be changed: ${title}")),
    "released": Kind("outcome", _("Published: ${title}")),
    "missed": Kind("outcome", _("Not published at its time: ${title}"), at_once=True),
    "withdrawn": Kind("outcome", _("Withdrawn: ${title}")),
    "withdrawal_refused": Kind("outcome", _("The withdrawal was refused: ${title}")),
    "expired": Kind("outcome", _("Its time is over: ${title}")),
    "password": Kind(SECURITY, _("Your password was changed"), "account", at_once=True),
    "factor": Kind(SECURITY, _("Your second factor was taken off"), "account", at_once=True),
    "unused": Kind(SECURITY, _("Your account will be disabled, for nobody uses it"), "account"),
    "role_given": Kind(SECURITY, _("You were given a role: ${title}"), "account", at_once=True),
    "role_ended": Kind(SECURITY, _("A role of yours has ended: ${title}"), "account", at_once=True),
    "role_suspended": Kind(
        SECURITY, _("A role of yours is suspended: ${title}"), "account", at_once=True
    ),
    "role_resumed": Kind(SECURITY, _("A role of yours holds again: ${title}"), "account"),
    "role_end_changed": Kind(
        SECURITY, _("A role of yours ends at another time: ${title}"), "account", at_once=True
    ),
}
"""Kept names of what is told, each with its words."""
