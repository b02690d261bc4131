"""What a revision says in each field, in the words that people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.content.document.fields import CORE_NAMES, fields_of
from portal.content.plaintext import plain
from portal.content.times import day, minute
from portal.forms.rows import Rows
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portal.content.document.content import Document, Revision

    Translate = Callable[[str], str]

YES, NO = _("Yes"), _("No")
BETWEEN = " \N{MIDDLE DOT} "
"""Stands between the cells of a row."""


@dataclass(frozen=True)
class FilledIn:
    """What a field says: one line for each paragraph, value or row."""

    title: str
    lines: tuple[str, ...]


def said(revision: Revision, node: Any, translate: Translate) -> list[str]:
    """Return the lines in which `revision` says the value of a field; none where it is as usual.

    Of a choice, they have the title; a row is one line.
    """
    if node.name == "body":
        return plain(revision.text.html).split("\n") if revision.text.html else []
    value: Any = revision.values.get(node.name)
    if value is None or value in ("", ()) or _is_usual(value, node):
        return []
    if isinstance(value, tuple):
        return [_one(each, node, translate) for each in _many(value, node)]
    return _one(value, node, translate).split("\n")


def said_by_type(
    document: Document, revision: Revision, translate: Translate
) -> Iterator[FilledIn]:
    """Return what `revision` says in the fields that the type of `document` has of its own."""
    for node in fields_of(document):
        lines = said(revision, node, translate) if node.name not in CORE_NAMES else []
        if lines:
            yield FilledIn(node.title, tuple(lines))


def _is_usual(value: Any, node: Any) -> bool:
    """Tell whether a number is the one that stands for none."""
    return bool(value == 0 and node.missing == 0)


def _many(value: tuple[Any, ...], node: Any) -> tuple[Any, ...]:
    if isinstance(node.typ, Rows):
        return tuple(BETWEEN.join(filter(None, node.typ.shown(each))) for each in value)
    kept = node.typ.serialize(node, value)  # a type may keep codes of which people read titles
    return tuple(kept) if isinstance(kept, tuple | list) else value


def _one(value: Any, node: Any, translate: Translate) -> str:
    title = dict(getattr(node, "choices", ())).get(value)
    if title is not None:
        return translate(title)
    if isinstance(value, bool):
        return translate(YES if value else NO)
    if hasattr(value, "hour"):
        return minute(value)
    return day(value) if hasattr(value, "isoformat") else str(value)
