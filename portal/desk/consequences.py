"""What else changes for the public when documents are moved, withdrawn or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.content.boundary import reach
from portal.content.content import is_public, site_of
from portal.content.declaration import why_kept
from portal.content.document.content import Document
from portal.content.document.drafts import seen_by_public, title_of
from portal.content.document.linking import reached, sources_of
from portal.content.document.showing import files_of
from portal.desk.links import End, link_end
from portal.site.routing import address_anywhere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

LOOKED_AT = 20
"""Documents whose relatives are looked for; the number of those named is the same."""


@dataclass(frozen=True)
class Consequences:
    """What depends on documents.

    :ivar linking: documents whose texts link to them, of all `link_count`.
    :ivar files: titles of the files that only they show.
    :ivar related: titles and addresses of documents that may name them as related.
    :ivar promoted: words for which the search finds one of them first.
    :ivar kept: why some of them could not go for ever once they are deleted.
    """

    files: tuple[str, ...]
    file_count: int
    related: tuple[tuple[str, str], ...]
    promoted: tuple[str, ...]
    linking: tuple[End, ...] = ()
    link_count: int = 0
    kept: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything depends on them."""
        return bool(self.files or self.related or self.promoted or self.linking)


def consequences(documents: list[Document], request: Request) -> Consequences:
    """Return what depends on `documents`, of which the public sees some."""
    oids = {each.oid for each in documents}
    files = list(_files(documents, oids))
    sources = _sources(documents, oids)
    promoted = (words for words, oid, _day in request.cluster.promoted if oid in oids)
    return Consequences(
        tuple(files[:LOOKED_AT]),
        len(files),
        tuple(_related(documents, oids, request)),
        tuple(promoted),
        tuple(_ends(sources, documents[0], request)) if sources else (),
        len(sources),
        tuple(dict.fromkeys(_kept(documents, request))),
    )


def _kept(documents: list[Document], request: Request) -> Iterator[str]:
    for each in documents[:LOOKED_AT]:
        why = why_kept(each, request.ledger)
        if why is not None:
            yield why


def _files(documents: list[Document], oids: set[int]) -> Iterator[str]:
    """Return the titles of public files that no other document shows."""
    shown = {file.oid: file for each in documents for file in files_of(each)}
    for file in shown.values():
        if file.state == "published" and set(file.shown_with) <= oids:
            yield file.title


def _sources(documents: list[Document], oids: set[int]) -> dict[int, bool]:
    """Return the other documents that link to one of `documents`, and whether in public."""
    found: dict[int, bool] = {}
    for each in documents:
        for oid, is_live in sources_of(each).items():
            if oid not in oids:
                found[oid] = found.get(oid, False) or is_live
    return found


def _ends(sources: dict[int, bool], place: Any, request: Request) -> Iterator[End]:
    for each in reached(sources, place, LOOKED_AT):
        yield link_end(each.document, request, seen_by_public(each.document))


def _related(
    documents: list[Document], oids: set[int], request: Request
) -> Iterator[tuple[str, str]]:
    found: dict[int, Any] = {}
    for document in documents[:LOOKED_AT]:
        if document.listed_as is None or not document.keywords:
            continue
        for _seconds, oid in site_of(document).by_keyword.alike(document.keywords):
            if oid not in oids and len(found) < LOOKED_AT:
                found[oid] = reach(oid, document)
    for each in found.values():
        if isinstance(each, Document) and is_public(each):
            yield title_of(each), address_anywhere(each, request)
