"""The sections of a place: their order, and what the public sees of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPBadRequest, HTTPNoContent, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.section.content import Section
from portal.content.section.operations import move_section, order_sections
from portal.content.section.schema import KIND_TITLES
from portal.errors import Refusal
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.act import Act

DONE = {
    "ordered": _("The order was changed."),
    "hidden": _("The public does not see the section and what is in it any more."),
    "shown": _("The public sees the section and what is released in it."),
    "deleted": _("The section was deleted."),
}


@dataclass(frozen=True)
class Below:
    """A section as the list of sections shows it.

    :ivar documents: how many documents of it the public finds.
    """

    name: str
    title: str
    address: str
    kind: TranslationString
    documents: int
    sections: int
    is_hidden: bool


@view_defaults(name="sections", permission="portal.manage", renderer="templates/sections.pt")
class Sections:
    """The sections directly below a place."""

    def __init__(self, place: Section | Site, request: Request) -> None:
        self.place = place
        self.request = request
        self.base = path_of(place, request)

    @view_config(context=Section, request_method="GET")
    @view_config(context=Site, request_method="GET")
    def show(self) -> dict[str, Any]:
        """List them in their order."""
        return self._page()

    @view_config(context=Section, request_method="POST")
    @view_config(context=Site, request_method="POST")
    def change(self) -> Any:
        """Do what one of the buttons says, or take the order that was dragged."""
        try:
            done = self._change()
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(problem=refusal.message)
        if self.request.headers.get("Accept") == "application/json":
            return HTTPNoContent()
        return HTTPSeeOther(f"{self.base}sections?done={done}")

    def _change(self) -> str:
        sent, act = self.request.POST, self.request.act
        for name, step in (("up", -1), ("down", 1)):
            if name in sent:
                order_sections(self.place, self._shifted(sent[name], step), act)
                return "ordered"
        if "order" in sent:
            order_sections(self.place, tuple(sent.getall("order")), act)
            return "ordered"
        if "hide" in sent or "show" in sent:
            return self._turn("hide" if "hide" in sent else "show", act)
        raise HTTPBadRequest

    def _shifted(self, name: str, step: int) -> tuple[str, ...]:
        """Return the names with `name` one place nearer to the top or the end.

        :raises Refusal: when there is no such section.
        """
        names = list(self.place.section_names)
        if name not in names:
            raise Refusal(_("The sections have changed meanwhile. Please reload the page."))
        at = names.index(name)
        to = min(max(at + step, 0), len(names) - 1)
        names.insert(to, names.pop(at))
        return tuple(names)

    def _turn(self, transition: str, act: Act) -> str:
        name = self.request.POST[transition]
        if name not in self.place.section_names:
            raise Refusal(_("The sections have changed meanwhile. Please reload the page."))
        move_section(self.place[name], transition, act)
        return "hidden" if transition == "hide" else "shown"

    def _page(self, problem: str = "") -> dict[str, Any]:
        return {
            "title": _("Sections of “${place}”", mapping={"place": self.place.title}),
            "rows": tuple(self._row(each) for each in self.place.sections()),
            "problem": problem,
            "done": DONE.get(self.request.GET.get("done", ""), ""),
            "address": f"{self.base}sections",
            "add": f"{self.base}add-section",
            "contents": f"{self.base}contents",
            "csrf_token": get_csrf_token(self.request),
        }

    def _row(self, section: Section) -> Below:
        return Below(
            section.__name__ or "",
            section.title,
            path_of(section, self.request),
            KIND_TITLES[section.kind],
            len(section.listing),
            len(section.section_names),
            section.state == "hidden",
        )
