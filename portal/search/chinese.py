"""Simplified and Traditional Chinese; the one place that knows opencc."""

from __future__ import annotations

from functools import cache
from typing import Any

TO_TRADITIONAL = "s2hk"
"""Characters as Hong Kong and Macao write them, words as the text has them."""
TO_SIMPLIFIED = "hk2s"
"""Reads the characters of Hong Kong, of Taiwan and of opencc's own standard."""


@cache
def _converter(name: str) -> Any:
    import opencc  # noqa: PLC0415  # who reads no Traditional Chinese shall not wait for it

    return opencc.OpenCC(name)


def traditional(text: str) -> str:
    """Return `text` in Traditional characters; whatever is not Chinese stays as it is."""
    return _converted(text, TO_TRADITIONAL)


def simplified(text: str) -> str:
    """Return `text` in Simplified characters; Simplified text stays as it is."""
    return _converted(text, TO_SIMPLIFIED)


def _converted(text: str, name: str) -> str:
    if text.isascii():
        return text
    convert = _converter(name).convert
    return "\0".join(convert(part) for part in text.split("\0"))  # opencc may stop at one
