"""How often a draft is reviewed before the public sees it, as sites and sections choose."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from pyramid.location import lineage

from portal.content.content import site_of
from portal.content.events import ContentEvent
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act

STEPS_MOST = 3
"""Most reviews of one draft. Source: the usual three reviews and three proofreads."""
LEVELS = ("portal.release", "portal.review_2", "portal.review_3")
"""What who gives the first, the second and the third review needs."""
HOURS_MOST = 400
"""Longest time for a review, in working hours; about ten weeks."""


@dataclass(frozen=True)
class ReviewRule:
    """What a draft has to go through, and a document that is to be withdrawn.

    :ivar steps: number of reviews, each by another person; 1 to `STEPS_MOST`.
    :ivar secrecy: whether who gives the last approval has to state that nothing in it is secret.
    :ivar publisher: whether somebody who did not approve it shows it to the public.
    :ivar withdrawal_by_two: whether one person asks for a withdrawal and another one decides.
    :ivar urgent_hours: time for each review of what is urgent, in working hours.
    :ivar ordinary_hours: the same of everything else. Source: one and two working days are usual
        where a place sets such times.
    """

    steps: int = 1
    secrecy: bool = False
    publisher: bool = False
    withdrawal_by_two: bool = False
    urgent_hours: int = 8
    ordinary_hours: int = 16


USUAL = ReviewRule()


@dataclass(frozen=True, kw_only=True)
class ReviewRuleSet(ContentEvent):
    """Another rule counts at a place; `None` where that of the place above counts."""

    rule: ReviewRule | None


def review_rule(content: Any) -> ReviewRule:
    """Return what counts for drafts at `content`: the rule of the nearest place that has one."""
    site = site_of(content)
    for place in lineage(content):
        own = own_rule(place)
        if own is not None:
            return own
        if place is site:
            break
    return USUAL


def own_rule(place: Any) -> ReviewRule | None:
    """Return the rule that was chosen for `place` itself, if one was."""
    chosen = getattr(place, "review", None)
    return ReviewRule(*chosen) if chosen is not None else None


def set_review_rule(place: Any, rule: ReviewRule | None, act: Act) -> None:
    """Let `rule` count for drafts at `place`, a section or a site.

    Drafts that wait already need as many reviews from now on.

    :param rule: `None` for what counts at the place above.
    :raises Refusal: for another number of reviews, or a time that is none.
    """
    if rule is not None:
        if not 1 <= rule.steps <= STEPS_MOST:
            raise Refusal(_("Please choose how often drafts are reviewed."))
        if not all(1 <= each <= HOURS_MOST for each in (rule.urgent_hours, rule.ordinary_hours)):
            raise Refusal(
                _(
                    "Please give the time for a review in working hours, from 1 to ${most}.",
                    mapping={"most": HOURS_MOST},
                )
            )
    place.review = astuple(rule) if rule is not None else None
    place.changed_at = act.at
    act.announce(ReviewRuleSet(place, act, rule=rule))
