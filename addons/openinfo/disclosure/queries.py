"""Look-ups of what the page of a record shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from addons.openinfo.catalogue.place import catalogue_of
from addons.openinfo.disclosure.content import publisher_of
from addons.openinfo.i18n import _
from addons.openinfo.numbers import bodies_in
from addons.openinfo.topics import title_in
from addons.openinfo.vocabulary import genre_title, legal_title
from portal.content.addresses import path_of, tree_path
from portal.content.content import is_public, site_of
from portal.content.document.queries import VALIDITY
from portal.content.times import day, minute
from portal.content.values import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from addons.openinfo.disclosure.content import Disclosure

STEPS_MOST = 20
"""Steps of an address within a site, at most."""


@dataclass(frozen=True)
class Field:
    """One field of a record as its table shows it.

    :ivar address: where records with the same value are; empty for none.
    :ivar is_wide: whether it takes a whole row.
    """

    label: str
    value: str
    address: str = ""
    is_wide: bool = False


@dataclass(frozen=True)
class References:
    """Pages that belong to a record, under what they are to it."""

    title: str
    links: tuple[Link, ...]


def fields(record: Disclosure, request: Request) -> tuple[Field, ...]:
    """Return the fields of the table, in the order in which catalogues of government have them."""
    base = path_of(catalogue_of(record), request)

    def alike(**narrowed: str) -> str:
        return f"{base}?{urlencode(narrowed)}"

    lead = next(iter(bodies_in(record.issuer)), "")
    known = (
        Field(_("Index number"), record.index_number),
        Field(_("Topic"), title_in(site_of(record), record.topic), alike(topic=record.topic)),
        Field(_("Publishing body"), publisher_of(record)),
        Field(_("Written on"), day(record.written_on)),
        Field(_("Title"), record.title, is_wide=True),
        Field(_("Document number"), record.document_number),
        Field(_("Published on"), minute(record.displayed_at)),
        Field(_("Issuing body"), record.issuer, alike(body=lead)),
        Field(_("Genre"), genre_title(record.genre), alike(genre=record.genre)),
        Field(_("Validity"), VALIDITY.get(record.validity, "")),
        Field(_("In force from"), day(record.effective_on)),
        Field(_("No longer in force from"), day(record.expired_on)),
        Field(_("Combined category"), record.facet),
        Field(_("Audience"), record.audience),
        Field(_("Form of disclosure"), record.disclosure_form),
        Field(_("Procedure of disclosure"), record.procedure),
        Field(_("Subject words"), " ".join(record.subject_words), is_wide=True),
        Field(_("Item of the law"), legal_title(record.legal_item), is_wide=True),
        Field(_("Summary"), record.summary, is_wide=True),
    )
    return tuple(each for each in known if each.value)


def references(record: Disclosure, request: Request) -> tuple[References, ...]:
    """Return what interprets, amends or repeals `record`, as far as the public may see it."""
    known = (
        (_("Repealed by"), record.repealed_by),
        (_("Amended by"), record.amended_by),
        (_("Interpretations"), record.interpretations),
    )
    found = (
        References(title, tuple(_links(addresses, record, request))) for title, addresses in known
    )
    return tuple(each for each in found if each.links)


def _links(addresses: tuple[str, ...], record: Disclosure, request: Request) -> Iterator[Link]:
    for address in addresses:
        if is_outside(address):
            yield Link(address, address)
            continue
        page = page_at(address, site_of(record))
        if page is not None and page is not record and is_public(page):
            yield Link(page.title, path_of(page, request))


def is_outside(address: str) -> bool:
    """Tell whether `address` leads to another site by way of the web."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def page_at(address: str, site: Any) -> Any:
    """Return what of `site` has the address below it, such as `/zwgk/tzgg/20260302-7`.

    `None` where there is nothing; nothing of another site is ever returned.
    """
    path = quote(address.partition("?")[0].partition("#")[0])
    own = tree_path(site)
    found = site
    for name in path.removeprefix(own).strip("/").split("/")[:STEPS_MOST]:
        inside = found.get(name) if hasattr(found, "section_names") else None
        if inside is None or site_of(inside) is not site:
            return None
        found = inside
    return found
