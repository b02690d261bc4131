"""Pages for staff of content that is no document, made from what its type declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.catalog.catalog import Order, equal
from portal.content.adding import TYPE, asked_type, is_document_type, offered_types
from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import Container, Kept
from portal.content.declaration import kind_of, kinds_of
from portal.content.general.operations import NAME, add_content, change_content, move_content
from portal.content.values import Link
from portal.errors import Refusal
from portal.forms.form import Form, NotFilledIn
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.content.declaration import ContentType

INSIDE_MOST = 200
"""Most that is listed of what a place contains."""
DONE = {
    "added": _("It was added."),
    "saved": _("The changes were saved."),
    "moved": _("Its state was changed."),
}


@view_defaults(
    context=Container, name="add-content", permission="portal.work", renderer="templates/form.pt"
)
class AddContent:
    """New content of a type that may be added here."""

    def __init__(self, place: Container, request: Request) -> None:
        self.place = place
        self.request = request
        self.kind = asked_type(place, request)
        if is_document_type(self.kind):
            raise HTTPNotFound
        self.form = Form(self.kind.schema(), request)
        self.form.kept = {TYPE: self.kind.name}

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show the empty form."""
        return self._page(self.form.filled({}))

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Add it, and lead to its form."""
        data: Any = {}
        try:
            data = self.form.validated(self.request.POST)
            made = add_content(self.place, self.kind, data, self.request.act)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(self.form.filled(data), refusal.message)
        return HTTPSeeOther(f"{path_of(made, self.request).rstrip('/')}/edit?done=added")

    def _page(self, form: str, problem: str = "") -> dict[str, Any]:
        title = _("New: ${kind}", mapping={"kind": self.kind.title})
        return {
            **_nothing(self.place, self.request),
            "title": title,
            "form": form,
            "problem": problem,
        }


@view_defaults(
    context=Kept,
    name="edit",
    permission="portal.edit",
    renderer="templates/form.pt",
    general=True,
)
class EditContent:
    """What is known of some content, and its state."""

    def __init__(self, content: Any, request: Request) -> None:
        self.content = content
        self.request = request
        self.kind = kind_of(content, request.registry)
        assert self.kind is not None  # noqa: S101  # the predicate looked
        schema = self.kind.schema()
        if NAME in schema:
            del schema[NAME]
        self.form = Form(schema, request)

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show what is known."""
        return self._page(self._filled())

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Save what was changed, or take the step that a button names."""
        data: Any = {}
        if "step" in self.request.POST:
            return self._step(self.request.POST["step"])
        try:
            data = self.form.validated(self.request.POST)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        change_content(self.content, data, self.request.act)
        return HTTPSeeOther(f"{self._address}/edit?done=saved")

    def _step(self, name: str) -> dict[str, Any] | HTTPSeeOther:
        steps = {each.name: each for each in self.content.workflow.transitions}
        if name not in steps:
            raise HTTPNotFound
        if not self.request.has_permission(steps[name].permission, self.content):
            raise HTTPForbidden
        try:
            move_content(self.content, name, self.request.act)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(self._filled(), refusal.message)
        return HTTPSeeOther(f"{self._address}/edit?done=moved")

    @property
    def _address(self) -> str:
        return path_of(self.content, self.request).rstrip("/")

    def _filled(self) -> str:
        names = [node.name for node in self.form.schema.children]
        return self.form.filled({name: getattr(self.content, name) for name in names})

    def _page(self, form: str, problem: str = "") -> dict[str, Any]:
        content, request = self.content, self.request
        state = content.workflow.state(content.state)
        return {
            **_nothing(content.__parent__, request),
            "title": content.title,
            "form": form,
            "problem": problem,
            "done": DONE.get(request.GET.get("done", ""), ""),
            "state": state.title,
            "steps": tuple(self._steps(state.name)),
            "add": tuple(_additions(content, request)),
            "inside": tuple(_inside(content, request)),
            "address": f"{self._address}/edit",
        }

    def _steps(self, state: str) -> Iterator[tuple[str, str]]:
        """Return name and words of each step that this person may take now."""
        workflow = self.content.workflow
        for each in workflow.transitions:
            if state in each.sources and self.request.has_permission(each.permission, self.content):
                yield each.name, workflow.state(each.target).title


def _nothing(place: Any, request: Request) -> dict[str, Any]:
    """Return what a page shows that has nothing but its form."""
    return {
        "done": "",
        "state": "",
        "steps": (),
        "add": (),
        "inside": (),
        "address": "",
        "back": Link(place.title, _back(place, request)),
        "csrf_token": get_csrf_token(request),
    }


def _back(place: Any, request: Request) -> str:
    base = path_of(place, request)
    return f"{base}edit" if place.of_addon else f"{base}contents"


def _additions(content: Any, request: Request) -> Iterator[Link]:
    for kind, form in offered_types(content, request):
        yield Link(_("Add: ${kind}", mapping={"kind": kind.title}), form)


def _inside(content: Any, request: Request) -> Iterator[Link]:
    """Return what add-ons keep in `content`, each with the page on which it is changed."""
    if isinstance(content, Container):
        kinds = [each for each in kinds_of(request.registry).values() if each.addon]
        for kind in kinds:
            yield from links_to(kind, content, request)


def links_to(kind: ContentType, place: Any, request: Request) -> Iterator[Link]:
    """Return what of type `kind` is directly in `place`, by title, where staff works on it."""
    asked, order = equal(section=place.oid, kind=kind.name), Order(by="title", size=INSIDE_MOST)
    _count, oids = request.cluster.catalog.page(asked, order)
    page = "draft" if is_document_type(kind) else "edit"
    for oid in oids:
        found = reach(oid, place)
        if found is not None and request.has_permission("portal.work", found):
            yield Link(found.title, f"{path_of(found, request).rstrip('/')}/{page}")
