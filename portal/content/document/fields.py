"""The fields of a document, as its type declares them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from portal.content.document.schema import DocumentSchema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.content.document.content import Document

UNREAD = frozenset({"source_address", "displayed_because", "url_name", "validity"})
"""Fields whose text the public does not read; a field of an add-on says so by `unread`."""


def fields_of(document: Document) -> tuple[Any, ...]:
    """Return the nodes of the schema of `document`, in the order of its form."""
    return _nodes(_schema(document))


def titles_of(document: Document) -> dict[str, str]:
    """Return name to title of the fields whose text the public reads."""
    return _titles(_schema(document))


def _schema(document: Document) -> Any:
    declared = type(document).declared
    return declared.schema if declared is not None else DocumentSchema


@cache
def _nodes(schema: Any) -> tuple[Any, ...]:
    return tuple(schema().children)


@cache
def _titles(schema: Any) -> dict[str, str]:
    return {
        node.name: node.title
        for node in _nodes(schema)
        if node.name not in UNREAD and not getattr(node, "unread", False)
    }


def demanded(document: Document) -> tuple[Any, ...]:
    """Return the nodes of the fields without which a draft of this type cannot be handed in."""
    declared = type(document).declared
    spared = declared.spared if declared is not None else ()
    return tuple(
        node
        for node in fields_of(document)
        if getattr(node, "marked", False) and node.name not in spared
    )


def spare(schema: Any, spared: Iterable[str]) -> None:
    """Let a form of `schema` not say of the fields `spared` that they are needed."""
    for node in schema.children:
        if node.name in spared:
            node.marked = False


CORE_NAMES = frozenset(node.name for node in _nodes(DocumentSchema))
"""Names of the fields that every document has."""
CORE_TITLES = _titles(DocumentSchema)
"""Those of the fields that every document has."""
