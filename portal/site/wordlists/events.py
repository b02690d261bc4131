"""What other parts of the portal may want to hear about word lists."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.events import ContentEvent


@dataclass(frozen=True, kw_only=True)
class WordsSwitched(ContentEvent):
    """Drafts are checked for another version of the list `title`; 0 for none."""

    title: str
    number: int


@dataclass(frozen=True, kw_only=True)
class WordsLoaded(WordsSwitched):
    """The list got a version of `count` words, which is used from now on."""

    count: int


@dataclass(frozen=True, kw_only=True)
class WordAllowed(ContentEvent):
    """A word of the list `title` is right inside of `context`, because of `reason`."""

    title: str
    word: str
    context: str
    reason: str


class WordForbidden(WordAllowed):
    """That is so no more."""
