"""The page on which the office says what it asks of its staff at sign-in."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.content import Home
from portal.errors import Refusal
from portal.i18n import _
from portal.security.factor import drop_factor, set_factor_classes
from portal.security.operations import set_password_rules
from portal.security.passwords import LIMITS, PasswordRules

if TYPE_CHECKING:
    from pyramid.request import Request

TITLES = {
    "length": _("Fewest characters"),
    "classes": _("Fewest kinds of characters"),
    "days": _("Days after which a password has to be replaced"),
    "history": _("Last passwords that cannot be chosen again"),
    "unused": _("Days without a sign-in after which an account is disabled"),
}
HINTS = {
    "length": _("Counts for passwords that are chosen from now on."),
    "classes": _("Small letters, capitals, digits, others."),
    "days": _("Counts at once, also for passwords of today; 0 for never."),
    "history": _("The present password is the first of them."),
    "unused": _("Counted from the last sign-in, or from when it was added; 0 for never."),
}
DONE = {
    "rules": _("The rules hold from now on."),
    "classes": _("Whose site demands it has no rights from now on without a second factor."),
    "drop": _("The second factor is off for this person; write them that you did it."),
}
FIELD_MAX = 200
DIGITS = 4
"""Of a number that is read."""


@view_defaults(
    context=Home,
    physical_path="/",
    name="security-settings",
    permission="portal.secure",
    renderer="templates/security_settings.pt",
)
class SecuritySettings:
    """What is asked of passwords and of whom a second factor, and the forms that change it."""

    def __init__(self, cluster: Home, request: Request) -> None:
        self.people: Any = cluster["people"]
        self.request = request
        self.classes = request.registry["site_classes"]()
        self.address = f"{path_of(cluster, request)}security-settings"

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show what holds now."""
        return self._page(done=str(self.request.GET.get("done", "")))

    @view_config(request_method="POST")
    def change(self) -> dict[str, Any] | HTTPSeeOther:
        """Take what one of the forms says, all or nothing."""
        deeds = {"rules": self._set_rules, "classes": self._set_classes, "drop": self._drop}
        name = self._sent("form")
        if name not in deeds:
            raise HTTPBadRequest
        wrong = deeds[name]()
        if wrong is None:
            return HTTPSeeOther(f"{self.address}?done={name}")
        self.request.response.status_int = 422
        return wrong

    def _set_rules(self) -> dict[str, Any] | None:
        sent = {name: str(self.request.POST.get(name, "")).strip()[:DIGITS] for name in LIMITS}
        problems = {name: problem for name in LIMITS if (problem := _problem(name, sent[name]))}
        if problems:
            return self._page(sent, problems)
        rules = PasswordRules(**{name: int(value) for name, value in sent.items()})
        set_password_rules(self.people, rules, self.request.act)
        return None

    def _set_classes(self) -> None:
        sent = set(self.request.POST.getall("class"))
        known = (name for name in self.classes if name in sent)
        set_factor_classes(self.people, known, self.request.act)

    def _drop(self) -> dict[str, Any] | None:
        """Take the second factor off for a person who lost it."""
        login, reason = self._sent("login").lower(), self._sent("reason")
        account = self.people.get(login)
        if account is None:
            refused = _("There is no account “${name}”.", mapping={"name": login})
            return self._page(refused=refused)
        try:
            drop_factor(account, self.request.act, reason=reason)
        except Refusal as refusal:
            return self._page(refused=refusal.message)
        return None

    def _sent(self, name: str) -> str:
        return str(self.request.POST.get(name, "")).strip()[:FIELD_MAX]

    def _page(
        self,
        sent: dict[str, str] | None = None,
        problems: dict[str, str] | None = None,
        *,
        refused: str = "",
        done: str = "",
    ) -> dict[str, Any]:
        said = problems or {}
        values = sent or {n: str(value) for n, value in asdict(self.people.password_rules).items()}
        return {
            "title": _("Passwords and sign-in"),
            "action": self.address,
            "csrf_token": get_csrf_token(self.request),
            "rows": tuple(
                {
                    "name": name,
                    "title": TITLES[name],
                    "hint": HINTS[name],
                    "value": values[name],
                    "least": LIMITS[name][0],
                    "most": LIMITS[name][1],
                    "problem": said.get(name, ""),
                }
                for name in LIMITS
            ),
            "classes": tuple(
                (name, each.title, name in self.people.factor_classes)
                for name, each in self.classes.items()
            ),
            "refused": refused,
            "login": self._sent("login") if refused else "",
            "reason": self._sent("reason") if refused else "",
            "said": DONE.get(done, ""),
        }


def _problem(name: str, sent: str) -> Any:
    least, most = LIMITS[name]
    if sent.isascii() and sent.isdigit() and least <= int(sent) <= most:
        return ""
    return _(
        "Please give a number from ${least} to ${most}.", mapping={"least": least, "most": most}
    )
