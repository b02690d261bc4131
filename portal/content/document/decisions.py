"""What can be decided on a draft and on what the public sees, by whom, and when it makes sense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from portal.act import Act
from portal.content.document.content import Document
from portal.content.document.delegating import delegate, take_back
from portal.content.document.expiry import renew
from portal.content.document.review import (
    approve,
    hand_in,
    is_last_review,
    pass_on,
    publish,
    return_draft,
    return_step,
    review_permission,
)
from portal.content.document.scheduling import schedule, unschedule, unscheduling_permission
from portal.content.document.urgent import (
    URGENT_STAGES,
    approve_afterwards,
    is_last_afterwards,
    permission_afterwards,
    release_urgently,
)
from portal.content.document.withdrawing import (
    approve_withdrawal,
    ask_withdrawal,
    needs_two,
    refuse_withdrawal,
    withdraw,
)
from portal.content.reviewing import review_rule
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from typing import Any

Fits = Callable[[Document], bool]
Rights = Callable[[Document], tuple[str, ...]]


class Person(Protocol):
    """Who decides: a request, or who left long work behind."""

    def has_permission(self, permission: str, context: Any) -> Any:
        """Tell whether the person has `permission` on `context`."""


@dataclass(frozen=True)
class Said:
    """What a person says about a decision.

    :ivar reason: why; `notice` is what the public reads about it.
    :ivar moment: from when it holds; `None` for no moment that could be understood.
    :ivar secrecy: whether nothing in it is secret.
    :ivar urgent: whether it is to be reviewed sooner.
    :ivar person: account name of who is to review it.
    """

    reason: str = ""
    notice: str = ""
    moment: datetime | None = None
    secrecy: bool = False
    urgent: bool = False
    person: str = ""


@dataclass(frozen=True)
class Decision:
    """A button of the page of a draft.

    :ivar rights: the permissions of which one is needed, for a document as it is.
    :ivar fits: tells whether it makes sense for a document as it is.
    :ivar done: what is said afterwards.
    :ivar wants: what one is asked for: names of `Said`; `secrecy` only where the rule of the place
        demands it.
    :ivar on_draft: whether it is about what was written, so that one has to have seen it.
    :ivar rare: whether it is shown only to who asks for more.
    """

    name: str
    title: str
    rights: Rights
    fits: Fits
    do: Callable[[Document, Act, Said], object]
    done: str
    wants: tuple[str, ...] = ()
    on_draft: bool = False
    rare: bool = False

    def possible(self, document: Document, person: Person) -> bool:
        """Tell whether `person` may decide so, and it makes sense."""
        return self.fits(document) and self.allowed(document, person)

    def allowed(self, document: Document, person: Person) -> bool:
        """Tell whether `person` may decide so."""
        return any(person.has_permission(each, document) for each in self.rights(document))


def _needs(*permissions: str) -> Rights:
    return lambda _document: permissions


def _for_review(document: Document) -> tuple[str, ...]:
    return (review_permission(document),)


def _for_return(document: Document) -> tuple[str, ...]:
    return ("portal.publish",) if document.stage == "approved" else _for_review(document)


def _for_unschedule(document: Document) -> tuple[str, ...]:
    return (unscheduling_permission(document),)


def _afterwards(document: Document) -> tuple[str, ...]:
    return (permission_afterwards(document),)


def _waits(document: Document) -> bool:
    return document.stage == "waiting"


def _waits_for_the_last(document: Document) -> bool:
    return document.stage == "waiting" and is_last_review(document)


def _can_publish_at_once(document: Document) -> bool:
    return _waits_for_the_last(document) and not review_rule(document).publisher


def _was_approved_before(document: Document) -> bool:
    draft = document.draft
    return draft is not None and draft.stage in {"waiting", "approved"} and bool(draft.approvals)


def _is_delegated(document: Document) -> bool:
    draft = document.draft
    return draft is not None and draft.stage == "waiting" and draft.delegated is not None


def _is_owed(document: Document) -> bool:
    return document.state == "published" and bool(document.owed)


def _is_asked(document: Document) -> bool:
    return document.state == "published" and document.withdrawal is not None


def _schedule(document: Document, act: Act, said: Said) -> None:
    if said.moment is None:
        raise Refusal(_("Please give a moment."))
    schedule(document, act, at=said.moment, secrecy=said.secrecy)


def _return(document: Document, act: Act, said: Said) -> None:
    return_draft(document, act, reason=said.reason)


DECISIONS = (
    Decision(
        "hand_in",
        _("Hand in for review"),
        _needs("portal.edit"),
        lambda document: document.stage in {"writing", "returned"},
        lambda document, act, said: hand_in(document, act, urgent=said.urgent),
        _("The draft is with the reviewers now."),
        wants=("urgent",),
    ),
    Decision(
        "pass_on",
        _("Approve and pass on to the next review"),
        _for_review,
        lambda document: document.stage == "waiting" and not is_last_review(document),
        lambda document, act, _said: pass_on(document, act),
        _("The draft waits for the next review."),
        on_draft=True,
    ),
    Decision(
        "approve",
        _("Approve and publish"),
        _for_review,
        _can_publish_at_once,
        lambda document, act, said: approve(document, act, secrecy=said.secrecy),
        _("The public sees this version now."),
        wants=("secrecy",),
        on_draft=True,
    ),
    Decision(
        "approve_only",
        _("Approve"),
        _for_review,
        lambda document: _waits_for_the_last(document) and review_rule(document).publisher,
        lambda document, act, said: approve(document, act, secrecy=said.secrecy),
        _("The draft is approved and waits for who publishes it."),
        wants=("secrecy",),
        on_draft=True,
    ),
    Decision(
        "publish",
        _("Publish"),
        _needs("portal.publish"),
        lambda document: document.stage == "approved",
        lambda document, act, _said: publish(document, act),
        _("The public sees this version now."),
        on_draft=True,
    ),
    Decision(
        "schedule",
        _("Approve and publish at …"),
        _for_return,
        _can_publish_at_once,
        _schedule,
        _("The draft is approved and will be public at its time."),
        wants=("moment", "secrecy"),
        on_draft=True,
    ),
    Decision(
        "publish_at",
        _("Publish at …"),
        _needs("portal.publish"),
        lambda document: document.stage == "approved",
        _schedule,
        _("The draft will be public at its time."),
        wants=("moment",),
        on_draft=True,
    ),
    Decision(
        "unschedule",
        _("Take back the scheduled release"),
        _for_unschedule,
        lambda document: document.stage == "scheduled",
        lambda document, act, _said: unschedule(document, act),
        _("The draft waits for a decision again."),
    ),
    Decision(
        "return",
        _("Return to be changed"),
        _for_return,
        lambda document: document.stage in {"waiting", "approved"},
        _return,
        _("The draft is back with who wrote it."),
        wants=("reason",),
        on_draft=True,
    ),
    Decision(
        "return_step",
        _("Return to the review before"),
        _for_return,
        _was_approved_before,
        lambda document, act, said: return_step(document, act, reason=said.reason),
        _("The draft is back with the review before."),
        wants=("reason",),
        on_draft=True,
        rare=True,
    ),
    Decision(
        "delegate",
        _("Hand this review to …"),
        _for_review,
        lambda document: _waits(document) and not _is_delegated(document),
        lambda document, act, said: delegate(document, act, to=said.person),
        _("The review was handed over."),
        wants=("person",),
        rare=True,
    ),
    Decision(
        "take_back",
        _("Take the review back"),
        _for_review,
        _is_delegated,
        lambda document, act, _said: take_back(document, act),
        _("Everybody who may review it here can do so again."),
    ),
    Decision(
        "approve_afterwards",
        _("Approve afterwards"),
        _afterwards,
        lambda document: _is_owed(document) and is_last_afterwards(document),
        lambda document, act, said: approve_afterwards(document, act, secrecy=said.secrecy),
        _("The approval that was owed is given."),
        wants=("secrecy",),
        on_draft=True,
    ),
    Decision(
        "pass_on_afterwards",
        _("Approve afterwards and pass on to the next review"),
        _afterwards,
        lambda document: _is_owed(document) and not is_last_afterwards(document),
        lambda document, act, _said: approve_afterwards(document, act),
        _("What is public waits for the next approval."),
        on_draft=True,
    ),
    Decision(
        "release_urgently",
        _("Publish urgently, before the reviews"),
        _needs("portal.publish"),
        lambda document: document.stage in URGENT_STAGES,
        lambda document, act, said: release_urgently(document, act, reason=said.reason),
        _("The public sees this version now. Its approval is owed."),
        wants=("reason",),
        on_draft=True,
        rare=True,
    ),
    Decision(
        "renew",
        _("Take the expiry away"),
        _needs("portal.publish"),
        lambda document: bool(document.expired_how),
        lambda document, act, _said: renew(document, act),
        _("The public finds this as before."),
    ),
    Decision(
        "approve_withdrawal",
        _("Withdraw, as was asked for"),
        _needs("portal.withdraw"),
        _is_asked,
        lambda document, act, _said: approve_withdrawal(document, act),
        _("The public does not see this any more."),
    ),
    Decision(
        "refuse_withdrawal",
        _("Do not withdraw"),
        _needs("portal.withdraw"),
        _is_asked,
        lambda document, act, said: refuse_withdrawal(document, act, reason=said.reason),
        _("This stays as it is."),
        wants=("reason",),
    ),
    Decision(
        "withdraw",
        _("Withdraw from the public"),
        _needs("portal.withdraw"),
        lambda document: document.state == "published" and needs_two(document) is None,
        lambda document, act, said: withdraw(document, act, reason=said.reason, notice=said.notice),
        _("The public does not see this any more."),
        wants=("reason", "notice"),
    ),
    Decision(
        "ask_withdrawal",
        _("Ask for the withdrawal"),
        _needs("portal.edit", "portal.withdraw"),
        lambda document: document.state == "published" and document.withdrawal is None,
        lambda document, act, said: ask_withdrawal(
            document, act, reason=said.reason, notice=said.notice
        ),
        _("Somebody else decides on the withdrawal now."),
        wants=("reason", "notice"),
        rare=True,
    ),
)
"""What can be done on the page of a draft, in the order of the buttons."""
