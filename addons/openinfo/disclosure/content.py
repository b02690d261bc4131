"""Records of government information: documents with their place in the catalogue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from addons.openinfo.catalogue.place import PUBLIC_MODE
from addons.openinfo.disclosure.schema import DisclosureSchema
from addons.openinfo.i18n import _
from addons.openinfo.settings import settings_in
from addons.openinfo.topics import title_in
from addons.openinfo.vocabulary import genre_title, legal_title
from portal.content.content import site_of
from portal.content.declaration import ContentType
from portal.content.document.content import Document, findable_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from portal.search.entry import Findable


class Disclosure(Document):
    """A document that is disclosed, with what the catalogue says of it.

    :ivar topic: code of a topic; so is `genre` that of a genre, `legal_item` that of an item of
        the law that demands the disclosure.
    :ivar facet: what else it is sorted by; `audience`, whom it concerns.
    :ivar publisher: the body that discloses it; empty for that of the site.
    :ivar disclosure_mode: one of `MODE_TITLES`; only what is disclosed proactively can be shown.
    :ivar time_limit: working days within which it is to be disclosed; 0 for those of the site.
    :ivar interpretations: addresses of pages; so are `amended_by` and `repealed_by`.
    """

    topic = ""
    genre = ""
    facet = ""
    audience = ""
    publisher = ""
    subject_words: tuple[str, ...] = ()
    disclosure_mode = PUBLIC_MODE
    legal_item = ""
    time_limit = 0
    disclosure_form = ""
    procedure = ""
    interpretations: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    repealed_by: tuple[str, ...] = ()
    secrecy_reviewer = ""
    secrecy_opinion = ""
    secrecy_reviewed_on: date | None = None


def publisher_of(record: Disclosure) -> str:
    """Return the body that discloses `record`."""
    site = site_of(record)
    return str(record.publisher or settings_in(site)["publisher"] or site.sponsor or site.title)


def facts_of(record: Disclosure) -> Iterator[tuple[str, str]]:
    """Return what pages show above the text, besides what they show of every document."""
    yield _("Topic"), title_in(site_of(record), record.topic)
    yield _("Genre"), genre_title(record.genre)
    yield _("Publishing body"), publisher_of(record)
    yield _("Combined category"), record.facet
    yield _("Audience"), record.audience
    yield _("Subject words"), " ".join(record.subject_words)
    yield _("Item of the law"), legal_title(record.legal_item)


def findable_disclosure(record: Disclosure) -> Findable:
    """Return the words under which the public finds `record`, which it may see."""
    found = findable_document(record)
    fields = (
        record.index_number,
        publisher_of(record),
        title_in(site_of(record), record.topic),
        genre_title(record.genre),
        record.facet,
        record.audience,
        *record.subject_words,
    )
    return replace(found, keywords=" ".join((found.keywords, *(each for each in fields if each))))


DISCLOSURE = ContentType(
    name="openinfo.disclosure",
    title=_("Disclosure record"),
    factory=Disclosure,
    schema=DisclosureSchema,
    permission="portal.add_content",
    addable_in=("portal.section",),
    findable=findable_disclosure,
    facts=facts_of,
)
