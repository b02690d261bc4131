"""What other parts of the portal may want to hear about the words of the search."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.events import ContentEvent


@dataclass(frozen=True)
class HotWordsSet(ContentEvent):
    """The cluster shows other words below its search field."""


@dataclass(frozen=True, kw_only=True)
class SynonymsSet(ContentEvent):
    """The search takes other words for the same; so many groups were added and removed."""

    added: int
    removed: int


@dataclass(frozen=True, kw_only=True)
class ResultPromoted(ContentEvent):
    """Who searches for `words` finds the content `oid` above all others."""

    words: str
    oid: int


class ResultUnpromoted(ResultPromoted):
    """The content `oid` is found as any other."""
