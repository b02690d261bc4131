"""A pause before a request that conflicted with another one is tried again."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid_retry import BeforeRetry

STEP = 0.005
"""By how much the longest pause grows with each try, in seconds."""
LONGEST = 0.1
"""Longest pause, in seconds."""


def make_way(event: BeforeRetry) -> None:
    """Wait for a moment drawn by lot, longer after each try, so that the same do not meet again."""
    tried = event.environ.get("retry.attempt", 0) + 1
    time.sleep(random.uniform(0, min(STEP * tried, LONGEST)))  # noqa: S311  # nothing is secret
