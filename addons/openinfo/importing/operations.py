"""Keeping the records of a site in step with another system, as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit

from addons.openinfo.catalogue.place import PUBLIC_MODE, SECTION, catalogue_of, taken
from addons.openinfo.disclosure.content import Disclosure
from addons.openinfo.i18n import _
from portal.addon.declaration import ImportOutcome
from portal.content.boundary import reach
from portal.content.document.operations import (
    create_document,
    publish_document,
    release_document,
    save_draft,
)
from portal.content.file.operations import release_media
from portal.content.link.content import Link
from portal.content.link.operations import add_link
from portal.content.section.content import Section
from portal.errors import Refusal
from portal.site.importing import problems
from portal.site.importing.operations import IMPORTED
from portal.site.importing.reader import BadLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyramid.i18n import TranslationString

    from addons.openinfo.catalogue.content import Catalogue
    from addons.openinfo.importing.mapping import ImportedRecord
    from portal.act import Act
    from portal.content.document.schema import DocumentData
    from portal.site.site import Site

LINK_TITLE_MAX = 200


@dataclass
class Outcome(ImportOutcome):
    """What an import did.

    :ivar ids: identity in the source to the line that had it first; so are `numbers` for index
        numbers.
    """

    ids: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


def import_records(
    site: Site, entries: Iterable[ImportedRecord | BadLine], act: Act, outcome: Outcome
) -> None:
    """Bring records into the section for them, and release them.

    A record that came before is found by the identity that its source gives it: if its line is
    the same, it is left alone, else it gets a new version, which stays a draft where somebody
    withdrew it. One that somebody is writing on is left alone and told. Those that are not
    disclosed proactively become drafts.

    :raises Refusal: when the site has no such section.
    """
    section = section_for_records(site)
    for entry in entries:
        reason = entry.reason if isinstance(entry, BadLine) else _problem(section, entry, outcome)
        if reason:
            outcome.problems.append((entry.line, reason))
        elif not isinstance(entry, BadLine):
            _bring(section, entry, act, outcome)


def section_for_records(site: Site) -> Section:
    """Return the section that imported records go to.

    :raises Refusal: when the site has none.
    """
    place: Any = site
    for name in SECTION:
        place = place.get(name) if name in place.section_names else None
        if place is None:
            values = {"path": "/".join(SECTION)}
            raise Refusal(
                _(
                    "The site has no section “${path}”. Add the sections that the add-on proposes.",
                    mapping=values,
                )
            )
    section: Section = place
    return section


def _problem(section: Section, entry: ImportedRecord, outcome: Outcome) -> TranslationString | str:
    """Say why a record cannot be taken over; empty where it can."""
    before = outcome.ids.setdefault(entry.source_id, entry.line)
    if before != entry.line:
        return problems.is_twice("id", entry.source_id, before)
    present = _present(section, entry)
    number = entry.values["index_number"]
    if number:
        before = outcome.numbers.setdefault(number, entry.line)
        if before != entry.line:
            return problems.is_twice("index_no", number, before)
        owner = catalogue_of(section).numbers.get(number)
        if owner is not None and (present is None or owner != present.oid):
            return taken(number)
    if present is not None and present.draft is not None and not _is_same(section, entry):
        return problems.is_being_written()
    return ""


def _bring(section: Section, entry: ImportedRecord, act: Act, outcome: Outcome) -> None:
    if _is_same(section, entry):
        outcome.unchanged += 1
        return
    present = _present(section, entry)
    data = _data(section, entry, act, _links_of(present))
    if present is None:
        make = publish_document if _is_for_public(entry) else create_document
        present = make(section, data, act, Disclosure)
        outcome.created += 1
    else:
        if not data.get("index_number"):
            data["index_number"] = present.index_number
        save_draft(present, data, act)
        if present.state != "withdrawn" and _is_for_public(entry):
            release_document(present, act)
        outcome.changed += 1
    _known(section)[entry.source_id] = (present.oid, entry.digest)


def _known(section: Section) -> Any:
    catalogue: Catalogue = catalogue_of(section)
    return catalogue.imported


def _present(section: Section, entry: ImportedRecord) -> Any:
    """Return the record that came before; `None` where it did not, or was purged."""
    oid, _digest = _known(section).get(entry.source_id, (0, ""))
    return reach(oid, section) if oid else None


def _is_same(section: Section, entry: ImportedRecord) -> bool:
    _oid, digest = _known(section).get(entry.source_id, (0, ""))
    return bool(digest == entry.digest and _present(section, entry) is not None)


def _is_for_public(entry: ImportedRecord) -> bool:
    return bool(entry.values["disclosure_mode"] == PUBLIC_MODE)


def _data(
    section: Section, entry: ImportedRecord, act: Act, links: Mapping[str, int]
) -> DocumentData:
    values = dict(entry.values)
    if values.get("displayed_at"):
        values["displayed_because"] = IMPORTED
    values["attachments"] = tuple(
        links.get(address) or _attached(section, address, act) for address in entry.attachments
    )
    return cast("DocumentData", values)


def _links_of(present: Any) -> dict[str, int]:
    """Return address to identity of the links that a record has, which it goes on using."""
    found = (reach(oid, present) for oid in getattr(present, "attachments", ()))
    return {each.address: each.oid for each in found if isinstance(each, Link)}


def _attached(section: Section, address: str, act: Act) -> int:
    title = unquote(urlsplit(address).path.rpartition("/")[2]) or address
    media = catalogue_of(section).__parent__["media"]
    link = add_link(media, {"title": title[:LINK_TITLE_MAX], "address": address}, act)
    release_media(link, act)
    return link.oid
