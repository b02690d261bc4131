"""Adding many people from a file: first shown with what is wrong, then done."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPBadRequest
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.desk.exporting import harmless
from portal.desk.sheets import CELL_MOST, FILE_MAX_BYTES, rows_of
from portal.desk.staffreading import FIELDS, PEOPLE_MOST, newcomers, values_of
from portal.errors import Refusal
from portal.i18n import _
from portal.security.accounts import enrol_person
from portal.security.people import People

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyramid.request import Request

    from portal.desk.staffreading import Newcomer, Values

SHOWN_MOST = 200
"""Lines with a problem that the page shows, and as many without one."""


@view_defaults(
    context=People,
    name="load-people",
    permission="portal.administer",
    renderer="templates/staff_load.pt",
)
class LoadPeople:
    """A file with people, looked at and then taken."""

    def __init__(self, people: People, request: Request) -> None:
        self.people = people
        self.request = request
        self.address = f"{path_of(people, request)}load-people"

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Ask for a file."""
        return self._page()

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any] | Response:
        """Show what a file holds; the second time, add those who can be added."""
        try:
            return self._add() if "rows" in self.request.POST else self._look()
        except Refusal as refusal:
            self.request.response.status_int = 422
            return self._page(problem=refusal.message)

    def _look(self) -> dict[str, Any]:
        upload = self.request.POST.get("file")
        if not getattr(upload, "filename", ""):
            raise Refusal(_("Please choose a file."))
        data = upload.file.read(FILE_MAX_BYTES + 1)
        values, ignored = values_of(rows_of(data, PEOPLE_MOST + 1))
        return self._page(newcomers(self.request.cluster, values), ignored)

    def _add(self) -> dict[str, Any] | Response:
        found = newcomers(self.request.cluster, _rows_sent(self.request.POST["rows"]))
        good = [each for each in found if not each.problem]
        if str(len(good)) != self.request.POST.get("count", ""):
            self.request.response.status_int = 409
            problem = _("Something has changed meanwhile; please look at the lines again.")
            return self._page(found, problem=problem)
        if not good:
            raise Refusal(_("Nobody in this file can be added."))
        return _passwords(self.people, good, self.request)

    def _page(
        self, found: Iterable[Newcomer] = (), ignored: Iterable[str] = (), problem: str = ""
    ) -> dict[str, Any]:
        every = list(found)
        wrong = [each for each in every if each.problem]
        good = [each for each in every if not each.problem]
        return {
            "title": _("Add many people from a file"),
            "action": self.address,
            "back": f"{path_of(self.people, self.request)}staff",
            "most": PEOPLE_MOST,
            "megabytes": FILE_MAX_BYTES // 1_000_000,
            "rows": json.dumps([each.values for each in every], ensure_ascii=False),
            "looked": bool(every),
            "wrong": tuple(wrong[:SHOWN_MOST]),
            "good": tuple(good[:SHOWN_MOST]),
            "wrong_count": len(wrong),
            "good_count": len(good),
            "ignored": tuple(ignored),
            "problem": problem,
            "csrf_token": get_csrf_token(self.request),
        }


def _passwords(people: People, good: list[Newcomer], request: Request) -> Response:
    """Add these people, and return the file with their one-time passwords, kept nowhere else."""
    text = StringIO()
    writer = csv.writer(text)
    heads = (_("Account name"), _("Name"), _("One-time password"))
    writer.writerow([request.localizer.translate(head) for head in heads])
    for each in good:
        account, password = enrol_person(people, each.login, each.data, request.act)
        writer.writerow([account.login, harmless(account.title), password])
    response = Response(text.getvalue().encode("utf-8-sig"), content_type="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="passwords.csv"'
    response.cache_control = "no-store"
    return response


def _rows_sent(text: str) -> list[Values]:
    """Return the lines that the page before carried, as they are: they are checked again."""
    try:
        rows = json.loads(text)
        if len(rows) > PEOPLE_MOST:
            raise HTTPBadRequest
        return [_values_sent(*row) for row in rows]
    except (ValueError, TypeError, RecursionError):
        raise HTTPBadRequest from None


def _values_sent(number: int, *cells: str) -> Values:
    if not isinstance(number, int) or len(cells) != len(FIELDS):
        raise ValueError
    login, title, body, post, telephone = (str(each)[:CELL_MOST] for each in cells)
    return number, login, title, body, post, telephone
