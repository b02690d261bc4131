"""The search follows the life of a site: what is in one that is not online cannot be found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.threadlocal import get_current_registry

from portal.content.boundary import reach
from portal.content.events import ContentEdited
from portal.content.file.content import File
from portal.content.indexing import look_again
from portal.content.section.events import SectionTurned
from portal.content.section.operations import contents
from portal.events import on
from portal.site.events import SiteMoved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.site.site import Site


@on(SiteMoved)
def look_at_contents(event: SiteMoved) -> None:
    """Index all that the site shows once more, and all that the sites below it show."""
    registry = get_current_registry()
    for content in _shown_in(event.content):
        look_again(content, registry)


@on(SectionTurned)
def look_at_documents(event: SectionTurned) -> None:
    """Index what a section shows once more, as it is found by the kind of its section."""
    section, registry = event.content, get_current_registry()
    for row in section.listing:
        look_again(section[row.name], registry)


@on(ContentEdited)
def look_at_what_shows(event: ContentEdited) -> None:
    """Index the documents that show a file once more, as its text finds them."""
    file = event.content
    if isinstance(file, File):
        documents = (reach(oid, file) for oid in file.shown_with)
        for document in documents:
            if document is not None:
                look_again(document, get_current_registry())


def _shown_in(site: Site) -> Iterator[Any]:
    for section in site.sections():
        yield from contents(section)
    if "sites" in site:
        for below in site["sites"].values():
            yield from _shown_in(below)
