"""The files and pictures of a site as a list that can be narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from portal.catalog.catalog import Order, equal
from portal.content.addresses import path_of
from portal.content.document.queries import file_size
from portal.content.file.queries import documents_with
from portal.content.image.content import Image
from portal.content.section.views import page_number
from portal.content.times import minute
from portal.content.values import Link, pages_of
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.catalog.catalog import ContentCatalog
    from portal.content.file.content import File
    from portal.site.site import Media

PAGE_SIZE = 40
WORDS_MOST = 10
WORDS_LONGEST = 200
"""Longest text that titles are looked through for, in characters."""
USES_SHOWN = 3
KINDS = {
    "": _("Files and pictures"),
    "portal.file": _("Files"),
    "portal.image": _("Pictures"),
}


@dataclass(frozen=True)
class MediaRow:
    """A file or picture in the list.

    :ivar face: address of the picture in its small size; empty for other files.
    :ivar uses: the first documents that use it, of all `count`.
    """

    oid: int
    title: str
    address: str
    face: str
    alternative: str
    kind: str
    size: str
    changed_at: str
    state: str
    uses: tuple[Link, ...] = ()
    count: int = 0


def media_list(
    media: Media, request: Request, address: str, *, only_pictures: bool = False, **kept: str
) -> dict[str, Any]:
    """Return the values of a page with the files that the query of `request` asks for.

    :param address: of the page, `kept` what its links bring along beside the filter.
    """
    kind = _kind(request, only_pictures=only_pictures)
    words = request.GET.get("words", "")[:WORDS_LONGEST].strip()
    number = page_number(request)
    total, oids = _found(media, request, kind, words, number)

    def link(**changes: str) -> str:
        return f"{address}?{urlencode({**kept, 'kind': kind, 'words': words} | changes)}"

    found = (request.cluster.__objectmap__.object_for(oid) for oid in oids)
    return {
        "rows": tuple(media_row(each, request) for each in found if each is not None),
        "total": total,
        "words": words,
        "kind": kind,
        "kept": tuple(kept.items()),
        "kinds": ()
        if only_pictures
        else tuple(Link(title, link(kind=name), name == kind) for name, title in KINDS.items()),
        "pages": pages_of(number, -(-total // PAGE_SIZE), lambda each: link(page=str(each))),
    }


def media_row(file: File, request: Request) -> MediaRow:
    """Return `file` as the list shows it."""
    base = path_of(file, request)
    documents = documents_with(file)
    return MediaRow(
        oid=file.oid,
        title=file.title,
        address=f"{base}/describe",
        face=f"{base}/small" if isinstance(file, Image) else "",
        alternative=getattr(file, "alternative", ""),
        kind=PurePath(file.file_name).suffix.strip(".").upper(),
        size=file_size(file.size),
        changed_at=minute(file.changed_at),
        state=file.workflow.state(file.state).title,
        uses=tuple(_use(each, request) for each in documents[:USES_SHOWN]),
        count=len(documents),
    )


def _use(document: Any, request: Request) -> Link:
    title = document.newest_title or request.localizer.translate(_("Untitled"))
    return Link(title, f"{path_of(document, request)}/draft")


def _kind(request: Request, *, only_pictures: bool) -> str:
    wanted = "portal.image" if only_pictures else request.GET.get("kind", "")
    return wanted if wanted in KINDS else ""


def _found(
    media: Media, request: Request, kind: str, words: str, number: int
) -> tuple[int, list[int]]:
    kinds = (kind,) if kind else ("portal.file", "portal.image")
    first, *others = [equal(section=media.oid, kind=each) for each in kinds]
    for other in others:
        first |= other
    order = Order(first=(number - 1) * PAGE_SIZE, size=PAGE_SIZE)
    catalog: ContentCatalog = request.cluster.catalog
    return catalog.page(first, order, words.lower().split()[:WORDS_MOST])
