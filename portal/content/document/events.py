"""What other parts of the portal may want to hear about documents."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.events import ContentChanged, ContentCreated, ContentEdited, ContentEvent


class DocumentCreated(ContentCreated):
    """A document came into being as a draft."""


class DraftSaved(ContentChanged):
    """A draft was saved beside what the public sees."""


class DraftHandedIn(ContentChanged):
    """A draft waits for a decision of the reviewers."""


@dataclass(frozen=True, kw_only=True)
class DraftReturned(ContentChanged):
    """The reviewers gave a draft back."""

    reason: str


class DraftApproved(ContentChanged):
    """A reviewer agreed to a draft; its release follows."""


class DocumentReleased(ContentEdited):
    """The public sees a new version of the document."""


@dataclass(frozen=True, kw_only=True)
class DocumentWithdrawn(ContentEdited):
    """The public does not see the document any more."""

    reason: str


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
