"""What other parts of the portal may want to hear about checks."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.events import ContentEvent


@dataclass(frozen=True, kw_only=True)
class FindingAccepted(ContentEvent):
    """Somebody said that what a check found is right at its place."""

    check: str
    words: str
    reason: str


class AcceptanceEnded(FindingAccepted):
    """Nobody says so any more; `reason` is what was said before."""
