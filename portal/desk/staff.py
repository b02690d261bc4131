"""The people of the cluster: the list of all accounts, and adding one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.renderers import render_to_response
from pyramid.view import view_config, view_defaults

from portal.audit.viewing import note_view
from portal.content.addresses import path_of
from portal.content.section.views import page_number
from portal.content.values import pages_of
from portal.desk.staffforms import body_choices, person_schema
from portal.desk.stafflist import (
    PAGE_SIZE,
    ROLES,
    STATES,
    people_wanted,
    person_rows,
    wanted_people,
)
from portal.errors import Refusal
from portal.forms.form import Form, NotFilledIn
from portal.i18n import _
from portal.security.accounts import enrol_person
from portal.security.operations import need_free_login
from portal.security.people import People

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response

    from portal.security.people import Account


@view_config(context=People, name="staff", permission="view", renderer="templates/staff.pt")
def list_people(people: People, request: Request) -> dict[str, Any]:
    """List the accounts that are asked for, a page at a time."""
    note_view(request, people, "accounts")
    wanted = wanted_people(request.GET)
    found = people_wanted(request.cluster, wanted)
    last = max(1, -(-len(found) // PAGE_SIZE))
    number = min(page_number(request), last)
    base, query = path_of(people, request), wanted.query()
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    may_add = request.has_permission("portal.administer", people)
    return {
        "title": _("People"),
        "base": base,
        "wanted": wanted,
        "rows": person_rows(shown, request),
        "total": len(found),
        "bodies": body_choices(request.cluster["bodies"]),
        "roles": tuple(ROLES.items()),
        "states": tuple(STATES.items()),
        "pages": pages_of(number, last, lambda each: f"{base}staff?{query}&page={each}"),
        "add": f"{base}add-person" if may_add else "",
        "load": f"{base}load-people" if may_add else "",
        "organisation": f"{path_of(request.cluster['bodies'], request)}tree" if may_add else "",
    }


@view_defaults(
    context=People,
    name="add-person",
    permission="portal.administer",
    renderer="templates/staff_form.pt",
)
class AddPerson:
    """A new account."""

    def __init__(self, people: People, request: Request) -> None:
        self.people = people
        self.request = request
        self.form = Form(person_schema(request.cluster["bodies"], new=True), request)

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show the empty form."""
        return self._page(self.form.filled({}))

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any] | Response:
        """Add the account, and show its one-time password this once."""
        try:
            data = self.form.validated(self.request.POST)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        login = data["login"].lower()
        try:
            need_free_login(self.people, login)
        except Refusal as refusal:
            self.request.response.status_int = 422
            return self._page(self.form.filled(data, {"login": refusal.message}))
        facts: Any = {name: value for name, value in data.items() if name != "login"}
        account, password = enrol_person(self.people, login, facts, self.request.act)
        return show_password(account, password, self.request)

    def _page(self, form: str) -> dict[str, Any]:
        return {
            "title": _("Add a person"),
            "form": form,
            "back": f"{path_of(self.people, self.request)}staff",
            "hint": _("The person gets no role by this; the security administrator gives roles."),
        }


def show_password(account: Account, password: str, request: Request) -> Response:
    """Show a one-time password, which no other page can show again."""
    values = {
        "title": _("One-time password of ${name}", mapping={"name": account.title}),
        "login": account.login,
        "password": password,
        "card": path_of(account, request),
        "back": f"{path_of(account.__parent__, request)}staff",
    }
    response: Response = render_to_response(
        "portal.desk:templates/staff_password.pt", values, request
    )
    response.cache_control = "no-store"
    return response
