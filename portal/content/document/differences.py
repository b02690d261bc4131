"""What differs between two revisions, as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from portal.content.document.saying import said

if TYPE_CHECKING:
    from portal.content.document.content import Revision
    from portal.content.document.saying import Translate

Piece = tuple[str, str]
"""What became of a text, `same`, `taken` or `added`, and the text."""
COMPARED = 3_000
"""Longest paragraphs that are compared sign by sign, in characters; others as a whole."""
AROUND = 1
"""Paragraphs without a change that are shown before and after one with a change."""


@dataclass(frozen=True)
class Change:
    """What became of one field.

    :ivar lines: the paragraphs that changed and those around them; an empty one stands for those
        that were left out.
    """

    title: str
    lines: tuple[tuple[Piece, ...], ...]


def differences(
    old: Revision, new: Revision, nodes: Iterable[Any], translate: Translate
) -> tuple[Change, ...]:
    """Return the changes from `old` to `new` in the fields `nodes`, in their order."""
    fields = (
        (node.title, said(old, node, translate), said(new, node, translate)) for node in nodes
    )
    return tuple(
        Change(title, tuple(_lines(before, after)))
        for title, before, after in fields
        if before != after
    )


def _lines(before: list[str], after: list[str]) -> Iterator[tuple[Piece, ...]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(AROUND)):
        if number:
            yield ()
        for kind, a, b, c, d in group:
            if kind == "equal":
                yield from ((("same", line),) for line in before[a:b])
            elif kind == "replace" and b - a == d - c:
                yield from map(_signs, before[a:b], after[c:d])
            else:
                yield from ((("taken", line),) for line in before[a:b])
                yield from ((("added", line),) for line in after[c:d])


def _signs(before: str, after: str) -> tuple[Piece, ...]:
    if max(len(before), len(after)) > COMPARED:
        return (("taken", before), ("added", after))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pieces: list[Piece] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(("same", before[a:b]))
            continue
        pieces += [piece for piece in (("taken", before[a:b]), ("added", after[c:d])) if piece[1]]
    return tuple(pieces)
