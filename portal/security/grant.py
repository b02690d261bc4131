"""What a role is, and the record of one that was given to somebody."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pyramid.i18n import TranslationString

from portal.i18n import _

Kept = tuple[Any, ...]
"""A `Grant` as it is stored: its values alone, so that the database knows no class of ours."""
KEY_BYTES = 6


@dataclass(frozen=True)
class Role:
    """A role in the words of people; what exactly it may do stands in the workflows."""

    title: TranslationString
    may: TranslationString


ROLES = {
    "administrator": Role(
        _("System administrator"),
        _("Run the cluster: found sites, keep settings, add accounts. Read drafts, write nothing."),
    ),
    "security": Role(
        _("Security administrator"),
        _("Give and take roles everywhere, and say what is asked at sign-in; nothing else."),
    ),
    "auditor": Role(
        _("Audit administrator"), _("Read and check what was written down; change nothing.")
    ),
    "manager": Role(
        _("Site manager"),
        _("Manage a place: its settings, sections and roles, and all that is in it."),
    ),
    "editor": Role(_("Editor"), _("Write documents, and keep files and pictures.")),
    "reviewer_1": Role(_("First reviewer"), _("Give the first review.")),
    "reviewer_2": Role(_("Second reviewer"), _("Give the first and the second review.")),
    "reviewer": Role(
        _("Reviewer"), _("Give every review; publish, withdraw and move what is public.")
    ),
    "publisher": Role(
        _("Publisher"), _("Publish what was approved; withdraw and move what is public.")
    ),
    "officer": Role(_("Officer"), _("Handle what citizens send; no drafts.")),
    "reader": Role(_("Reader of drafts"), _("Read drafts, and change nothing.")),
}
ADMINISTRATORS = ("administrator", "security", "auditor")
"""The three that exclude each other, given at the cluster alone.

Source: GB/T 22239-2019, 8.1.5.1 to 8.1.5.3.
"""
ALONE = frozenset({"security", "auditor"})
"""Whoever holds one of these holds no other role anywhere."""
STAFF_ROLES = tuple(name for name in ROLES if name not in ADMINISTRATORS)
"""Roles that managers give at their own places."""


class Grant(NamedTuple):
    """A role that somebody was given at a place, and what became of it.

    :ivar key: names it in forms; drawn.
    :ivar grantor: account name of who gave it; empty where nobody wrote that down.
    :ivar given_at: `None` where nobody wrote that down.
    :ivar begins_at: moment before which it gives nothing; `None` for at once.
    :ivar ends_at: moment from which it gives nothing; `None` for open.
    :ivar suspended: by whom, when and why it gives nothing for a while.
    :ivar ended: by whom, when and why it was ended.
    :ivar came_from: key of the grant that it was split off or handed over from.
    """

    key: str
    login: str
    role: str
    grantor: str = ""
    reason: str = ""
    given_at: datetime | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    suspended: tuple[str, datetime, str] | None = None
    ended: tuple[str, datetime, str] | None = None
    came_from: str = ""

    def state(self, at: datetime) -> str:
        """Return `ended`, `expired`, `suspended`, `waiting` or `holds`: what it is at `at`."""
        if self.ended is not None:
            return "ended"
        if self.ends_at is not None and at >= self.ends_at:
            return "expired"
        if self.suspended is not None:
            return "suspended"
        return "waiting" if self.begins_at is not None and at < self.begins_at else "holds"

    def is_over(self, at: datetime) -> bool:
        """Tell whether it can give nothing any more at `at` or later."""
        return self.state(at) in {"ended", "expired"}

    @property
    def lasts(self) -> bool:
        """Whether it holds until somebody does something about it."""
        return self.begins_at is None and self.ends_at is None and self.suspended is None


def new_key() -> str:
    """Return a drawn key for a grant."""
    return secrets.token_hex(KEY_BYTES)
