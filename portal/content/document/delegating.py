"""Handing one review to a named person, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.location import lineage
from pyramid.traversal import find_root

from portal.content.document.events import ReviewDelegated
from portal.content.document.review import need_other_person, own_part, review_permission
from portal.errors import Refusal
from portal.i18n import _
from portal.security.policy import Rights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString

    from portal.act import Act
    from portal.content.document.content import Document, Revision

CHOICES_MOST = 200
"""People that one can choose from, at most."""


def delegate(document: Document, act: Act, *, to: str) -> None:
    """Hand the next review of the waiting draft to the account `to`.

    :raises Refusal: when none waits, by who could not review it, or to somebody who cannot.
    """
    draft = _waiting(document)
    need_other_person(document, act.by or "")
    problem = _cannot_review(document, to, act.by or "")
    if problem:
        raise Refusal(problem)
    draft.delegated = (to, act.by or "", act.at)
    document.changed_at = act.at
    act.announce(ReviewDelegated(document, act, to=to, step=len(draft.approvals) + 1))


def take_back(document: Document, act: Act) -> None:
    """Let everybody who may do the next review do it again.

    :raises Refusal: when it was not handed to anybody.
    """
    draft = _waiting(document)
    if draft.delegated is None:
        raise Refusal(_("This review was not handed to anybody."))
    draft.delegated = None
    document.changed_at = act.at
    act.announce(ReviewDelegated(document, act, to="", step=len(draft.approvals) + 1))


def possible_reviewers(document: Document, login: str) -> Iterator[tuple[str, str]]:
    """Return account and name of those whom `login` can hand the next review to."""
    people: Any = find_root(document)["people"]
    known = dict.fromkeys(
        each for place in lineage(document) for each in getattr(place, "grants", {})
    )
    found = 0
    for each in known:
        if found < CHOICES_MOST and not _cannot_review(document, each, login):
            found += 1
            yield each, people[each].title


def _cannot_review(document: Document, to: str, by: str) -> TranslationString | None:
    """Tell why `by` cannot hand the next review to `to`; `None` where that is possible."""
    cluster: Any = find_root(document)
    if to == by:
        return _("Please choose somebody else.")
    if not Rights(cluster, to).has_permission(review_permission(document), document):
        return _("Please choose somebody who may do this review here.")
    return own_part(document, to)


def _waiting(document: Document) -> Revision:
    draft = document.draft
    if draft is None or draft.stage != "waiting":
        raise Refusal(_("No draft waits for a decision."))
    return draft
