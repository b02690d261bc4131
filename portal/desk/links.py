"""The page that shows what links to a document, and what the document links to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.document.drafts import latest, seen_by_public, title_of
from portal.content.document.linking import linked_from, sources_of
from portal.content.document.repairing import links_in, troubles_in
from portal.content.linking import below_site, targets_in, ways_to
from portal.content.section.content import Section
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

_WEB = re.compile("https?://", re.IGNORECASE)


@dataclass(frozen=True)
class End:
    """The other end of a link.

    :ivar address: of its page for staff.
    :ivar section: title of the section that it is in; empty for a section right below the site.
    """

    title: str
    address: str
    section: str
    state: TranslationString | str


@view_config(
    context=Document, name="links", permission="portal.work", renderer="templates/links.pt"
)
def links(document: Document, request: Request) -> dict[str, Any]:
    """Show the links to and from a document; of its own text, those of the newest version."""
    body = latest(document).text.html
    address = path_of(document, request)
    return {
        "title": title_of(document) or _("Untitled"),
        "public": seen_by_public(document),
        "sources": tuple(_sources(document, request)),
        "count": len(sources_of(document)),
        "targets": tuple(_targets(body, document, request)),
        "troubles": troubles_in(body, document, request),
        "outside": tuple(dict.fromkeys(_outside(body, document, request))),
        "edit": f"{address}/edit" if request.has_permission("portal.edit", document) else "",
    }


def link_end(document: Document, request: Request, state: TranslationString | str) -> End:
    """Return `document` as the end of a link."""
    title = title_of(document) or request.localizer.translate(_("Untitled"))
    return End(title, f"{path_of(document, request)}/draft", document.__parent__.title, state)


def _sources(document: Document, request: Request) -> Iterator[End]:
    for each in linked_from(document):
        state = _("The public sees this link.") if each.is_live else _("In a draft only.")
        yield link_end(each.document, request, state)


def _targets(body: str, document: Document, request: Request) -> Iterator[End]:
    for oid in targets_in(body):
        found = reach(oid, document)
        if isinstance(found, Document):
            yield link_end(found, request, seen_by_public(found))
        elif isinstance(found, Section):
            above = found.__parent__.title if isinstance(found.__parent__, Section) else ""
            state = found.workflow.state(found.state).title
            yield End(found.title, f"{path_of(found, request)}contents", above, state)


def _outside(body: str, document: Document, request: Request) -> Iterator[tuple[str, str]]:
    """Yield address and words of the links to other sites."""
    ways = ways_to(site_of(document), request)
    for address, words in links_in(body):
        if _WEB.match(address) and not any(below_site(address, ways)):
            yield address, words
