"""Show where a text contains what was asked for; the pieces are the text as it is written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from portal.search.query import read
from portal.search.words import jieba, normalise

EXAMINED = 20_000
"""How much of a text is looked through, from its beginning, in characters (about 4 ms)."""


@dataclass(frozen=True)
class _Place:
    start: int
    end: int
    word: str


class _Folding(dict[int, str]):
    """Fold single characters as `words` folds a text; remember those of the first plane."""

    def __missing__(self, code: int) -> str:
        folded = "".join(sign if sign.isalnum() else " " for sign in normalise(chr(code)))
        if code <= 0xFFFF:  # noqa: PLR2004  # end of the first plane; bounds the memory
            self[code] = folded
        return folded


_FOLDING = _Folding()


def highlight(text: str, query: str, length: int = 120) -> tuple[tuple[str, bool], ...]:
    """Return the part of `text` with most of the words of `query`, in pieces.

    :param length: of this part, in characters; a text without any such word shows its beginning.
    :returns: for example `(("On ", False), ("water", True), (" rates", False))`; joined, the
        pieces are a part of `text`. They are no HTML.
    """
    text = text[:EXAMINED]
    places = _places(text, frozenset(read(query).words))
    start = _best_start(places, len(text), length)
    return tuple(_pieces(text[start : start + length], _marked(places, start)))


def _places(text: str, wanted: frozenset[str]) -> list[_Place]:
    folded = text.translate(_FOLDING)
    origin: Sequence[int] = range(len(text))
    if len(folded) != len(text):  # some characters become several
        origin = [place for place, sign in enumerate(text) for _ in _FOLDING[ord(sign)]]
    return sorted(
        (
            _Place(origin[start], origin[end - 1] + 1, word)
            for word, start, end in jieba().tokenize(folded, "search")
            if word in wanted
        ),
        key=lambda place: (place.start, place.end),
    )


def _best_start(places: list[_Place], size: int, length: int) -> int:
    starts = [place.start for place in places]
    best, most = 0, (0, 0)
    for number, place in enumerate(places):
        within = places[number : bisect_right(starts, place.start + length)]
        fitting = [other for other in within if other.end <= place.start + length]
        worth = (len({other.word for other in fitting}), len(fitting))
        if worth > most:
            last = max(other.end for other in fitting)
            room = length - (last - place.start)
            best, most = place.start - room // 2, worth
    return max(0, min(best, size - length))


def _marked(places: list[_Place], start: int) -> set[int]:
    return set(
        chain.from_iterable(range(place.start - start, place.end - start) for place in places)
    )


def _pieces(part: str, marked: set[int]) -> Iterator[tuple[str, bool]]:
    turns = [place for place in range(1, len(part)) if (place in marked) != (place - 1 in marked)]
    for start, end in pairwise((0, *turns, len(part))):
        if start < end:
            yield part[start:end], start in marked
