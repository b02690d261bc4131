"""Bringing mapped documents into a site, as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit

from BTrees.OOBTree import OOBTree

from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.operations import publish_document, release_document, save_draft
from portal.content.file.operations import release_media
from portal.content.link.content import Link
from portal.content.link.operations import add_link
from portal.content.names import RESERVED, slug
from portal.content.naming import is_kept
from portal.content.section.operations import add_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portal.act import Act
    from portal.content.document.schema import DocumentData
    from portal.content.section.content import Section
    from portal.site.importing.mapping import ImportedDocument
    from portal.site.site import Site

IMPORTED = "Imported with the date of its source"
"""Reason that is kept for a displayed date other than that of the import."""
SECTION_TITLE_MAX = 60


@dataclass
class Outcome:
    """How many documents an import made, changed and left alone."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


def import_documents(
    place: Section, documents: Iterable[ImportedDocument], act: Act, outcome: Outcome
) -> None:
    """Bring `documents` into the sections below `place`, made from their categories.

    A document that came before is found by the identity that its source gives it: if it is the
    same, it is left alone, else it gets a new version, which stays a draft where somebody has
    withdrawn the document. Nothing is ever brought in twice.
    """
    site: Site = site_of(place)
    known = site.imported = OOBTree() if site.imported is None else site.imported
    for document in documents:
        oid, digest = known.get(document.source_id, (0, ""))
        present = reach(oid, place) if oid else None
        if present is not None and digest == document.digest:
            outcome.unchanged += 1
            continue
        data = _data(site, document, act, _links_of(present))
        if present is not None:
            save_draft(present, data, act)
            if present.state != "withdrawn":
                release_document(present, act)
            outcome.changed += 1
        else:
            section = _section_for(place, document.section_titles, act)
            present = publish_document(section, data, act)
            outcome.created += 1
        known[document.source_id] = (present.oid, document.digest)


def _links_of(document: Any) -> dict[str, int]:
    """Return address to identity of the links that `document` has, which it goes on using."""
    found = (reach(oid, document) for oid in getattr(document, "attachments", ()))
    return {each.address: each.oid for each in found if isinstance(each, Link)}


def _data(
    site: Site, document: ImportedDocument, act: Act, links: Mapping[str, int]
) -> DocumentData:
    values = dict(document.values)
    if values.get("displayed_at"):
        values["displayed_because"] = IMPORTED
    values["attachments"] = tuple(
        links.get(address) or _attached(site, address, act) for address in document.attachments
    )
    return cast("DocumentData", values)


def _attached(site: Site, address: str, act: Act) -> int:
    title = unquote(urlsplit(address).path.rpartition("/")[2]) or address
    link = add_link(site["media"], {"title": title[:200], "address": address}, act)
    release_media(link, act)
    return link.oid


def _section_for(place: Section, titles: tuple[str, ...], act: Act) -> Section:
    for title in titles:
        place = _section_called(place, title[:SECTION_TITLE_MAX], act)
    return place


def _section_called(place: Section, title: str, act: Act) -> Section:
    for section in place.sections():
        if section.title == title:
            found: Section = section
            return found
    data = {
        "title": title,
        "kind": "policy",
        "description": title,
        "keywords": (title,),
        "column_type": place.column_type,
        "update_class": "exempt",
    }
    return add_section(place, _free_name(place, title), cast("Any", data), act)


def _free_name(place: Section, title: str) -> str:
    name, number = slug(title), 1
    while name in place or name in RESERVED or is_kept(name, place):
        number += 1
        name = f"{slug(title)}-{number}"
    return name
