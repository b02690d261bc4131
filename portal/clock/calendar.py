"""The working days of the office, as data that people change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from persistent import Persistent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

HOURS = ((8 * 60 + 30, 12 * 60), (13 * 60 + 30, 18 * 60))
"""Beginnings and ends of work on a day unless the office says otherwise, in minutes after
midnight: 8 hours. Source: Provisions on Working Hours of Staff (State Council Decree No. 174,
1995), Article 3."""

Decided = tuple[bool, str, str]
"""Whether a day is a working day, the name of the holiday, and the source of both."""


class Calendar(Persistent):
    """What the office decided; about all other days the known ones of the country count.

    :ivar days: what was decided; replaced as a whole, never changed.
    :ivar years: years whose notice was loaded, in which every day is certain.
    :ivar hours: when there is work on a working day, as in `HOURS`: in order, apart, at least one.
    :ivar version: counts the changes.
    """

    days: Mapping[date, Decided] = {}
    years: tuple[int, ...] = ()
    hours: tuple[tuple[int, int], ...] = HOURS
    version = 0
