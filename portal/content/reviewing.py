"""How often a draft is reviewed before the public sees it, as sites and sections choose."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class ReviewRule:
    """What a draft has to go through.

    :ivar steps: number of reviews, each by another person; 1 to `STEPS_MOST`.
    :ivar secrecy: whether who gives the last approval has to state that nothing in it is secret.
    """

    steps: int = 1
    secrecy: bool = False


USUAL = ReviewRule()


@dataclass(frozen=True, kw_only=True)
class ReviewRuleSet(ContentEvent):
    """Another rule counts at a place; `steps` is 0 where that of the place above counts."""

    steps: int
    secrecy: bool


def review_rule(content: Any) -> ReviewRule:
    """Return what counts for drafts at `content`: the rule of the nearest place that has one."""
    site = site_of(content)
    for place in lineage(content):
        chosen = getattr(place, "review", None)
        if chosen is not None:
            return ReviewRule(*chosen)
        if place is site:
            break
    return USUAL


def set_review_rule(place: Any, steps: int, act: Act, *, secrecy: bool) -> None:
    """Let drafts at `place`, a section or a site, go through `steps` reviews.

    Drafts that wait already need as many from now on.

    :param steps: 0 for what counts at the place above.
    :raises Refusal: for another number of reviews.
    """
    if not 0 <= steps <= STEPS_MOST:
        raise Refusal(_("Please choose how often drafts are reviewed."))
    place.review = (steps, secrecy) if steps else None
    place.changed_at = act.at
    act.announce(ReviewRuleSet(place, act, steps=steps, secrecy=secrecy and bool(steps)))
