"""The columns that a file with records has, as an import declares them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import colander

from portal.forms.types import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

TEXT, LINES, NUMBER, DAY = "text", "lines", "number", "day"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A value that each record of a file may have.

    :ivar name: what it is called in a JSON object; a table may name it by its title as well.
    :ivar title: message that people read.
    :ivar kind: `text`, `lines` for a list of texts (a table has one on each line of the cell),
        `number`, or `day` in ISO 8601.
    :ivar others: names that other systems have for it in tables.
    :ivar codes: pairs of a value and its title, where nothing else is known; a table may have
        the title.
    """

    name: str
    title: str
    kind: str = TEXT
    required: bool = False
    others: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()


def column_of(node: colander.SchemaNode, name: str = "", **more: Any) -> Column:
    """Return the column for the field `node` of a form, called like it unless `name` is given.

    :param more: what else is to be known of it, or is different.
    """
    choices = getattr(node, "choices", ())
    values: dict[str, Any] = {
        "name": name or node.name,
        "title": node.title,
        "kind": _kind(node),
        "codes": tuple((value, title) for value, title in choices if value),
    }
    return Column(**values | more)


def headings(
    columns: Iterable[Column], languages: Iterable[Callable[[str], str]]
) -> Mapping[str, str]:
    """Return all headings that a table may have, in small letters, to the names of the columns.

    A title that two columns have names neither of them.

    :param languages: what translates a message, for each language.
    """
    every = tuple(columns)
    found: dict[str, str] = {}
    for translate in languages:
        titles = [_folded(translate(each.title)) for each in every]
        counts = Counter(titles)
        pairs = zip(titles, every, strict=True)
        found |= {title: each.name for title, each in pairs if counts[title] == 1}
    for each in every:
        found |= {_folded(name): each.name for name in (each.name, *each.others)}
    return found


def heads(columns: Iterable[Column], translate: Callable[[str], str]) -> tuple[str, ...]:
    """Return the headings of an empty table: titles, and names where two have the same title."""
    every = tuple(columns)
    titles = [translate(each.title) for each in every]
    counts = Counter(map(_folded, titles))
    pairs = zip(every, titles, strict=True)
    return tuple(each.name if counts[_folded(title)] > 1 else title for each, title in pairs)


def _folded(text: str) -> str:
    return " ".join(str(text).split()).lower()


def _kind(node: colander.SchemaNode) -> str:
    if isinstance(node.typ, Texts):
        return LINES
    if isinstance(node.typ, colander.Integer):
        return NUMBER
    return DAY if isinstance(node.typ, colander.Date | colander.DateTime) else TEXT
