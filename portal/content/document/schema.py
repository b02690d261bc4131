"""What a person fills in to write a document."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

import colander

from portal.i18n import _

TITLE_MAX = 300
"""Longest title, in characters; titles of decrees reach two hundred."""
LINE_MAX = 200
SUMMARY_MAX = 1_000
BODY_MAX = 2_000_000
"""Longest body, in characters of HTML."""
VALIDITIES = ("", "in_force", "repealed", "expired", "partly_repealed", "not_yet")
"""Whether a rule holds. Source: catalogue records of open government information."""


class DocumentData(TypedDict, total=False):
    """Validated values of a document, all that a draft changes and a release makes live.

    Days are `date` in the time zone of the site. `displayed_at` is an aware moment, `None` for
    the moment of release; if it differs, `displayed_because` says why. `body` is cleaned HTML.
    `attachments` and `lead_picture` are identities of files and of a picture of the same site,
    0 for no picture. `history` has one line for each adoption or amendment.
    """

    title: str
    subtitle: str
    summary: str
    body: str
    source: str
    source_address: str
    author_name: str
    issuer: str
    document_number: str
    index_number: str
    keywords: tuple[str, ...]
    region: str
    written_on: date | None
    effective_on: date | None
    expired_on: date | None
    validity: str
    history: tuple[str, ...]
    displayed_at: datetime | None
    displayed_because: str
    attachments: tuple[int, ...]
    lead_picture: int


def _line(title: str, limit: int = LINE_MAX) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(), title=title, validator=colander.Length(max=limit), missing=""
    )


def _day(title: str) -> colander.SchemaNode:
    return colander.SchemaNode(colander.Date(), title=title, missing=None)


class DocumentSchema(colander.Schema):
    """A document as the form asks for it."""

    title = colander.SchemaNode(
        colander.String(), title=_("Title"), validator=colander.Length(max=TITLE_MAX)
    )
    subtitle = _line(_("Subtitle"), TITLE_MAX)
    summary = _line(_("Summary"), SUMMARY_MAX)
    body = _line(_("Text"), BODY_MAX)
    source = _line(_("Source"))
    source_address = _line(_("Address of the source"), 2_000)
    author_name = _line(_("Author"))
    issuer = _line(_("Issuing body"))
    document_number = _line(_("Document number"))
    index_number = _line(_("Index number"))
    region = _line(_("Region"))
    written_on = _day(_("Written on"))
    effective_on = _day(_("In force from"))
    expired_on = _day(_("No longer in force from"))
    validity = colander.SchemaNode(
        colander.String(), title=_("Validity"), validator=colander.OneOf(VALIDITIES), missing=""
    )
    displayed_at = colander.SchemaNode(colander.DateTime(), title=_("Displayed date"), missing=None)
    displayed_because = _line(_("Reason for another displayed date"))
