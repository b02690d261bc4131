"""How often drafts of a place are reviewed before the public sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.reviewing import (
    STEPS_MOST,
    USUAL,
    ReviewRule,
    own_rule,
    review_rule,
    set_review_rule,
)
from portal.content.section.content import Section
from portal.errors import Refusal
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.request import Request
    from webob.multidict import MultiDict

CHECKED = ("secrecy", "publisher", "withdrawal_by_two")
HOURS = ("urgent_hours", "ordinary_hours")
DIGITS = 4
"""Numbers of so many digits are none that can be meant."""

CHOICES = (
    (0, _("As above")),
    (1, _("One review")),
    (2, _("Two reviews by different people")),
    (3, _("Three reviews by different people")),
)


@view_defaults(name="review-rule", permission="portal.manage", renderer="templates/review_rule.pt")
class ReviewRulePage:
    """What drafts of a place have to go through."""

    def __init__(self, place: Section | Site, request: Request) -> None:
        self.place = place
        self.request = request

    @view_config(context=Section, request_method="GET")
    @view_config(context=Site, request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show what counts here."""
        return self._page()

    @view_config(context=Section, request_method="POST")
    @view_config(context=Site, request_method="POST")
    def choose(self) -> dict[str, Any] | HTTPSeeOther:
        """Let another rule count from now on."""
        try:
            set_review_rule(self.place, _sent(self.request.POST), self.request.act)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(refusal.message)
        return HTTPSeeOther(f"{path_of(self.place, self.request)}review-rule?done")

    def _page(self, problem: str = "") -> dict[str, Any]:
        own = own_rule(self.place)
        base = path_of(self.place, self.request)
        above = USUAL if isinstance(self.place, Site) else review_rule(self.place.__parent__)
        return {
            "title": _("Reviews of “${place}”", mapping={"place": self.place.title}),
            "choices": CHOICES,
            "chosen": own.steps if own else 0,
            "above": _said(above),
            **self._shown(own or above, typed=bool(problem)),
            "problem": problem,
            "done": "done" in self.request.GET,
            "address": f"{base}review-rule",
            "contents": f"{base}contents",
            "csrf_token": get_csrf_token(self.request),
        }

    def _shown(self, rule: ReviewRule, *, typed: bool) -> dict[str, Any]:
        """Return what the fields show: `rule`, or what was typed."""
        sent = self.request.POST
        return {
            **{name: name in sent if typed else getattr(rule, name) for name in CHECKED},
            **{name: sent.get(name, "") if typed else getattr(rule, name) for name in HOURS},
        }


def _sent(sent: MultiDict) -> ReviewRule | None:
    """Return the rule that a form asks for; `None` for what counts above."""
    steps = _number(sent.get("steps", ""))
    if not steps:
        return None
    return ReviewRule(
        steps,
        secrecy="secrecy" in sent,
        publisher="publisher" in sent,
        withdrawal_by_two="withdrawal_by_two" in sent,
        urgent_hours=_number(sent.get("urgent_hours", str(USUAL.urgent_hours))),
        ordinary_hours=_number(sent.get("ordinary_hours", str(USUAL.ordinary_hours))),
    )


def _number(typed: str) -> int:
    """Return a short whole number that was typed; -1 for anything else."""
    typed = typed.strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < DIGITS else -1


def _said(rule: ReviewRule) -> tuple[str, bool]:
    """Return how many reviews `rule` wants, in words, and whether a statement on secrecy."""
    assert rule.steps <= STEPS_MOST  # noqa: S101  # nothing else can be set
    return CHOICES[rule.steps][1], rule.secrecy
