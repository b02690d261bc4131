"""Know which words mean the same: what people say, and what the authorities write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from portal.search.words import jieba, normalise, words

OTHERS_MOST = 40
"""Most synonyms of the words of one query that are looked up."""

Others = Mapping[str, tuple[tuple[str, ...], ...]]
"""A word of a text to its synonyms, each of them cut into its words."""


@dataclass(frozen=True)
class Synonyms:
    """Groups of words that stand for one another; build it once and keep it.

    :ivar others: for each word, as `normalise` leaves it, the other words of its groups.
    :ivar longest: length of the longest of these words, in characters.
    """

    others: Mapping[str, tuple[str, ...]]
    longest: int

    @classmethod
    def of(cls, groups: Iterable[tuple[str, ...]]) -> Self:
        """Return the value for `groups`, each of words of one meaning."""
        others: defaultdict[str, list[str]] = defaultdict(list)
        for group in groups:
            members = [word for word in (normalise(each).strip() for each in group) if word]
            for word in members:
                others[word] += (other for other in members if other != word)
        found = {word: tuple(dict.fromkeys(each)) for word, each in others.items()}
        return cls(found, max(map(len, found), default=0))

    def within(self, text: str) -> Others:
        """Return the words of the normalised `text` that have synonyms, with these.

        A word may be longer than what rjieba cuts, but begins and ends where it cuts.
        """
        found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        room = OTHERS_MOST
        for word in dict.fromkeys(self._pieces(text)):
            cut = [tuple(words(other).split()) for other in self.others.get(word, ())[:room]]
            found[word] += filter(None, cut)
            room -= len(cut)
        return {word: tuple(others) for word, others in found.items() if others}

    def _pieces(self, text: str) -> Iterator[str]:
        cut = jieba().tokenize(text, "search") if self.others else []
        ends = {end for _, _, end in cut}
        for start in sorted({start for _, start, _ in cut}):
            reach = range(start + 1, start + self.longest + 1)
            yield from (text[start:end] for end in reach if end in ends)


NO_SYNONYMS = Synonyms.of(())
"""For a search that takes each word as it is."""


@cache
def default_groups() -> tuple[tuple[str, ...], ...]:
    """Return the groups that come with the portal."""
    text = (Path(__file__).parent / "data" / "synonyms.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(line.split()) for line in lines)
