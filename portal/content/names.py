"""Names of sections in addresses: short, ASCII, made from the title where nobody chose one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}", re.ASCII)
SLUG_LIMIT = 40
"""Longest name that is made from a title, in characters."""
FALLBACK = "section"
RESERVED = frozenset(
    {
        "account", "add-body", "add-content", "add-document", "add-ons", "add-person",
        "add-section", "addon-static", "api", "audit",
        "audit-dates", "audit-entry", "audit-export", "audit-seals", "audit-story", "batch",
        "bodies", "calendar", "cases", "choose-link", "choose-person", "choose-picture",
        "clean-paste", "columns", "contents", "delete", "desk", "disable-add-on", "edit",
        "enable-add-on", "end", "favicon.ico",
        "feed", "feed.xml", "give-role", "hand-over", "health", "import-progress",
        "import-records", "import-template", "leave", "load-people", "media",
        "move", "notices", "people", "pieces", "portal", "progress", "reading", "review-rule",
        "rights", "robots.txt", "role", "roles", "rss.xml", "search", "search-misses",
        "search-words", "second-factor", "sections", "security-settings", "session", "sessions",
        "set-add-on",
        "shared", "shared-file", "shortcuts", "sign-in", "sign-out", "sitemap", "sitemap.xml",
        "sites", "staff", "static", "top", "trash", "tree", "undo", "views", "well-known",
        "word-lists",
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


def pinyin(text: str) -> str:
    """Return how Chinese `text` is read, without tones and spaces, such as `shenqing`."""
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415  # 56 MB that few processes need

    # The library looks at each text for half a dozen phrases; this is five times as fast.
    return _read(text) if text in PHRASES_DICT else "".join(map(_read_one, text))


def _read(text: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 56 MB that few processes need

    return "".join(lazy_pinyin(text, errors="ignore"))


_read_one = lru_cache(20_000)(_read)


def initial(title: str) -> str:
    """Return the Latin capital that `title` begins with, in pinyin; `#` where there is none."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 56 MB that few processes need

    first = "".join(lazy_pinyin(title[:SLUG_LIMIT], errors=_letters)[:1])[:1].upper()
    return first if first.isalpha() else "#"


def is_name(text: str) -> bool:
    """Say whether `text` can be a name: small letters, digits, `_` and `-`, at most 60."""
    return NAME.fullmatch(text) is not None


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain) or "-"
