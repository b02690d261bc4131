"""Tell what holds in the whole country, and whether a query asks about one place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

PLACE_SHORTEST = 3
"""Shortest word whose ending makes it the name of a place, in characters."""


def is_national(title: str, keywords: str) -> bool:
    """Tell whether an entry is of the whole state, by how its title or a keyword begins.

    Issuers stand among the keywords.
    """
    begins = _lines("national.txt")
    return any(text.startswith(begins) for text in (title.strip(), *keywords.split()))


def names_place(words: Iterable[str]) -> bool:
    """Tell whether one of `words`, none of them a word within a word, names a place."""
    return any(
        word.startswith(_places()) or (len(word) >= PLACE_SHORTEST and word.endswith(_endings()))
        for word in words
    )


@cache
def _places() -> tuple[str, ...]:
    return tuple(line for line in _lines("places.txt") if not line.startswith("*"))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(line[1:] for line in _lines("places.txt") if line.startswith("*"))


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
