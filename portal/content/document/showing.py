"""Where the public meets a document: the list of its section, its keywords, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.catalog.listing import Row
from portal.content.boundary import reach
from portal.content.content import is_in_use, site_of
from portal.content.file.operations import hide_with, show_with
from portal.content.picturing import media_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.act import Act
    from portal.catalog.listing import Key
    from portal.content.document.content import Document

Keywords = tuple[tuple[str, ...], "Key | None"]


def put_in_list(document: Document) -> None:
    """Let the section of `document` list it under its live title and displayed date.

    What left the lists because its time is over is not listed, nor what is of an add-on that the
    site does not use.
    """
    take_from_list(document)
    if document.expired_how or not is_in_use(document):
        return
    shown_at = document.displayed_at
    assert shown_at is not None  # noqa: S101  # a released document has one
    row = Row(document.oid, document.__name__ or "", document.title, shown_at)
    document.listed_as = document.__parent__.listing.put(row)


def take_from_list(document: Document) -> None:
    """Let the section of `document` list it no more."""
    if document.listed_as is not None:
        document.__parent__.listing.take(document.listed_as)
        document.listed_as = None


def keywords_listed(document: Document) -> Keywords:
    """Return by what the site finds `document` now, for `list_keywords` after a change."""
    return document.keywords, document.listed_as


def list_keywords(document: Document, before: Keywords) -> None:
    """Let the site find `document` by its keywords, as long as it is listed; it was as `before`."""
    now = keywords_listed(document)
    if now == before:
        return
    index = site_of(document).by_keyword
    if before[1] is not None:
        index.take(*before)
    if now[1] is not None:
        index.put(*now)


def show(document: Document, act: Act) -> None:
    """Let the public find the live version of `document`, with its files."""
    before = keywords_listed(document)
    put_in_list(document)
    list_keywords(document, before)
    for file in files_of(document):
        show_with(file, document.oid, act)


def hide(document: Document, act: Act) -> None:
    """Take `document` out of the public's lists, with the files that nothing else shows."""
    before = keywords_listed(document)
    take_from_list(document)
    list_keywords(document, before)
    for file in files_of(document):
        hide_with(file, document.oid, act)


def files_of(document: Document) -> Iterator[Any]:
    """Return the files, links and pictures of its own site that `document` and its text show."""
    oids = (*document.attachments, document.lead_picture)
    found = (reach(oid, document) for oid in oids if oid)
    in_text = media_in(document.body, document)
    return (each for each in (*found, *in_text) if each is not None)
