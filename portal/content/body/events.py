"""What other parts of the portal may want to hear about bodies."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.events import ContentEdited


@dataclass(frozen=True, kw_only=True)
class BodyChanged(ContentEdited):
    """What is known of a body became different; `fields` says which of it."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BodyEnded(ContentEdited):
    """A body is no more.

    :ivar successor: name of the body that has its tasks; empty for none.
    :ivar people: accounts that belong to that one now; so do the sites of these names, and the
        bodies that were below the ended one.
    """

    successor: str
    people: tuple[str, ...]
    sites: tuple[str, ...]
    bodies: tuple[str, ...]


class BodyRevived(ContentEdited):
    """A body that was ended by mistake is there again."""
