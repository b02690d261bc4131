"""Look-ups of what the page of a document shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import is_public, site_of
from portal.content.document.alarms import APART, Alarm, alarm_of, noted
from portal.content.document.content import Document
from portal.content.document.drafts import live_revision
from portal.content.file.content import File
from portal.content.image.content import Image
from portal.content.image.sizes import size_within
from portal.content.link.content import Link as StoredLink
from portal.content.times import day, minute
from portal.content.values import Attachment, Item, Link, Picture
from portal.content.workflow import DELETED
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.catalog.listing import Row

KILO = 1024
VALIDITY = {
    "in_force": _("In force"),
    "repealed": _("Repealed"),
    "expired": _("No longer in force"),
    "partly_repealed": _("Partly repealed"),
    "not_yet": _("Not yet in force"),
}
OUT_OF_FORCE = frozenset({"repealed", "expired"})
RELATED = 5
"""Documents that share keywords, at most."""
LOOKED_AT = 15
"""Documents among which those that the public may see are looked for."""


def facts(document: Document) -> tuple[tuple[str, str], ...]:
    """Return pairs of label and value for what is known of `document`, no empty values."""
    known = (
        (_("Source"), document.source),
        (_("Published on"), minute(document.displayed_at)),
        (_("Author"), document.author_name),
        (_("Issuing body"), document.issuer if document.issuer != document.source else ""),
        (_("Document number"), document.document_number),
        (_("Index number"), document.index_number),
        (_("Written on"), day(document.written_on)),
        (_("In force from"), day(document.effective_on)),
        (_("Validity"), VALIDITY.get(document.validity, "")),
    )
    return tuple((label, value) for label, value in known if value)


def neighbours(document: Document, request: Request) -> tuple[Link | None, Link | None]:
    """Return the next newer and the next older document of the section."""
    key = document.listed_as
    if key is None:
        return None, None
    section = document.__parent__
    base = path_of(section, request)
    return (
        _link(section.listing.newer(key), base),
        _link(section.listing.older(key), base),
    )


def related(document: Document, request: Request) -> tuple[Item, ...]:
    """Return the documents of the site that have most keywords in common, newest first."""
    if document.listed_as is None or not document.keywords:
        return ()
    keys = site_of(document).by_keyword.alike(document.keywords)
    oids = (oid for _seconds, oid in keys[:LOOKED_AT] if oid != document.oid)
    found = (reach(oid, document) for oid in oids)
    public = (each for each in found if isinstance(each, Document) and is_public(each))
    chosen = sorted(islice(public, RELATED), key=lambda each: each.listed_as or (0, 0))
    return tuple(
        Item(each.title, path_of(each, request), minute(each.displayed_at)) for each in chosen
    )


def attachments(document: Document, request: Request) -> tuple[Attachment, ...]:
    """Return the attachments that the reader may have, in their order; of a draft also new ones."""
    found = (reach(oid, document) for oid in document.attachments)
    return tuple(
        attachment(each, request) for each in found if each is not None and _may_see(each, request)
    )


@dataclass(frozen=True)
class Apart:
    """A document whose displayed date is not that of its first release.

    :ivar key: where it stands among all of them, for `dates_apart`.
    :ivar because: the reason that was given.
    :ivar by: account name of who wrote the version that the public sees, and `at` when.
    :ivar approved_by: account name of who gave it its last approval; empty where nobody did.
    """

    document: Document
    key: Alarm
    displayed_at: datetime
    released_at: datetime
    because: str
    by: str
    at: datetime
    approved_by: str


def dates_apart(cluster: Any, after: Alarm | None = None) -> Iterator[Apart]:
    """Return the documents that show another date than that of their first release.

    They come in the order of their releases, newest first; those in the trash are left out.

    :param after: key of the one behind which to begin, so that a page costs no more than it shows.
    """
    for document in noted(cluster, APART, after):
        live, shown_at = live_revision(document), document.displayed_at
        released_at = document.first_released_at
        if document.state == DELETED or live is None or not shown_at or not released_at:
            continue
        yield Apart(
            document,
            alarm_of(document, APART, released_at),
            shown_at,
            released_at,
            document.displayed_because,
            live.by,
            live.at,
            live.approved_by,
        )


def picture_of(document: Document) -> Image | None:
    """Return the lead picture, if there is one that the public may see."""
    found = reach(document.lead_picture, document) if document.lead_picture else None
    return found if isinstance(found, Image) and is_public(found) else None


def lead_picture(document: Document, request: Request) -> Picture | None:
    """Return the lead picture as the page shows it."""
    image = reach(document.lead_picture, document) if document.lead_picture else None
    if not isinstance(image, Image) or not _may_see(image, request):
        return None
    base = path_of(image, request)
    width, height = size_within(image, "medium")
    return Picture(f"{base}/medium", f"{base}/small", width, height, image.alternative)


def _may_see(file: Any, request: Request) -> bool:
    return is_public(file) or bool(request.has_permission("view", file))


def file_size(size: int) -> str:
    """Return `size` in bytes for people, such as `1.2 MB`."""
    if size < KILO:
        return f"{size} B"
    if size < KILO * KILO:
        return f"{size / KILO:.0f} KB"
    return f"{size / KILO / KILO:.1f} MB"


def attachment(found: Any, request: Request) -> Attachment:
    """Return a file or a link as the page of a document that names it shows it."""
    if isinstance(found, StoredLink):
        kind = PurePath(found.address.partition("?")[0]).suffix
        return Attachment(found.title, path_of(found, request), "", kind.strip(".").upper())
    assert isinstance(found, File)  # noqa: S101  # attachments are files or links
    kind = PurePath(found.file_name).suffix.strip(".").upper()
    return Attachment(found.title, path_of(found, request), file_size(found.size), kind)


def _link(row: Row | None, base: str) -> Link | None:
    return Link(row.title, f"{base}{row.name}") if row else None
