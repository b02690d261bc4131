"""Names of sections in addresses: short, ASCII, made from the title where nobody chose one."""

from __future__ import annotations

import re
import unicodedata

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}", re.ASCII)
SLUG_LIMIT = 40
"""Longest name that is made from a title, in characters."""
FALLBACK = "section"
RESERVED = frozenset(
    {
        "account", "api", "cases", "desk", "favicon.ico", "feed", "feed.xml", "health", "leave",
        "media", "people", "portal", "reading", "robots.txt", "rss.xml", "search", "sign-in",
        "sign-out", "sitemap", "sitemap.xml", "sites", "static", "well-known",
    }
)  # fmt: skip
"""Names that the portal keeps for its own pages."""


def slug(title: str, limit: int = SLUG_LIMIT) -> str:
    """Return a name made from `title` that is never reserved, such as `difangxingfagui`.

    Chinese becomes pinyin, other scripts lose their accents; what has no letters left becomes
    `section`. A long title ends with a whole syllable if its first one fits into `limit`.
    """
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 56 MB that few processes need

    syllables = lazy_pinyin(title[: 4 * limit], errors=_letters)
    name = ""
    for syllable in syllables:
        longer = re.sub("-+", "-", name + syllable).lstrip("-")
        if len(longer.rstrip("-")) > limit:
            name = name or longer[:limit]
            break
        name = longer
    name = name.strip("-") or FALLBACK
    return f"{FALLBACK}-{name}" if name in RESERVED else name


def is_name(text: str) -> bool:
    """Say whether `text` can be a name: small letters, digits, `_` and `-`, at most 60."""
    return NAME.fullmatch(text) is not None


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain) or "-"
