"""What the details of audit entries and the fields of content are called for people."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from portal.content.body.schema import BodySchema
from portal.content.document.schema import DocumentSchema
from portal.content.section.schema import SectionFormSchema
from portal.i18n import _
from portal.site.schema import SiteSchema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyramid.i18n import TranslationString

    from portal.content.declaration import ContentType

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
    "deleted": _("Trash"),
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


def field_title(name: str, own: ContentType | None, others: Iterable[ContentType] = ()) -> str:
    """Return what the field `name` of content is called.

    :param own: type of the content; `None` for what is gone or has none.
    :param others: types whose forms may have asked for it too.
    """
    mine = _titles_of(own) if own is not None else {}
    title: str = mine.get(name) or _fields().get(name, "")
    found = (_titles_of(kind) for kind in others)
    return title or next((titles[name] for titles in found if name in titles), name)


@cache
def _fields() -> dict[str, TranslationString]:
    schemas = (BodySchema, SiteSchema, SectionFormSchema, DocumentSchema)
    return {name: title for each in schemas for name, title in _titles(each).items()} | _FIELDS


def _titles_of(kind: ContentType) -> dict[str, Any]:
    schema: Any = kind.schema
    return _titles(schema)


@cache
def _titles(schema: Any) -> dict[str, Any]:
    return {node.name: node.title for node in schema().children}
