"""What the details of audit entries and the fields of content are called for people."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from portal.content.body.schema import BodySchema
from portal.content.document.schema import DocumentSchema
from portal.content.section.schema import SectionFormSchema
from portal.i18n import _
from portal.site.schema import SiteSchema

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

LABELS = {
    "after": _("after"),
    "approved_by": _("Approved by"),
    "asked_by": _("Asked for by"),
    "at": _("given at"),
    "before": _("before"),
    "by": _("Account"),
    "check": _("Check"),
    "classes": _("Classes"),
    "count": _("Count"),
    "deed": _("Deed"),
    "displayed_at": _("Displayed date"),
    "displayed_because": _("Reason of the displayed date"),
    "drafts": _("Drafts too"),
    "due": _("Due"),
    "entries": _("Audit entries"),
    "fields": _("Fields"),
    "filter": _("Filter"),
    "first_released_at": _("First released"),
    "form": _("Form"),
    "grant": _("Grant"),
    "grantor": _("Grantor"),
    "grants": _("Grants"),
    "how": _("How"),
    "login": _("Account"),
    "name": _("Name"),
    "number": _("Number"),
    "oid": _("Identity"),
    "old_path": _("Place before"),
    "parts": _("Parts"),
    "people": _("People"),
    "publisher": _("Published by another person"),
    "reason": _("Reason"),
    "release_at": _("To be published at"),
    "revision": _("Version"),
    "role": _("Role"),
    "root": _("Root"),
    "rule": _("Rule"),
    "secrecy": _("Statement that nothing is secret"),
    "since": _("from"),
    "sites": _("Sites"),
    "state": _("State"),
    "step": _("Review"),
    "steps": _("Number of reviews"),
    "successor": _("Successor"),
    "title": _("Title"),
    "to": _("To"),
    "until": _("until"),
    "what": _("What"),
    "word": _("Word"),
    "words": _("Words"),
}
"""Key of a detail to its title; others are shown as they are."""
_FIELDS = {
    "state": _("State"),
    "live_number": _("Public version"),
    "first_released_at": _("First released"),
    "displayed_at": _("Displayed date"),
    "displayed_because": _("Reason of the displayed date"),
    "withdrawn_notice": _("Words for the public after withdrawal"),
    "section_names": _("Order of sections"),
    "text": _("Text"),
    "review": _("Review rule"),
    "top": _("Top of the list"),
    "password": _("Password"),
    "enabled": _("Enabled"),
    "must_change": _("One-time password"),
    "password_set_at": _("Password set at"),
    "factor_secret": _("Second factor"),
    "factor_since": _("Second factor since"),
    "recovery": _("Recovery codes"),
    "mail": _("Mail address"),
    "telephone": _("Telephone"),
    "post": _("Post"),
}
"""Names of attributes that no form has."""


def label_of(name: str) -> str:
    """Return what the detail `name` is called."""
    label: str = LABELS.get(name, name)
    return label


def field_title(name: str) -> str:
    """Return what the field `name` of content is called."""
    title: str = _fields().get(name, name)
    return title


@cache
def _fields() -> dict[str, TranslationString]:
    schemas = (BodySchema, SiteSchema, SectionFormSchema, DocumentSchema)
    return {node.name: node.title for schema in schemas for node in schema().children} | _FIELDS
