"""The fields of a document, as its type declares them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from portal.content.document.schema import DocumentSchema

if TYPE_CHECKING:
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


CORE_TITLES = _titles(DocumentSchema)
"""Those of the fields that every document has."""
