"""Split text into the words that are indexed and asked for; fold document numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

DICTIONARY = f"1 rjieba-{version('rjieba')}"
"""Name of the dictionary that cuts text; an index cut with another one is built anew."""

PREFIX_LONGEST = 20
"""Longest issuer's mark before the year of a document number in a query, in characters."""

_NOT_WORD = re.compile(r"[\W_]+")
_WIDE_PUNCTUATION = re.compile(r"[\u2026\u3000\uff01-\uff0f\uff1a-\uff20]+")

_YEAR, _ORDINAL, _NUMBER = "\u5e74", "\u7b2c", "\u53f7"  # nian, di, hao
_SIGNS = _YEAR + _ORDINAL + _NUMBER
_DIGIT = re.compile(r"\d")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_DATED = re.compile(
    rf"([^\W\d_]+)[\W_]*(\d{{4}})(?:[\W_]|{_YEAR}|{_ORDINAL})+(\d{{1,5}})(?!\d)",
)
_ORDER = re.compile(rf"([^\W\d_]+)[\W_]*(\d{{1,5}})[\W_]*{_NUMBER}")


@cache
def jieba() -> Any:
    """Return the segmenter; the first call reads its dictionary (0.1 s, 70 MB)."""
    import rjieba  # noqa: PLC0415  # a command that does not search shall not wait for it

    return rjieba


def normalise(text: str) -> str:
    """Return `text` in NFKC and lower case; its length may differ, so offsets do not carry over."""
    if unicodedata.is_normalized("NFKC", text):
        return text.lower()
    return unicodedata.normalize("NFKC", text).lower()


def words(text: str) -> str:
    """Return the words of `text`, separated by spaces and without punctuation.

    A long word is preceded by the words within it, so that each of them finds the text.
    """
    return _joined(jieba().cut_for_search(_bare(text)))


def long_words(text: str) -> str:
    """Return the words of `text` like `words`, but without the words within words."""
    return _joined(jieba().cut(_bare(text)))


def document_number(text: str) -> str:
    """Return the key of a document number, the same for every style of brackets and spacing.

    Letters and numbers are joined with `-`, so that year 2026 number 3 differs from 20263;
    the signs for year, ordinal and number are dropped. The key of an empty text is empty.
    """
    parts = _PARTS.findall(normalise(text))
    first, rest = parts[:1], parts[1:]
    stripped = [part.rstrip(_ORDINAL) for part in first] + [part.strip(_SIGNS) for part in rest]
    return "-".join(_plain(part) for part in stripped if part)


def document_numbers_in(query: str) -> list[str]:
    """Return the keys that `query` may mean, the likeliest first, without repetition.

    Where the issuer's mark begins cannot be seen in a sentence, so that every end of the
    letters before the year is a candidate.
    """
    text = normalise(query)
    found = [document_number(text)] if _DIGIT.search(text) else []
    for match in _DATED.finditer(text):
        found += (f"{mark}-{match[2]}-{_plain(match[3])}" for mark in _ends(match[1]))
    for match in _ORDER.finditer(text):
        found += (f"{mark}-{_plain(match[2])}" for mark in _ends(match[1]))
    return list(dict.fromkeys(found))


def _bare(text: str) -> str:
    # Wide punctuation alone would send nearly every Chinese text through the slow NFKC.
    return _NOT_WORD.sub(" ", normalise(_WIDE_PUNCTUATION.sub(" ", text)))


def _joined(cut: list[str]) -> str:
    # Each single space of the text is a word of its own here.
    return " ".join(cut).replace("   ", " ").strip()


def _ends(letters: str) -> Iterator[str]:
    mark = letters.rstrip(_ORDINAL)[-PREFIX_LONGEST:]
    return (mark[start:] for start in range(len(mark)))


def _plain(part: str) -> str:
    return (part.lstrip("0") or "0") if part.isdigit() else part
