"""What was deleted from a section or a site, and bringing it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.content import Container, site_of
from portal.content.declaration import why_kept
from portal.content.document.content import Document
from portal.content.section.content import Section
from portal.content.section.views import page_number
from portal.content.times import minute
from portal.content.trash.operations import purge, restore_content, restore_document
from portal.content.trash.queries import deleted_from, named_in_trash, place_of
from portal.content.values import pages_of
from portal.desk.filtering import STATES
from portal.errors import Refusal
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.desk.moving import Person

PAGE_SIZE = 50
DONE = {
    "deleted": _("It is in the trash, from which it can be brought back."),
    "restored": _("It is back where it was."),
    "purged": _("It is gone for ever."),
}


@dataclass(frozen=True)
class Deleted:
    """Something in the trash.

    :ivar address: where it can be read; empty for who may not.
    :ivar kept: why it cannot go for ever now; empty if it can, and where nobody asked.
    """

    name: str
    title: TranslationString | str
    address: str
    section: str
    state: TranslationString | str
    by: str
    at: str
    may_restore: bool
    kept: TranslationString | str = ""


@view_defaults(name="trash", permission="portal.work", renderer="templates/trash.pt")
class TrashPage:
    """What was deleted from a place, newest first."""

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
            "asked": self._asked(asked) if asked is not None and self.may_purge else None,
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
        content = named_in_trash(self.place, self.request.POST.get(name, ""))
        if content is None:
            raise Refusal(_("This is not in the trash."))
        if name == "restore":
            if not may_restore(content, self.request):
                raise HTTPForbidden
            restore = restore_document if isinstance(content, Document) else restore_content
            restore(content, self.request.act)
        else:
            if not self.may_purge:
                raise HTTPForbidden
            purge(content, self.request.act, self.request.ledger)
        return HTTPSeeOther(f"{path_of(self.place, self.request)}trash?done={name}d")

    def _asked(self, content: Any) -> Deleted:
        why = why_kept(content, self.request.ledger)
        return replace(self._row(content, place_of(content)), kept=why or "")

    def _row(self, content: Any, was_in: Any) -> Deleted:
        at, by, _oid, _name, _state = content.deleted
        return Deleted(
            content.__name__ or "",
            _title(content) or self.request.localizer.translate(_("Untitled")),
            self._address(content),
            was_in.title if was_in is not None else "",
            _state_before(content),
            by,
            minute(at),
            may_restore(content, self.request),
        )

    def _address(self, content: Any) -> str:
        """Return where this person reads `content`; what is no document has only its own page."""
        if not self.request.has_permission("portal.work", content):
            return ""
        address = path_of(content, self.request)
        return f"{address}/preview" if isinstance(content, Document) else address


def may_restore(content: Any, person: Person) -> bool:
    """Tell whether this person may put deleted content back; the public may see it then."""
    if content.deleted is None:
        return False
    place = place_of(content)
    if isinstance(content, Document):
        permission = "portal.add_content" if content.deleted[4] == "draft" else "portal.publish"
        return isinstance(place, Section) and bool(person.has_permission(permission, place))
    declared = type(content).declared
    if declared is None or not isinstance(place, Container) or place.deleted is not None:
        return False
    permissions = (("portal.edit", _AsItWas(content, place)), (declared.permission, place))
    return all(person.has_permission(*each) for each in permissions)


class _AsItWas:
    """Deleted content in its place and state again, to ask who may change it there."""

    def __init__(self, content: Any, place: Container) -> None:
        self.__parent__ = place
        self.__acl__ = content.workflow.state(content.deleted[4]).acl


def _title(content: Any) -> TranslationString | str:
    title: str = content.newest_title if isinstance(content, Document) else content.title
    return title


def _state_before(content: Any) -> TranslationString | str:
    state = content.deleted[4]
    if isinstance(content, Document):
        return STATES[state]
    title: TranslationString = content.workflow.state(state).title
    return title
