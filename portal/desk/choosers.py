"""What the editor of texts asks for: pages to link to, and pictures to show."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from pyramid.view import view_config, view_defaults

from portal.catalog.catalog import Order, equal, one_of
from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.attaching import named
from portal.content.document.content import Document
from portal.content.image.content import Image
from portal.content.image.sizes import size_within
from portal.content.linking import link_to
from portal.content.picturing import SIZE
from portal.content.section.content import Section
from portal.content.section.views import page_number
from portal.content.times import minute
from portal.content.uploading import keep_sent
from portal.desk.filtering import document_kinds
from portal.desk.medialist import WORDS_LONGEST, WORDS_MOST
from portal.desk.moving import STEP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

LINKS_MOST = 20
"""Documents that are offered for a link, and as many sections."""
PICTURES = 12
"""Pictures of one page."""


@view_config(context=Document, name="choose-link", permission="portal.edit", renderer="json")
@view_config(context=Section, name="choose-link", permission="portal.add_content", renderer="json")
def choose_link(place: Document | Section, request: Request) -> dict[str, Any]:
    """Tell a script the sections and documents of the site whose titles hold what was typed.

    Documents come newest first, also those that only staff sees; `oid` asks for a single one.
    """
    if "oid" in request.GET:
        found = reach(named(request, "oid"), place)
        chosen: list[Any] = [found] if isinstance(found, Document | Section) else []
        total = len(chosen)
    else:
        sections = list(_sections(place, request))
        count, documents = _documents(place, request)
        chosen, total = [*sections, *documents], len(sections) + count
    seen = (each for each in chosen if request.has_permission("view", each))
    return {"found": [_page(each, request) for each in seen], "total": total}


@view_defaults(name="choose-picture", renderer="json")
class ChoosePicture:
    """The pictures of the site, and a way to add one."""

    def __init__(self, place: Document | Section, request: Request) -> None:
        self.place = place
        self.request = request
        self.media = site_of(place)["media"]

    @view_config(context=Document, request_method="GET", permission="portal.edit")
    @view_config(context=Section, request_method="GET", permission="portal.add_content")
    def show(self) -> dict[str, Any]:
        """Tell a script one page of the pictures whose titles hold what was typed, newest first."""
        number = page_number(self.request)
        order = Order(first=(number - 1) * PICTURES, size=PICTURES)
        asked = equal(section=self.media.oid, kind="portal.image")
        total, oids = self.request.cluster.catalog.page(asked, order, _words(self.request))
        found = (reach(oid, self.place) for oid in oids)
        pictures = [_picture(each, self.request) for each in found if isinstance(each, Image)]
        return {"found": pictures, "page": number, "pages": -(-total // PICTURES), "total": total}

    @view_config(context=Document, request_method="POST", permission="portal.edit")
    @view_config(context=Section, request_method="POST", permission="portal.add_content")
    def upload(self) -> dict[str, Any]:
        """Keep a picture that was sent, and tell the script of it or of what was wrong."""
        outcome = keep_sent(self.media, self.request, only_pictures=True)[0]
        kept = reach(outcome.oid, self.place) if outcome.oid else None
        self.request.response.status_int = 200 if isinstance(kept, Image) else 422
        return {
            "problem": self.request.localizer.translate(outcome.problem),
            "lacks_words": outcome.lacks_words,
            "picture": _picture(kept, self.request) if isinstance(kept, Image) else None,
        }


def _words(request: Request) -> list[str]:
    typed = str(request.GET.get("words", ""))
    return typed[:WORDS_LONGEST].lower().split()[:WORDS_MOST]


def _sections(place: Any, request: Request) -> Iterator[Section]:
    words = _words(request)
    below = _below(site_of(place)) if words else iter(())
    fitting = (each for each in below if all(word in each.title.lower() for word in words))
    return islice(fitting, LINKS_MOST)


def _below(place: Any) -> Iterator[Section]:
    for section in place.sections():
        yield section
        yield from _below(section)


def _documents(place: Any, request: Request) -> tuple[int, list[Document]]:
    """Return how many documents fit, and the newest of them."""
    kinds = tuple(document_kinds(place, request.registry))
    asked = equal(site=site_of(place).oid) & one_of("kind", kinds)
    catalog = request.cluster.catalog
    total, oids = catalog.page(asked, Order(size=LINKS_MOST), _words(request))
    found = (reach(oid, place) for oid in oids)
    return total, [each for each in found if isinstance(each, Document)]


def _page(found: Document | Section, request: Request) -> dict[str, str]:
    is_document = isinstance(found, Document)
    title = found.newest_title if isinstance(found, Document) else found.title
    return {
        "address": link_to(found.oid),
        "page": path_of(found, request),
        "title": title,
        "place": STEP.join(_places_above(found)),
        "when": minute(found.changed_at)[:10] if is_document else "",
        "state": request.localizer.translate(found.workflow.state(found.state).title),
        "kind": "document" if is_document else "section",
    }


def _places_above(found: Any) -> list[str]:
    place, titles = found.__parent__, list[str]()
    while isinstance(place, Section):
        titles.insert(0, place.title)
        place = place.__parent__
    return titles


def _picture(image: Image, request: Request) -> dict[str, Any]:
    base = path_of(image, request)
    width, height = size_within(image, SIZE)
    return {
        "title": image.title,
        "alternative": image.alternative,
        "source": f"{base}/{SIZE}",
        "face": f"{base}/small",
        "width": width,
        "height": height,
    }
