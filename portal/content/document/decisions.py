"""What can be decided on a draft and on what the public sees, by whom, and when it makes sense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portal.act import Act
from portal.content.document.content import Document
from portal.content.document.operations import withdraw_document
from portal.content.document.review import (
    approve,
    hand_in,
    is_last_review,
    pass_on,
    return_draft,
)
from portal.content.document.scheduling import schedule, unschedule
from portal.errors import Refusal
from portal.i18n import _


@dataclass(frozen=True)
class Said:
    """What a person says about a decision.

    :ivar reason: why; `notice` is what the public reads about it.
    :ivar moment: from when it holds; `None` for no moment that could be understood.
    :ivar secrecy: whether nothing in it is secret.
    """

    reason: str = ""
    notice: str = ""
    moment: datetime | None = None
    secrecy: bool = False


@dataclass(frozen=True)
class Decision:
    """A button of the page of a draft.

    :ivar fits: tells whether it makes sense for a document as it is.
    :ivar done: what is said afterwards.
    :ivar wants: what one is asked for: some of `reason`, `notice`, `moment` and `secrecy`; the last
        only where the rule of the place demands it.
    :ivar on_draft: whether it is about what the draft says, so that one has to have seen it.
    """

    name: str
    title: str
    permission: str
    fits: Callable[[Document], bool]
    do: Callable[[Document, Act, Said], object]
    done: str
    wants: tuple[str, ...] = ()
    on_draft: bool = False


def _waits(document: Document) -> bool:
    return document.stage == "waiting"


def _waits_for_the_last(document: Document) -> bool:
    return document.stage == "waiting" and is_last_review(document)


def _schedule(document: Document, act: Act, said: Said) -> None:
    if said.moment is None:
        raise Refusal(_("Please give a moment."))
    schedule(document, act, at=said.moment, secrecy=said.secrecy)


DECISIONS = (
    Decision(
        "hand_in",
        _("Hand in for review"),
        "portal.edit",
        lambda document: document.stage in {"writing", "returned"},
        lambda document, act, _said: hand_in(document, act),
        _("The draft is with the reviewers now."),
    ),
    Decision(
        "pass_on",
        _("Approve and pass on to the next review"),
        "portal.release",
        lambda document: document.stage == "waiting" and not is_last_review(document),
        lambda document, act, _said: pass_on(document, act),
        _("The draft waits for the next review."),
        on_draft=True,
    ),
    Decision(
        "approve",
        _("Approve and publish"),
        "portal.release",
        _waits_for_the_last,
        lambda document, act, said: approve(document, act, secrecy=said.secrecy),
        _("The public sees this version now."),
        wants=("secrecy",),
        on_draft=True,
    ),
    Decision(
        "schedule",
        _("Approve and publish at …"),
        "portal.release",
        _waits_for_the_last,
        _schedule,
        _("The draft is approved and will be public at its time."),
        wants=("moment", "secrecy"),
        on_draft=True,
    ),
    Decision(
        "unschedule",
        _("Take back the scheduled release"),
        "portal.release",
        lambda document: document.stage == "scheduled",
        lambda document, act, _said: unschedule(document, act),
        _("The draft waits for a decision again."),
    ),
    Decision(
        "return",
        _("Return to be changed"),
        "portal.release",
        _waits,
        lambda document, act, said: return_draft(document, act, reason=said.reason),
        _("The draft is back with who wrote it."),
        wants=("reason",),
        on_draft=True,
    ),
    Decision(
        "withdraw",
        _("Withdraw from the public"),
        "portal.withdraw",
        lambda document: document.state == "published",
        lambda document, act, said: withdraw_document(
            document, act, reason=said.reason, notice=said.notice
        ),
        _("The public does not see this any more."),
        wants=("reason", "notice"),
    ),
)
"""What can be done on the page of a draft, in the order of the buttons."""
