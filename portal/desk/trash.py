"""What was deleted from a section or a site, and bringing it back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.section.content import Section
from portal.content.section.views import page_number
from portal.content.times import minute
from portal.content.trash.operations import purge_document, restore_document
from portal.content.trash.queries import deleted_from, named_in_trash, section_of
from portal.content.values import pages_of
from portal.desk.filtering import STATES
from portal.errors import Refusal
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.desk.moving import Person

PAGE_SIZE = 50
DONE = {
    "restored": _("It is back where it was."),
    "purged": _("It is gone for ever."),
}


@dataclass(frozen=True)
class Deleted:
    """A document in the trash.

    :ivar address: where it can be read; empty for who may not.
    """

    name: str
    title: str
    address: str
    section: str
    state: str
    by: str
    at: str
    may_restore: bool


@view_defaults(name="trash", permission="portal.work", renderer="templates/trash.pt")
class TrashPage:
    """The documents that were deleted from a place, newest first."""

    def __init__(self, place: Section | Site, request: Request) -> None:
        self.place = place
        self.request = request
        self.site = site_of(place)
        self.may_purge = bool(request.has_permission("portal.purge", self.site))

    @view_config(context=Section, request_method="GET")
    @view_config(context=Site, request_method="GET")
    def show(self) -> dict[str, Any]:
        """List what was deleted; ask once more before something goes for ever."""
        number, base = page_number(self.request), path_of(self.place, self.request)
        start = (number - 1) * PAGE_SIZE
        found = list(islice(deleted_from(self.place), start, start + PAGE_SIZE + 1))
        asked = named_in_trash(self.place, self.request.GET.get("purge", ""))
        last = number + (len(found) > PAGE_SIZE)
        return {
            "title": _("Trash of “${place}”", mapping={"place": self.place.title}),
            "rows": tuple(self._row(*pair) for pair in found[:PAGE_SIZE]),
            "asked": self._row(asked, section_of(asked)) if asked and self.may_purge else None,
            "may_purge": self.may_purge,
            "done": DONE.get(self.request.GET.get("done", ""), ""),
            "address": f"{base}trash",
            "contents": f"{base}contents",
            "pages": pages_of(number, last, lambda each: f"{base}trash?page={each}"),
            "csrf_token": get_csrf_token(self.request),
        }

    @view_config(context=Section, request_method="POST")
    @view_config(context=Site, request_method="POST")
    def decide(self) -> HTTPSeeOther:
        """Bring something back, or let it go for ever."""
        name = next((each for each in ("restore", "purge") if each in self.request.POST), "")
        document = named_in_trash(self.place, self.request.POST.get(name, ""))
        if document is None:
            raise Refusal(_("This is not in the trash."))
        if name == "restore":
            if not may_restore(document, self.request):
                raise HTTPForbidden
            restore_document(document, self.request.act)
        else:
            if not self.may_purge:
                raise HTTPForbidden
            purge_document(document, self.request.act)
        return HTTPSeeOther(f"{path_of(self.place, self.request)}trash?done={name}d")

    def _row(self, document: Document, section: Any) -> Deleted:
        assert document.deleted is not None  # noqa: S101  # it is in the trash
        at, by, _oid, _name, state = document.deleted
        may_read = self.request.has_permission("portal.work", document)
        return Deleted(
            document.__name__ or "",
            document.newest_title or self.request.localizer.translate(_("Untitled")),
            f"{path_of(document, self.request)}/preview" if may_read else "",
            section.title if section is not None else "",
            STATES[state],
            by,
            minute(at),
            may_restore(document, self.request),
        )


def may_restore(document: Document, person: Person) -> bool:
    """Tell whether this person may put a deleted document back; the public may see it then."""
    if document.deleted is None:
        return False
    section, state = section_of(document), document.deleted[4]
    permission = "portal.add_content" if state == "draft" else "portal.publish"
    return isinstance(section, Section) and bool(person.has_permission(permission, section))
