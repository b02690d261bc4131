"""What documents link to, kept so that one sees what links to a place before it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.catalog.links import DRAFT, LIVE
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.document.drafts import latest
from portal.content.events import ContentChanged
from portal.content.linking import targets_in
from portal.content.workflow import DELETED
from portal.events import on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.catalog.links import Linked, LinkIndex

LOOKED_AT = 1_000
"""Links to one place that are looked at."""
SHOWN = 200
"""Documents that link to one place and are shown."""


@dataclass(frozen=True)
class Linking:
    """A document that links to something.

    :ivar is_live: whether the public sees the link; else it is in the newest draft alone.
    """

    document: Document
    is_live: bool


def linked_from(content: Any, most: int = SHOWN) -> tuple[Linking, ...]:
    """Return the documents that link to `content`, those first in which the public sees it."""
    return reached(sources_of(content), content, most)


def sources_of(content: Any) -> dict[int, bool]:
    """Return the identities of the documents that link to `content`, none of which is loaded.

    Each comes with whether the public sees the link.
    """
    index: LinkIndex | None = site_of(content).links
    found = index.sources(content.oid, LOOKED_AT) if index is not None else {}
    found.pop(content.oid, None)
    return found


def reached(sources: dict[int, bool], place: Any, most: int) -> tuple[Linking, ...]:
    """Return the first `most` of `sources`, which are in the site of `place`."""
    oids = sorted(sources, key=lambda oid: not sources[oid])[:most]
    found = ((reach(oid, place), sources[oid]) for oid in oids)
    return tuple(Linking(each, live) for each, live in found if isinstance(each, Document))


@on(ContentChanged)
def note_links(event: ContentChanged) -> None:
    """Note in the site what a document links to now, live and in its newest revision."""
    if isinstance(event.content, Document):
        note_links_of(event.content)


def note_links_of(document: Document) -> None:
    """Note in its site what `document` links to now."""
    linked = tuple(sorted(_linked(document)))
    if linked == document.linked:
        return
    site_of(document).links.change(document.oid, document.linked, linked)
    document.linked = linked


def _linked(document: Document) -> Iterator[Linked]:
    if document.state == DELETED:
        return
    if document.state == "published":
        yield from ((target, LIVE) for target in targets_in(document.body))
    newest = latest(document)
    if document.state != "published" or newest.text is not document.text:
        yield from ((target, DRAFT) for target in targets_in(newest.text.html))
