"""Whether a search asks for the words of a promotion."""

from __future__ import annotations

from functools import lru_cache

from portal.search.words import normalise, words


def asks_for(text: str, wanted: str) -> bool:
    """Tell whether `text` holds `wanted` as it stands, or each of its words somewhere."""
    if _solid(wanted) in _solid(text):
        return True
    needed = words_of(wanted)
    return bool(needed) and needed <= words_of(text)


@lru_cache(maxsize=2_048)
def words_of(text: str) -> frozenset[str]:
    """Return the words that `text` is cut into; none for a text that cannot be searched for."""
    return frozenset(words(text).split())


def _solid(text: str) -> str:
    return "".join(normalise(text).split())
