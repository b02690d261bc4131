"""Where the time of something goes: a profile added up by named parts."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Callable, Mapping

Part = tuple[tuple[str, str], ...]
"""Functions of a part: the end of the file's path, and the name; none of them calls another."""


def shares(work: Callable[[], None], parts: Mapping[str, Part]) -> dict[str, float]:
    """Return which share of the time of `work` each part took.

    A part within a part counts for both; profiling makes small functions look larger.
    """
    profile = cProfile.Profile()
    profile.runcall(work)
    stats = pstats.Stats(profile)
    entries = stats.stats.items()  # type: ignore[attr-defined]  # missing in the stubs
    total: float = stats.total_tt  # type: ignore[attr-defined]
    return {
        title: sum(
            times[3]
            for (file, _line, name), times in entries
            if any(file.endswith(end) and name == called for end, called in functions)
        )
        / total
        for title, functions in parts.items()
    }


def told(found: Mapping[str, float], whole: float) -> str:
    """Return the parts of `whole` in one line, the largest first, those of no size left out."""
    sizes = sorted(((share * whole, title) for title, share in found.items()), reverse=True)
    return ", ".join(f"{title} {size:.2f}" for size, title in sizes if size >= 0.005)
