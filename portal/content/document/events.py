"""What other parts of the portal may want to hear about documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.content.events import ContentChanged, ContentCreated, ContentEdited, ContentEvent

if TYPE_CHECKING:
    from datetime import datetime


class DocumentCreated(ContentCreated):
    """A document came into being as a draft."""


class DraftSaved(ContentChanged):
    """A draft was saved beside what the public sees."""


class DraftHandedIn(ContentChanged):
    """A draft waits for a decision of the reviewers."""


@dataclass(frozen=True, kw_only=True)
class DraftReturned(ContentChanged):
    """The reviewers gave a draft back.

    :ivar step: the review that decides again, counted from 1; 0 for who wrote it.
    :ivar to: account name of who approved in that review; empty where the author has it.
    """

    reason: str
    step: int = 0
    to: str = ""


@dataclass(frozen=True, kw_only=True)
class DraftReviewed(ContentChanged):
    """A reviewer agreed to a draft, and another one has to; `step` counts from 1."""

    step: int


@dataclass(frozen=True, kw_only=True)
class DraftApproved(ContentChanged):
    """A reviewer gave a draft its last approval; its release follows.

    :ivar secrecy: whether the person stated that nothing in it is secret.
    """

    secrecy: bool = False


@dataclass(frozen=True, kw_only=True)
class DraftScheduled(ContentChanged):
    """A reviewer agreed to a draft; the public is to see it from `release_at` on."""

    release_at: datetime
    secrecy: bool = False


class DraftPublishable(ContentChanged):
    """A draft got its last approval and waits for somebody who shows it to the public."""


@dataclass(frozen=True, kw_only=True)
class ReviewDelegated(ContentChanged):
    """A reviewer handed the next review to `to`; empty when that was taken back.

    :ivar step: number of the review, counted from 1.
    """

    to: str
    step: int


@dataclass(frozen=True, kw_only=True)
class ReviewChased(ContentChanged):
    """A review that was due at `due` is not done; announced once and each working day again."""

    due: datetime


@dataclass(frozen=True, kw_only=True)
class UrgentlyReleased(ContentChanged):
    """A draft was shown to the public before its reviews, which follow."""

    reason: str


class ApprovedAfterwards(ContentChanged):
    """What was shown to the public before its reviews got the last of them."""


@dataclass(frozen=True, kw_only=True)
class ApprovalChased(ContentChanged):
    """What the public sees since the moment `since` still lacks its approval."""

    since: datetime


@dataclass(frozen=True, kw_only=True)
class WithdrawalAsked(ContentChanged):
    """Somebody wants a document withdrawn, and another person has to decide on it."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class WithdrawalRefused(ContentChanged):
    """A document that `asked_by` wanted withdrawn stays."""

    reason: str
    asked_by: str = ""


class DraftUnscheduled(ContentChanged):
    """A draft that was approved for a moment to come waits for a decision again."""


@dataclass(frozen=True, kw_only=True)
class ReleaseMissed(ContentChanged):
    """The moment of an approved draft passed without a release; `reason` is one of `MISSED`."""

    reason: str
    approved_by: str


class DraftDropped(ContentChanged):
    """The newest draft was taken back; what was written before it is the newest again."""


class DocumentReleased(ContentEdited):
    """The public sees a new version of the document."""


@dataclass(frozen=True, kw_only=True)
class DocumentWithdrawn(ContentEdited):
    """The public does not see the document any more.

    :ivar asked_by: account name of who asked for it, where another person decided.
    """

    reason: str
    asked_by: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentExpired(ContentEdited):
    """The time of a document is over; `how` is one of `portal.content.document.expiry.WAYS`."""

    how: str


@dataclass(frozen=True, kw_only=True)
class DraftShared(ContentEvent):
    """Whoever has the link `name` sees the draft until a moment."""

    name: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class SharingEnded(ContentEvent):
    """The link `name` to the draft was taken back."""

    name: str


@dataclass(frozen=True, kw_only=True)
class DocumentMoved(ContentEdited):
    """A document is in another section now; `old_path` is where it was below its site."""

    old_path: str


@dataclass(frozen=True, kw_only=True)
class DocumentDeleted(ContentEdited):
    """A document is in the trash; `old_path` is where it was below its site."""

    old_path: str


class DocumentRestored(ContentEdited):
    """A document is back from the trash."""


@dataclass(frozen=True, kw_only=True)
class DocumentPurged(ContentEvent):
    """A document goes for ever; `title` is the one that staff saw."""

    title: str
