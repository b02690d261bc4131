"""Guess what a query with a slip was to say: words of the index that sound or look like it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from time import monotonic

from portal.search.words import jieba, normalise

READ_MOST = 40
"""Characters of a query in which slips are looked for."""
LONGEST = 6
"""Longest word with a slip, in characters."""
SPELLED_SHORTEST = 3
"""Shortest word in which one wrong character is guessed; shorter ones have too many likenesses."""
FORGOTTEN_AFTER = 600.0
"""Seconds after which a lexicon should be made anew."""

_WORD = re.compile(f"[\u3400-\u9fff]{{2,{LONGEST}}}")
_TYPED = re.compile(r"[a-z' ]{4,}")
_HEARD_ALIKE = ((re.compile("([zcs])h"), r"\1"), (re.compile("([aei]n)g"), r"\1"))
"""What speakers of southern dialects, and those whom they taught, hear and type alike."""

Sound = Callable[[str], str]


class Lexicon:
    """The words of an index, found by how they sound and by all but one of their characters.

    :param words: words, and how often each is used.
    :param sound: returns the pinyin of a text without tones, such as `shenqing`.
    """

    def __init__(self, words: Mapping[str, int], sound: Sound) -> None:
        self._sound = sound
        self._made_at = monotonic()
        self.known = {word: count for word, count in words.items() if _WORD.fullmatch(word)}
        self._by_sound: defaultdict[str, list[str]] = defaultdict(list)
        self._by_end: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for word in sorted(self.known, key=lambda each: -self.known[each]):
            self._by_sound[self._heard(word)].append(word)
            for end in (word[0], word[-1]):
                self._by_end[len(word), end].append(word)

    @property
    def is_old(self) -> bool:
        """Whether titles have come since that should be known."""
        return monotonic() > self._made_at + FORGOTTEN_AFTER

    def correct(self, query: str, is_found: Callable[[str], bool]) -> str:
        """Return what `query` may have been to say; empty where there is no guess.

        :param is_found: tells whether a word occurs anywhere.
        """
        asked = normalise(query[:READ_MOST]).encode("utf-8", "replace").decode().strip()
        if _TYPED.fullmatch(asked):
            return "".join(self._spell(self._fold(re.sub("[' ]", "", asked))))
        text, doubtful = asked, _doubtful(asked, is_found)
        for alike in (self._sounding_like, self._written_like):
            text, doubtful = _mended(text, doubtful, self.known, alike)
        return text if text != asked else ""

    def _sounding_like(self, piece: str) -> str:
        words = self._by_sound.get(self._heard(piece), ())
        return next((word for word in words if len(word) == len(piece)), "")

    def _written_like(self, piece: str) -> str:
        if len(piece) < SPELLED_SHORTEST:
            return ""
        words = self._by_end[len(piece), piece[0]] + self._by_end[len(piece), piece[-1]]
        close = (word for word in words if _differences(word, piece) == 1)
        return max(close, key=lambda word: self.known[word], default="")

    def _spell(self, heard: str) -> list[str]:
        """Return the words that sound like `heard` one after another, the longest first."""
        for end in range(len(heard), 0, -1):
            words = self._by_sound.get(heard[:end])
            if words:
                if end == len(heard):
                    return [words[0]]
                rest = self._spell(heard[end:])
                if rest:
                    return [words[0], *rest]
        return []

    def _heard(self, text: str) -> str:
        return self._fold(self._sound(text))

    @staticmethod
    def _fold(pinyin: str) -> str:
        for pattern, instead in _HEARD_ALIKE:
            pinyin = pattern.sub(instead, pinyin)
        return pinyin


def _doubtful(text: str, is_found: Callable[[str], bool]) -> list[bool]:
    """Tell of each character whether it may be wrong: it is a word alone, or in an unknown one."""
    marks: list[bool] = []
    for word in jieba().cut(text):
        wrong = word.isalnum() and (len(word) == 1 or not is_found(word))
        marks += [wrong] * len(word)
    return marks


def _mended(
    text: str, doubtful: list[bool], known: dict[str, int], alike: Callable[[str], str]
) -> tuple[str, list[bool]]:
    for start, end in _windows(len(text)):
        piece = text[start:end]
        if any(doubtful[start:end]) and piece not in known and _WORD.fullmatch(piece):
            better = alike(piece)
            if better:
                text = text[:start] + better + text[end:]
                doubtful = doubtful[:start] + [False] * len(better) + doubtful[end:]
    return text, doubtful


def _windows(length: int) -> Iterator[tuple[int, int]]:
    for size in range(min(LONGEST, length), 1, -1):
        for start in range(length - size + 1):
            yield start, start + size


def _differences(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
