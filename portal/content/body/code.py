"""The unified social credit code of organisations, with its check character."""

from __future__ import annotations

import unicodedata

LENGTH = 18
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Characters of a code, by their values. Source: GB 32100-2015, table 3."""
_BASE = 31
_WEIGHT = 3
"""The weight of each place is this to the power of the place. Source: GB 32100-2015, annex A."""


def plain_code(typed: str) -> str:
    """Return a code as it was meant: whole-width characters of Chinese keyboards, small letters."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper() if typed else typed


def is_code(text: str) -> bool:
    """Tell whether `text` is a code of which no character is mistyped."""
    if len(text) != LENGTH or any(char not in CHARACTERS for char in text):
        return False
    return check_character(text) == text[-1]


def check_character(text: str) -> str:
    """Return what the last character is, after the first 17 of `text`."""
    known = (CHARACTERS.index(char) for char in text[: LENGTH - 1])
    total = sum(value * pow(_WEIGHT, place, _BASE) for place, value in enumerate(known))
    return CHARACTERS[-total % _BASE]
