"""Say which elements of HTML may stand in which, as far as rich text uses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PARAGRAPH = "<p>"
INLINE = frozenset({"strong", "em", "u", "s", "sub", "sup", "a"})
PARAGRAPHS = frozenset({"p", "h2", "h3", "h4"})
CAPTIONS = frozenset({"caption", "figcaption"})
"""Elements that hold text but no paragraphs."""
SHAPE = frozenset({"thead", "tbody", "tfoot", "tr", "td", "th"})
"""Elements that a table needs even when they are empty."""
VOID = frozenset({"br", "hr", "img"})
PARENTS: Mapping[str, frozenset[str]] = {
    "li": frozenset({"ul", "ol"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
    "tr": frozenset({"thead", "tbody", "tfoot"}),
    "thead": frozenset({"table"}),
    "tbody": frozenset({"table"}),
    "tfoot": frozenset({"table"}),
    "caption": frozenset({"table"}),
    "figcaption": frozenset({"figure"}),
}
IMPLIED_PARENT = {"td": "tr", "th": "tr", "tr": "tbody"}
IMPLIED_CHILD = {
    "ul": "li", "ol": "li", "table": "tbody", "thead": "tr", "tbody": "tr", "tfoot": "tr",
    "tr": "td",
}  # fmt: skip
ENCLOSED = frozenset({"td", "th", "caption", "blockquote", "figure", "table"})
"""Elements out of which a list item does not reach for its list."""


@dataclass(slots=True)
class Element:
    """An element that is open.

    :ivar source: name of the tag that opened it; empty if it was implied.
    :ivar tag: name that it is written with; empty if only its content is kept.
    :ivar opening: the whole start tag.
    :ivar start: place of the start tag in the output.
    :ivar solid: how much had been written that a reader can see.
    :ivar bare: whether text may stand in it without a paragraph.
    :ivar floating: inline elements to be opened again in each of its paragraphs.
    """

    source: str
    tag: str
    opening: str = ""
    start: int = 0
    solid: int = 0
    bare: bool = True
    floating: list[Element] = field(default_factory=list)


def holds(outer: str, inner: str) -> bool:
    """Say whether the end tag of `inner` stops at the border of `outer`."""
    if inner in SHAPE or inner in {"table", "caption"}:
        return outer == "table"
    return outer in ENCLOSED or (inner == "li" and outer in {"ul", "ol"})
