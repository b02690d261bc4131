"""What a person fills in to write a document."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, TypedDict

import colander

from portal.content.times import ZONE
from portal.forms.types import Moments, Texts
from portal.i18n import _

TITLE_MAX = 300
"""Longest title, in characters; titles of decrees reach two hundred."""
LINE_MAX = 200
SUMMARY_MAX = 1_000
URL_NAME_MAX = 60
BODY_MAX = 2_000_000
"""Longest body, in characters of HTML."""
KEYWORDS_MOST = 20
HISTORY_LINE_MAX = 1_000
VALIDITY_TITLES = {
    "in_force": _("In force"),
    "repealed": _("Repealed"),
    "expired": _("No longer in force"),
    "partly_repealed": _("Partly repealed"),
    "not_yet": _("Not yet in force"),
}
EXPIRY_TITLES = {
    "": _("It leaves lists and the search; the page stays and says that it expired"),
    "gone": _("The page is gone"),
}
"""What happens to a document whose time is over."""
VALIDITIES = ("", *VALIDITY_TITLES)
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
    url_name: str
    expires_at: datetime | None
    expires_how: str
    attachments: tuple[int, ...]
    lead_picture: int


NUMBERS = _("Numbers and dates")
ORIGIN = _("Where it is from")
DISPLAY = _("Display")


def _line(title: str, limit: int = LINE_MAX, **values: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        title=title,
        validator=colander.Length(max=limit),
        missing="",
        longest=limit,
        **values,
    )


def _day(title: str) -> colander.SchemaNode:
    return colander.SchemaNode(colander.Date(), title=title, missing=None, group=NUMBERS)


def _to_come(node: colander.SchemaNode, moment: datetime) -> None:
    """Refuse a moment that is over."""
    if moment <= datetime.now(UTC):
        raise colander.Invalid(node, _("This moment is over. Give a later one, or leave it empty."))


class DocumentSchema(colander.Schema):
    """A document as the form asks for it; what is not there is refused when it is handed in."""

    title = _line(_("Title"), TITLE_MAX, marked=True)
    subtitle = _line(_("Subtitle"), TITLE_MAX)
    summary = _line(
        _("Summary"),
        SUMMARY_MAX,
        shape="text",
        description=_("One or two sentences; they are shown in lists and in the search."),
    )
    body = _line(_("Text"), BODY_MAX, shape="rich_text", marked=True)
    keywords = colander.SchemaNode(
        Texts(most=KEYWORDS_MOST, longest=LINE_MAX),
        title=_("Keywords"),
        shape="lines",
        missing=(),
        description=_("One on each line; documents with the same keywords refer to each other."),
    )
    source = _line(_("Source"), group=ORIGIN, marked=True)
    source_address = _line(_("Address of the source"), 2_000, group=ORIGIN)
    author_name = _line(_("Author"), group=ORIGIN)
    issuer = _line(_("Issuing body"), group=ORIGIN)
    region = _line(_("Region"), group=ORIGIN)
    document_number = _line(_("Document number"), group=NUMBERS)
    index_number = _line(_("Index number"), group=NUMBERS)
    written_on = _day(_("Written on"))
    effective_on = _day(_("In force from"))
    expired_on = _day(_("No longer in force from"))
    validity = colander.SchemaNode(
        colander.String(),
        title=_("Validity"),
        validator=colander.OneOf(VALIDITIES),
        missing="",
        shape="choice",
        choices=(("", _("Not a rule")), *VALIDITY_TITLES.items()),
        group=NUMBERS,
    )
    history = colander.SchemaNode(
        Texts(most=100, longest=HISTORY_LINE_MAX),
        title=_("How this document came about"),
        shape="lines",
        missing=(),
        group=NUMBERS,
    )
    displayed_at = colander.SchemaNode(
        Moments(default_tzinfo=ZONE),
        title=_("Displayed date"),
        missing=None,
        group=DISPLAY,
        description=_("Empty for the moment of the release."),
    )
    displayed_because = _line(_("Reason for another displayed date"), group=DISPLAY)
    url_name = _line(_("Name in addresses"), URL_NAME_MAX, group=DISPLAY)
    expires_at = colander.SchemaNode(
        Moments(default_tzinfo=ZONE),
        title=_("Expires at"),
        missing=None,
        group=DISPLAY,
        validator=_to_come,
        description=_("Empty for what is to stay."),
    )
    expires_how = colander.SchemaNode(
        colander.String(),
        title=_("What happens when it expires"),
        validator=colander.OneOf(tuple(EXPIRY_TITLES)),
        missing="",
        shape="choice",
        choices=tuple(EXPIRY_TITLES.items()),
        group=DISPLAY,
    )
