"""Identities that a form sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def numbers(sent: list[str]) -> Iterator[int]:
    """Return the identities among what was sent; they are signed numbers of 64 bits."""
    for text in sent:
        digits = text.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) < len(str(1 << 64)):
            number = int(text)
            if -(1 << 63) <= number < 1 << 63:
                yield number
