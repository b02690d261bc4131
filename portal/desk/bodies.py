"""The bodies as a tree: adding one, changing it, putting it elsewhere, ending it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.body.content import Body
from portal.content.body.operations import add_body, change_body, revive_body
from portal.content.body.queries import body_tree
from portal.content.boundary import reach
from portal.content.names import slug
from portal.content.times import ZONE
from portal.desk.numbers import numbers
from portal.desk.staffforms import body_choices, body_schema
from portal.errors import Refusal
from portal.forms.form import Form, NotFilledIn
from portal.i18n import _
from portal.security.register import lines
from portal.site.cluster import Bodies
from portal.site.ending import belongings_of, end_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

DONE = {
    "added": _("The body was added."),
    "saved": _("What is known of the body was saved."),
    "ended": _("The body has ended. What belonged to it belongs to its successor now."),
    "revived": _("The body is there again. What was moved stays where it is."),
}
DEPTHS = 6
"""How far the list shows by its edge that a body is below another one."""


@dataclass(frozen=True)
class BodyRow:
    """A body in the tree.

    :ivar depth: how many are above it.
    :ivar people: how many accounts belong to it itself; so `sites` names its sites.
    :ivar ended: the day from which it is no more, and the name of its successor.
    """

    title: str
    short: str
    code: str
    address: str
    depth: int
    people: int
    sites: str
    ended: str = ""
    successor: str = ""


@view_config(
    context=Bodies, name="tree", permission="portal.administer", renderer="templates/bodies_tree.pt"
)
def show_tree(bodies: Bodies, request: Request) -> dict[str, Any]:
    """Show all bodies, each below the one that it belongs to, and those that have ended."""
    rows = tuple(_rows(bodies, request))
    base = path_of(bodies, request)
    return {
        "title": _("Organisation"),
        "rows": tuple(each for each in rows if not each.ended),
        "ended": tuple(each for each in rows if each.ended),
        "add": f"{base}add-body",
        "staff": f"{path_of(request.cluster, request)}people/staff",
        "directory": base,
        "done": DONE.get(request.GET.get("done", ""), ""),
    }


@view_defaults(
    context=Bodies,
    name="add-body",
    permission="portal.administer",
    renderer="templates/body_form.pt",
)
class AddBody:
    """A new body."""

    def __init__(self, bodies: Bodies, request: Request) -> None:
        self.bodies = bodies
        self.request = request
        self.form = Form(body_schema(bodies), request)

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show the empty form."""
        above = self.request.GET.get("superior", "0")
        return self._page(self.form.filled({"superior": next(numbers([above]), 0)}))

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Add the body."""
        data: Any = {}
        try:
            data = self.form.validated(self.request.POST)
            name = data.get("name") or slug(data["title"])
            facts: Any = {key: value for key, value in data.items() if key != "name"}
            add_body(self.bodies, name, facts, self.request.act)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(self.form.filled(data), refusal.message)
        return HTTPSeeOther(f"{path_of(self.bodies, self.request)}tree?done=added")

    def _page(self, form: str, problem: str = "") -> dict[str, Any]:
        title = _("Add a body")
        return body_page(self.bodies, self.request, title, form=form, problem=problem)


@view_defaults(context=Body, permission="portal.administer", renderer="templates/body_form.pt")
class ChangeBody:
    """A body that is there: what is known of it, where it is, and its end."""

    def __init__(self, body: Body, request: Request) -> None:
        self.body = body
        self.request = request
        self.form = Form(body_schema(body.__parent__, body), request)

    @view_config(name="edit", request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show what is known of it."""
        return self._page()

    @view_config(name="edit", request_method="POST")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Save what is known of it."""
        data: Any = {}
        try:
            data = self.form.validated(self.request.POST)
            change_body(self.body, data, self.request.act)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(self.form.filled(data), refusal.message)
        return self._to_tree("saved")

    @view_config(name="end", request_method="POST")
    def end(self) -> dict[str, Any] | HTTPSeeOther:
        """End the body, or let it be there again."""
        sent = self.request.POST
        try:
            if "revive" in sent:
                revive_body(self.body, self.request.act)
                return self._to_tree("revived")
            oid = next(numbers([sent.get("successor", "")]), 0)
            end_body(self.body, _day(sent.get("day", "")), self._successor(oid), self.request.act)
        except Refusal as refusal:
            self.request.response.status_int = 422
            return self._page(refused=refusal.message)
        return self._to_tree("ended")

    def _successor(self, oid: int) -> Body | None:
        found = reach(oid, self.body) if oid else None
        if oid and not isinstance(found, Body):
            raise Refusal(_("Please choose a body that has not ended."))
        return found

    def _to_tree(self, done: str) -> HTTPSeeOther:
        return HTTPSeeOther(f"{path_of(self.body.__parent__, self.request)}tree?done={done}")

    def _page(self, form: str = "", problem: str = "", refused: str = "") -> dict[str, Any]:
        values = {node.name: getattr(self.body, node.name) for node in self.form.schema.children}
        form = form or self.form.filled(values)
        page = body_page(
            self.body.__parent__, self.request, self.body.title, form=form, problem=problem
        )
        return page | self._ending(refused)

    def _ending(self, refused: str) -> dict[str, Any]:
        """Return what the form that ends the body shows, with what was typed into it."""
        body, sent, belongings = self.body, self.request.POST, belongings_of(self.body)
        today = self.request.act.at.astimezone(ZONE).date()
        return {
            "end_address": f"{path_of(body, self.request)}end",
            "ended_on": body.ended_on.isoformat() if body.ended_on else "",
            "refused": refused,
            "day": sent.get("day", "") if refused else today.isoformat(),
            "chosen": sent.get("successor", "") if refused else "",
            "successors": tuple(
                each for each in body_choices(body.__parent__) if each[0] != str(body.oid)
            ),
            "people": len(belongings.people),
            "sites": tuple(site.title for site in belongings.sites),
            "below": tuple(each.title for each in belongings.bodies),
        }


def body_page(
    bodies: Bodies, request: Request, title: str, *, form: str, problem: str
) -> dict[str, Any]:
    """Return the values of a page with the form of a body."""
    return {
        "title": title,
        "form": form,
        "problem": problem,
        "back": f"{path_of(bodies, request)}tree",
        "end_address": "",
        "csrf_token": get_csrf_token(request),
    }


def _rows(bodies: Bodies, request: Request) -> Iterator[BodyRow]:
    people = Counter(each.body for each in lines(request.cluster["people"]))
    sites: dict[str, list[str]] = {}
    for site in request.cluster.all_sites():
        sites.setdefault(site.owner, []).append(site.title)
    ended = ((0, each) for each in bodies.values() if each.ended_on is not None)
    for depth, body in (*body_tree(bodies), *ended):
        successor = reach(body.successor, bodies) if body.successor else None
        yield BodyRow(
            title=body.title,
            short=body.short_title,
            code=body.code,
            address=f"{path_of(body, request)}edit",
            depth=min(depth, DEPTHS),
            people=people[body.oid],
            sites=", ".join(sites.get(body.__name__ or "", ())),
            ended=body.ended_on.isoformat() if body.ended_on is not None else "",
            successor=successor.title if successor is not None else "",
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refusal(_("Please give a day.")) from None
