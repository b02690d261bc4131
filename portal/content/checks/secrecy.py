"""Marks and words of papers that are not to be public."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.content.checks.accepting import acceptable
from portal.content.checks.declaration import STOP, Finding
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.content.checks.declaration import Subject

SECRECY = "secrecy"


def secrecy(subject: Subject) -> Iterator[Finding]:
    """Find marks of secret papers, and words of papers for use inside an office."""
    for passage in subject.passages:
        for found in _mark().finditer(passage.folded):
            yield Finding(
                check=SECRECY,
                level=STOP,
                message=_("This is a mark of secret papers. They must not be published."),
                place=passage.place(*found.span()),
            )
        for found in _words().finditer(passage.folded):
            if not _is_part(passage.folded, found.start(), found[0]):
                yield acceptable(
                    Finding(
                        check=SECRECY,
                        level=STOP,
                        message=_("This stands on papers that are not to be public."),
                        place=passage.place(*found.span()),
                    )
                )


def _is_part(text: str, start: int, word: str) -> bool:
    return any(surrounds(context, word, text, start) for context in _data()["words"][word])


def surrounds(context: str, word: str, text: str, start: int) -> bool:
    """Tell whether the `word` that begins at `start` of `text` is part of `context` there."""
    inside = context.find(word)
    while inside >= 0:
        if start >= inside and text.startswith(context, start - inside):
            return True
        inside = context.find(word, inside + 1)
    return False


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(_data()["mark"])


@cache
def _words() -> re.Pattern[str]:
    longest_first = sorted(_data()["words"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "secrecy.toml").read_text("utf-8"))
