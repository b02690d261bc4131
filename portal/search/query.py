"""What somebody searches for, and what was found: plain values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.search.facets import NO_COUNTS, Counts
from portal.search.words import document_numbers_in, long_words, normalise, words

CHARACTERS_MOST = 200
"""Most characters of a query that are read."""
WORDS_MOST = 40
"""Most words of a query that are looked up."""
PIECE_SHORTEST = 3
"""Least words of a piece of a query that may be a title."""

_QUOTED = re.compile(r'"([^"]+)"|\u201c([^\u201d]+)\u201d|\u300c([^\u300d]+)\u300d')
_DIVIDED = re.compile(r"[\s\u300a\u300b]+")


@dataclass(frozen=True)
class Query:
    """One page of one search.

    :ivar text: as it was typed; every text is safe. Words in quotation marks stand together.
    :ivar sites: ids of the sites to search, `None` for all.
    :ivar sections: ids of the sections to search, `None` for all.
    :ivar kind: name of the content type to find, `None` for all.
    :ivar start: how many of the best hits to leave out.
    :ivar size: most hits to return.
    :ivar by_date: latest first instead of best first, unless nothing fits but loosely.
    :ivar section_kind: kind of the sections to search, `None` for all.
    :ivar years: first and last year to search, `None` for all.
    :ivar counted: whether the hits are counted by site, kind of section and year.
    """

    text: str
    sites: tuple[int, ...] | None = None
    kind: str | None = None
    start: int = 0
    size: int = 20
    by_date: bool = False
    sections: tuple[int, ...] | None = None
    section_kind: str | None = None
    years: tuple[int, int] | None = None
    counted: bool = False


@dataclass(frozen=True)
class Hits:
    """One page of what was found.

    :ivar total: number of all hits.
    :ivar oids: ids on this page, in order; the reader's permission is still to be checked.
    :ivar counts: of all hits, if the query asked for them.
    :ivar loose: whether nothing fits, so that these hold only some of the words.
    """

    total: int
    oids: tuple[int, ...]
    counts: Counts = NO_COUNTS
    loose: bool = False


@dataclass(frozen=True)
class Asked:
    """What a typed query says.

    :ivar words: its words without those that only ask, unless there are no others, each once.
    :ivar phrase: all its words in order.
    :ivar long: the same in order, without words within words.
    :ivar quoted: the words of each part in quotation marks.
    :ivar numbers: keys of document numbers that it may name, the likeliest first.
    :ivar pieces: the words of each longer piece, if blanks or the signs of a title divide it.
    :ivar asks: whether it is a question rather than words to look for.
    :ivar text: what was read of it, normalised.
    """

    words: tuple[str, ...]
    phrase: tuple[str, ...]
    long: tuple[str, ...]
    quoted: tuple[tuple[str, ...], ...]
    numbers: tuple[str, ...]
    pieces: tuple[tuple[str, ...], ...]
    asks: bool
    text: str


def read(text: str) -> Asked:
    """Return what the typed `text` says; of a long text only its beginning is read."""
    # Cut twice: one character may become eighteen.
    text = normalise(text[:CHARACTERS_MOST])[:CHARACTERS_MOST]
    phrase = _some(words(text))
    quoted = (_some(words("".join(match))) for match in _QUOTED.findall(text))
    telling = _telling(phrase)
    return Asked(
        words=tuple(dict.fromkeys(telling)),
        phrase=phrase,
        long=_telling(_some(long_words(text))),
        quoted=tuple(part for part in quoted if part),
        numbers=tuple(document_numbers_in(text)),
        pieces=tuple(piece for piece in _pieces(text) if piece != phrase),
        asks=len(telling) < len(phrase) or "?" in text,
        text=text,
    )


@cache
def question_words() -> frozenset[str]:
    """Return the words that ask or greet and say nothing about the matter."""
    text = (Path(__file__).parent / "data" / "question_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def _pieces(text: str) -> Iterator[tuple[str, ...]]:
    pieces = (_some(words(piece)) for piece in _DIVIDED.split(text))
    return (piece for piece in pieces if len(piece) >= PIECE_SHORTEST)


def _some(words: str) -> tuple[str, ...]:
    return tuple(words.split()[:WORDS_MOST])


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in question_words()) or words
