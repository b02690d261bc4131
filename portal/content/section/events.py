"""What other parts of the portal may want to hear about sections."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.events import ContentEdited, ContentEvent


class TopSet(ContentEdited):
    """Other documents stand at the top of the section's list, or in another order."""


class SectionTurned(ContentEdited):
    """The settings of a section became different, and with them its kind."""


@dataclass(frozen=True, kw_only=True)
class SectionMoved(ContentEdited):
    """A section is somewhere else or called otherwise; `old_path` is where it was in its site."""

    old_path: str


@dataclass(frozen=True, kw_only=True)
class SectionDeleted(ContentEvent):
    """An empty section goes; `title` is what it was called."""

    title: str
