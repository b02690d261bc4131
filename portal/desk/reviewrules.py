"""How often drafts of a place are reviewed before the public sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.reviewing import STEPS_MOST, USUAL, ReviewRule, review_rule, set_review_rule
from portal.content.section.content import Section
from portal.errors import Refusal
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.request import Request

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
        sent = self.request.POST
        steps = sent.get("steps", "")
        number = int(steps) if steps.isascii() and steps.isdigit() and len(steps) == 1 else -1
        try:
            set_review_rule(self.place, number, self.request.act, secrecy="secrecy" in sent)
        except Refusal as refusal:
            self.request.response.status_int = 409
            return self._page(refusal.message)
        return HTTPSeeOther(f"{path_of(self.place, self.request)}review-rule?done")

    def _page(self, problem: str = "") -> dict[str, Any]:
        own = self.place.review
        base = path_of(self.place, self.request)
        above = USUAL if isinstance(self.place, Site) else review_rule(self.place.__parent__)
        return {
            "title": _("Reviews of “${place}”", mapping={"place": self.place.title}),
            "choices": CHOICES,
            "chosen": own[0] if own else 0,
            "secrecy": bool(own and own[1]),
            "above": _said(above),
            "problem": problem,
            "done": "done" in self.request.GET,
            "address": f"{base}review-rule",
            "contents": f"{base}contents",
            "csrf_token": get_csrf_token(self.request),
        }


def _said(rule: ReviewRule) -> tuple[str, bool]:
    """Return how many reviews `rule` wants, in words, and whether a statement on secrecy."""
    assert rule.steps <= STEPS_MOST  # noqa: S101  # nothing else can be set
    return CHOICES[rule.steps][1], rule.secrecy
