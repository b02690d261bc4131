"""Names of content in its folder: the day and a number, such as `20260302-7`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date


def next_name(folder: Any, day: date, suffix: str = "") -> str:
    """Return the first free name for `day` in `folder`.

    Numbers are counted from 1. Doubling and halving finds the end of a thousand names in twenty
    look-ups; two people who add at once get the same name, and the second is repeated.
    """

    def name(number: int) -> str:
        return f"{day:%Y%m%d}-{number}{suffix}"

    taken, free = 0, 1
    while name(free) in folder:
        taken, free = free, free * 2
    while free - taken > 1:
        middle = (taken + free) // 2
        if name(middle) in folder:
            taken = middle
        else:
            free = middle
    return name(free)
