"""Adding a section, changing it, putting it elsewhere and taking it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.location import inside
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.names import slug
from portal.content.section.content import Section
from portal.content.section.moving import delete_section, place_section
from portal.content.section.operations import add_section, edit_section
from portal.content.section.schema import SectionFormSchema
from portal.desk.accepting import section_form
from portal.desk.moving import STEP
from portal.desk.numbers import numbers
from portal.errors import Refusal
from portal.forms.form import NotFilledIn
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

DONE = {
    "added": _("The section was added. Now you can fill it."),
    "saved": _("The settings were saved."),
    "moved": _("The section was moved. Its old addresses lead to the new ones."),
}
SETTINGS = tuple(node.name for node in SectionFormSchema().children if node.name != "locked")


@view_defaults(name="add-section", permission="portal.manage", renderer="templates/section_form.pt")
class AddSection:
    """A new section, the last one of a place."""

    def __init__(self, place: Section | Site, request: Request) -> None:
        self.place = place
        self.request = request
        self.form = section_form(request)

    @view_config(context=Section, request_method="GET")
    @view_config(context=Site, request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show the empty form."""
        return self._page(self.form.filled({}))

    @view_config(context=Section, request_method="POST")
    @view_config(context=Site, request_method="POST")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Add the section and lead to its settings."""
        data: Any = {}
        try:
            data = self.form.validated(self.request.POST)
            name = data.pop("name") or slug(data["title"])
            section = add_section(self.place, name, data, self.request.act)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(self.form.filled(data), refusal.message)
        return HTTPSeeOther(f"{path_of(section, self.request)}edit?done=added")

    def _page(self, form: str, problem: str = "") -> dict[str, Any]:
        return {
            "title": _("New section in “${place}”", mapping={"place": self.place.title}),
            "form": form,
            "problem": problem,
            "done": "",
            "back": None,
            "targets": (),
            "inside": None,
            "address": "",
            "contents": f"{path_of(self.place, self.request)}contents",
            "csrf_token": get_csrf_token(self.request),
        }


@view_defaults(context=Section, permission="portal.manage", renderer="templates/section_form.pt")
class ChangeSection:
    """The settings of a section, and where it is."""

    def __init__(self, section: Section, request: Request) -> None:
        self.section = section
        self.request = request
        self.form = section_form(request, section)

    @view_config(name="edit", request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show the settings."""
        return self._page()

    @view_config(name="edit", request_method="POST")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Save the settings; another name in addresses is a move."""
        data: Any = {}
        try:
            data = self.form.validated(self.request.POST)
            name = data.pop("name") or str(self.section.__name__)
            if name != self.section.__name__:
                place_section(self.section, self.section.__parent__, name, self.request.act)
            edit_section(self.section, data, self.request.act)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(self.form.filled(data | {"name": name}), refusal.message)
        return HTTPSeeOther(f"{path_of(self.section, self.request)}edit?done=saved")

    @view_config(name="move", request_method="POST")
    def move(self) -> dict[str, Any] | HTTPSeeOther:
        """Put the section below another place of its site."""
        (oid,) = [*numbers([self.request.POST.get("target", "")])] or [0]
        place, before = reach(oid, self.section) if oid else None, self.section.__parent__
        try:
            if not isinstance(place, Section | Site):
                raise Refusal(_("Please choose where the section is to be."))  # noqa: TRY301
            if not self.request.has_permission("portal.manage", place):
                raise HTTPForbidden
            place_section(self.section, place, self.section.__name__ or "", self.request.act)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(problem=refusal.message)
        address = path_of(self.section, self.request)
        return HTTPSeeOther(f"{address}edit?done=moved&back={before.oid}")

    @view_config(name="delete", request_method="POST")
    def delete(self) -> dict[str, Any] | HTTPSeeOther:
        """Take the section away, if it is empty."""
        place = self.section.__parent__
        try:
            if not self.request.has_permission("portal.manage", place):
                raise HTTPForbidden
            delete_section(self.section, self.request.act)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(problem=refusal.message)
        return HTTPSeeOther(f"{path_of(place, self.request)}sections?done=deleted")

    def _page(self, form: str = "", problem: str = "") -> dict[str, Any]:
        section, request = self.section, self.request
        address = path_of(section, request)
        values = {name: getattr(section, name, "") for name in SETTINGS}
        return {
            "title": _("Settings of “${place}”", mapping={"place": section.title}),
            "form": form or self.form.filled(values | {"name": section.__name__}),
            "problem": problem,
            "done": DONE.get(request.GET.get("done", ""), ""),
            "back": self._back(),
            "targets": tuple(self._targets(site_of(section))),
            "inside": inside_of(section),
            "address": address,
            "contents": f"{address}contents",
            "csrf_token": get_csrf_token(request),
        }

    def _back(self) -> tuple[int, str] | None:
        """Return identity and title of the place from which the section was moved just now."""
        (oid,) = [*numbers([self.request.GET.get("back", "")])] or [0]
        place = reach(oid, self.section) if oid else None
        return (place.oid, place.title) if isinstance(place, Section | Site) else None

    def _targets(self, place: Any, above: str = "") -> Iterator[tuple[int, str]]:
        """Return identity and title of each place below `place` where the section could be."""
        title = f"{above}{place.title}"
        if place is not self.section.__parent__ and self.request.has_permission(
            "portal.manage", place
        ):
            yield place.oid, title
        for below in place.sections():
            if not inside(below, self.section):
                yield from self._targets(below, f"{title}{STEP}")


def inside_of(section: Section) -> dict[str, int]:
    """Count the documents and the sections directly in `section`."""
    sections = len(section.section_names)
    return {"sections": sections, "documents": len(section) - sections}
