"""Public pages on which citizens write letters, and ask what became of them."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any

from pyramid.csrf import check_csrf_origin, check_csrf_token, get_csrf_token
from pyramid.httpexceptions import HTTPNotFound
from pyramid.location import lineage
from pyramid.renderers import render_to_response
from pyramid.view import view_config, view_defaults

from addons.interaction.i18n import _
from addons.interaction.letter.operations import note, receive_letter
from addons.interaction.letter.queries import TOLD, own_letter
from addons.interaction.letter.schema import TEXT_MAX, TOPICS, WISHES, LetterSchema
from addons.interaction.limiting import did_often, guesses
from addons.interaction.mailbox.content import Mailbox
from addons.interaction.names import ASKED, RECEIVED
from portal.addon.queries import settings_of
from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import is_public
from portal.content.times import minute
from portal.errors import Refusal
from portal.forms.form import Form, NotFilledIn
from portal.ledger.submissions import FORM_KEY, data_of, in_groups, new_form_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.i18n import TranslationString
    from pyramid.request import Request
    from pyramid.response import Response

    from portal.ledger.submissions import Receipt
    from portal.ledger.tables import Submission

KEY_FIELD = "form_key"
TYPED_MAX = 100
"""Longest number or code that is looked at, in characters."""
UNPROCESSABLE, CONFLICT, TOO_MANY, BAD = 422, 409, 429, 400


def settings(request: Request) -> Mapping[str, Any]:
    """Return what the site set for this add-on."""
    return settings_of(request.site, request.registry.addons["interaction"])


def need_public(mailbox: Mailbox) -> None:
    """Let nobody write to a mailbox that the public does not see, whoever sees the page.

    :raises HTTPNotFound: when it is so.
    """
    if not is_public(mailbox):
        raise HTTPNotFound


def stays_public(mailbox: Mailbox) -> None:
    """Let the request be repeated from the start, should the mailbox or its place change meanwhile.

    The database looks at that when it commits: a letter is kept only where the public can write.
    """
    for place in takewhile(lambda each: not getattr(each, "is_site", False), lineage(mailbox)):
        place._p_jar.readCurrent(place)  # noqa: SLF001  # ZODB's own names


@view_defaults(context=Mailbox, name="write", permission="view", renderer="templates/write.pt")
class WriteLetter:
    """A letter to a mailbox; whoever writes needs no account, and no session begins."""

    def __init__(self, mailbox: Mailbox, request: Request) -> None:
        need_public(mailbox)
        self.mailbox = mailbox
        self.request = request
        self.form = Form(LetterSchema(), request, buttons=(("send", _("Send the letter")),))
        sent = str(request.POST.get(KEY_FIELD, ""))
        self.key = sent if FORM_KEY.fullmatch(sent) else new_form_key()
        self.form.kept = {KEY_FIELD: self.key}
        request.response.cache_control = "private, no-cache"

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show the empty form, or one for the leader whom the address names."""
        return self._page(self.form.filled({"addressee": self.request.GET.get("addressee", "")}))

    @view_config(request_method="POST", require_csrf=False)
    def send(self) -> dict[str, Any] | Response:
        """Keep a letter that is filled in correctly, and show its receipt this once.

        A token that is too old keeps nothing, and gives back what was typed, unlike elsewhere.
        """
        check_csrf_origin(self.request)
        stays_public(self.mailbox)
        try:
            data = self.form.validated(self.request.POST)
        except NotFilledIn as problem:
            return self._again(UNPROCESSABLE, problem.html)
        if not check_csrf_token(self.request, raises=False):
            again = _("The form was open for too long. Please send the letter once more.")
            return self._again(BAD, self.form.filled(data), again)
        ledger, act = self.request.ledger, self.request.act
        if did_often(ledger, RECEIVED, act, settings(self.request)["letters_per_hour"]):
            return self._again(TOO_MANY, self.form.filled(data), _TOO_MANY)
        try:
            receipt = receive_letter(self.mailbox, data, act, ledger, form_key=self.key)
        except Refusal as refusal:
            return self._again(CONFLICT, self.form.filled(data), refusal.message)
        return _thanks(self.mailbox, receipt, data["subject"], self.request)

    def _again(self, status: int, form: str, problem: str | TranslationString = "") -> Any:
        self.request.response.status_int = status
        return self._page(form, problem)

    def _page(self, form: str, problem: str | TranslationString = "") -> dict[str, Any]:
        closed = self.request.method == "GET" and self.mailbox.closed_because
        return {
            "title": _("Write to: ${mailbox}", mapping={"mailbox": self.mailbox.title}),
            "form": "" if closed else form,
            "problem": problem,
            "closed": self.mailbox.closed_because,
            "answered": self.mailbox.answered,
            "longest": TEXT_MAX,
            "privacy": settings(self.request)["privacy"],
            "back": path_of(self.mailbox, self.request),
        }


_TOO_MANY = _(
    "Too many letters came from your network within an hour. Please send this one later; what you "
    "typed is still here."
)


def _thanks(mailbox: Mailbox, receipt: Receipt, subject: str, request: Request) -> Response:
    """Return the page with number and code, which no other page can show again.

    The response leaves only after the transaction has committed.
    """
    values = {
        "title": _("Your letter has arrived"),
        "number": receipt.number,
        "code": in_groups(receipt.code),
        "subject": subject,
        "mailbox": mailbox.title,
        "received": minute(request.act.at),
        "enquiry": f"{path_of(mailbox, request)}/enquiry",
        "back": path_of(mailbox, request),
    }
    response: Response = render_to_response(
        "addons.interaction:letter/templates/thanks.pt", values, request
    )
    response.cache_control = "no-store"
    return response


@view_defaults(context=Mailbox, name="enquiry", permission="view", renderer="templates/enquiry.pt")
class Enquire:
    """What became of a letter, for whoever has its number and code."""

    def __init__(self, mailbox: Mailbox, request: Request) -> None:
        need_public(mailbox)
        self.mailbox = mailbox
        self.request = request
        request.response.cache_control = "no-store"

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Ask for number and code."""
        return self._page()

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any]:
        """Show the state; number and code that do not belong together say no more than that."""
        number, code = (
            str(self.request.POST.get(name, ""))[:TYPED_MAX] for name in ("number", "code")
        )
        ledger, act = self.request.ledger, self.request.act
        if guesses(ledger, ASKED, act):
            self.request.response.status_int = TOO_MANY
            return self._page(number, _("There were too many attempts. Please try again later."))
        found = own_letter(self.mailbox, number, code, ledger)
        if found is None:
            note(ledger, act, ASKED, self.mailbox, succeeded=False)
            self.request.response.status_int = UNPROCESSABLE
            return self._page(number, _("Number and enquiry code do not belong together."))
        return self._page(found=found)

    def _page(
        self, number: str = "", problem: str = "", *, found: Submission | None = None
    ) -> dict[str, Any]:
        return {
            "title": _("Ask about a letter"),
            "number": number,
            "problem": problem,
            "letter": _shown(found, self.mailbox) if found is not None else (),
            "action": f"{path_of(self.mailbox, self.request)}/enquiry",
            "back": path_of(self.mailbox, self.request),
            "csrf_token": get_csrf_token(self.request),
        }


def _shown(letter: Submission, mailbox: Mailbox) -> tuple[tuple[str, str], ...]:
    """Return what the sender is told of a letter, pairs of label and value."""
    data, place = data_of(letter), reach(letter.place, mailbox)
    return (
        (_("State"), TOLD.get(letter.state, letter.state)),
        (_("Number"), letter.number),
        (_("Subject"), letter.title),
        (_("What it is about"), TOPICS.get(letter.topic, letter.topic)),
        (_("Mailbox"), place.title if place is not None else ""),
        (_("Received"), minute(letter.received_at)),
        (_("Agrees to publication"), WISHES.get(data.get("publish", ""), "")),
    )
