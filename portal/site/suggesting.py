"""What somebody may want to search for instead, when the words have a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.names import pinyin
from portal.search.lexicon import Lexicon
from portal.search.query import Query

if TYPE_CHECKING:
    from pyramid.registry import Registry

    from portal.search.index import SearchIndex


def better_words(text: str, registry: Registry, sites: tuple[int, ...] | None) -> str:
    """Return words like `text` that find something in `sites`; empty where there is no guess.

    The first call in ten minutes takes as long as all words of titles need (0.1 s for 3,000).
    """
    index: SearchIndex = registry["search"]
    guess = _lexicon(index, registry).correct(text, index.knows)
    if not guess:
        return ""
    hits = index.search(Query(guess, sites=sites, size=0))
    return guess if hits.total and not hits.loose else ""


def _lexicon(index: SearchIndex, registry: Registry) -> Lexicon:
    kept: Lexicon | None = registry.get("lexicon")
    if kept is None or kept.is_old:
        kept = registry["lexicon"] = Lexicon(index.telling_words(), pinyin)
    return kept
