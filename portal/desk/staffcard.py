"""The card of a person: what is known, which roles are held where, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.act import BY_COMMAND
from portal.audit.viewing import note_view
from portal.content.addresses import path_of
from portal.content.plaintext import clean_line
from portal.content.times import minute
from portal.desk.staff import show_password
from portal.desk.staffforms import person_schema
from portal.desk.stafflist import body_title
from portal.errors import Refusal
from portal.forms.form import Form, NotFilledIn
from portal.i18n import _
from portal.ledger.queries import last_success
from portal.security.accounts import (
    REASON_MOST,
    change_account,
    disable_account,
    enable_account,
    end_sign_ins,
    reset_password,
)
from portal.security.grant import ROLES
from portal.security.holding import grants_of, is_administrator
from portal.security.locking import SIGN_IN
from portal.security.people import Account
from portal.security.sessions import own_sessions
from portal.site.routing import address_anywhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyramid.i18n import TranslationString
    from pyramid.request import Request
    from pyramid.response import Response

DONE = {
    "saved": _("What is known of the person was saved."),
    "disabled": _("The account is disabled. All its sign-ins have ended."),
    "enabled": _("The account can be used again."),
    "ended": _("All sign-ins of this person have ended."),
}
STATES = {
    "holds": _("in force"),
    "waiting": _("not yet"),
    "suspended": _("suspended"),
    "expired": _("expired"),
}


@dataclass(frozen=True)
class HeldRole:
    """A role of the person.

    :ivar address: of the page of the place's people; empty for whom it is closed.
    """

    role: TranslationString
    place: str
    address: str
    until: str
    state: TranslationString


@view_defaults(context=Account, renderer="templates/staff_card.pt")
class PersonCard:
    """One account, for those who keep accounts."""

    def __init__(self, account: Account, request: Request) -> None:
        self.account = account
        self.request = request
        self.address = path_of(account, request)

    @view_config(request_method="GET", permission="view")
    def show(self) -> dict[str, Any]:
        """Show what is known, and note who looked at it."""
        note_view(self.request, self.account, "account")
        return self._page()

    @view_config(name="disable", request_method="POST", permission="portal.disable")
    def disable(self) -> Any:
        """Let the person sign in no more."""
        return self._decide("disable", "disabled", disable_account)

    @view_config(name="enable", request_method="POST", permission="portal.disable")
    def enable(self) -> Any:
        """Let the person sign in again."""
        return self._decide("enable", "enabled", enable_account)

    @view_config(name="end-sign-ins", request_method="POST", permission="portal.disable")
    def end_sign_ins(self) -> HTTPSeeOther:
        """End all sign-ins of the person."""
        end_sign_ins(self.account, self.request.act)
        return HTTPSeeOther(f"{self.address}?done=ended")

    @view_config(name="one-time-password", request_method="POST", permission="portal.administer")
    def reset(self) -> dict[str, Any] | Response:
        """Draw a new password and show it this once."""
        try:
            password = reset_password(self.account, self.request.act)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(asked="password", problem=refusal.message)
        return show_password(self.account, password, self.request)

    def _decide(self, asked: str, done: str, deed: Callable[..., None]) -> Any:
        reason = clean_line(str(self.request.POST.get("reason", "")), REASON_MOST)
        if not reason:
            self.request.response.status_int = 422
            return self._page(asked=asked, problem=_("Please say why."))
        try:
            deed(self.account, self.request.act, reason)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(asked=asked, problem=refusal.message)
        return HTTPSeeOther(f"{self.address}?done={done}")

    def _page(self, asked: str = "", problem: str = "") -> dict[str, Any]:
        account, request = self.account, self.request
        administers = request.has_permission("portal.administer", account)
        return {
            "title": account.title,
            "enabled": account.enabled,
            "facts": tuple(each for each in self._facts() if each[1]),
            "disabled": self._disabled(),
            "roles": tuple(self._roles()),
            "sessions": self._sessions(),
            "asked": asked if self._is_shown(asked) else "",
            "problem": problem,
            "reason": str(request.POST.get("reason", "")) if asked else "",
            "most": REASON_MOST,
            "administers": administers,
            "is_self": account.login == request.authenticated_userid,
            "is_guarded": is_administrator(request.cluster, account.login),
            "address": self.address,
            "back": f"{path_of(account.__parent__, request)}staff",
            "done": DONE.get(request.GET.get("done", ""), ""),
            "csrf_token": get_csrf_token(request),
        }

    def _is_shown(self, asked: str) -> bool:
        """Tell whether the form that was sent is on the page now, to show its problem there."""
        is_other = self.account.login != self.request.authenticated_userid
        enabled = self.account.enabled
        shown = {"password": is_other, "disable": enabled and is_other, "enable": not enabled}
        return bool(shown.get(asked))

    def _facts(self) -> tuple[tuple[TranslationString, str], ...]:
        account, request = self.account, self.request
        signed_in = last_success(request.ledger, action=SIGN_IN, subject=account.login)
        return (
            (_("Account name"), account.login),
            (_("Body"), body_title(request.cluster, account.body)),
            (_("Post"), account.post),
            (_("Telephone of the office"), account.telephone),
            (_("Last sign-in"), minute(signed_in) or _("never")),
            (_("Password set on"), minute(account.password_set_at)),
            (_("Second factor since"), minute(account.factor_since)),
        )

    def _disabled(self) -> dict[str, str] | None:
        """Return when, by whom and why the account was disabled; `None` if it can be used."""
        account = self.account
        if account.enabled:
            return None
        unused = account.disabled_by == BY_COMMAND and not account.disabled_because
        return {
            "at": minute(account.disabled_at),
            "by": "" if account.disabled_by == BY_COMMAND else account.disabled_by,
            "because": _("Nobody used it for a long time.") if unused else account.disabled_because,
        }

    def _roles(self) -> Iterator[HeldRole]:
        request = self.request
        for place, grant in grants_of(request.cluster, self.account.login):
            base = address_anywhere(place, request) if place is not request.cluster else "/"
            may_see = request.has_permission("portal.grant", place)
            yield HeldRole(
                ROLES[grant.role].title,
                place.title,
                f"{base}people" if may_see else "",
                minute(grant.ends_at),
                STATES[grant.state(request.act.at)],
            )

    def _sessions(self) -> tuple[dict[str, str], ...] | None:
        """Return where the person is signed in; `None` for whom that is no business."""
        if not self.request.has_permission("portal.secure", self.account):
            return None
        return tuple(
            {
                "began": minute(each.began_at),
                "used": minute(each.used_at),
                "address": each.address,
                "agent": each.agent,
            }
            for each in own_sessions(self.account, self.request)
        )


@view_defaults(
    context=Account,
    name="change",
    permission="portal.administer",
    renderer="templates/staff_form.pt",
)
class ChangePerson:
    """Name, body, post and telephone of a person."""

    def __init__(self, account: Account, request: Request) -> None:
        self.account = account
        self.request = request
        self.form = Form(person_schema(request.cluster["bodies"], account.body), request)

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show what is known."""
        values = {node.name: getattr(self.account, node.name) for node in self.form.schema}
        return self._page(self.form.filled(values))

    @view_config(request_method="POST")
    def send(self) -> dict[str, Any] | HTTPSeeOther:
        """Save it."""
        try:
            data = self.form.validated(self.request.POST)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        change_account(self.account, data, self.request.act)
        return HTTPSeeOther(f"{path_of(self.account, self.request)}?done=saved")

    def _page(self, form: str) -> dict[str, Any]:
        name = self.account.title
        return {
            "title": _("Change what is known of ${name}", mapping={"name": name}),
            "form": form,
            "back": path_of(self.account, self.request),
            "hint": "",
        }
