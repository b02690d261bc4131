"""The columns of a file with documents, as the form of a document has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.document.schema import DocumentSchema
from portal.i18n import _
from portal.site.importing.columns import DAY, LINES, Column, column_of
from portal.site.importing.mapping import VALIDITY

if TYPE_CHECKING:
    from collections.abc import Mapping

_NODES = {node.name: node for node in DocumentSchema().children}
_MORE: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("title", "title", {"required": True}),
    ("subtitle", "subtitle", {}),
    ("summary", "summary", {}),
    ("body", "body_text", {}),
    ("keywords", "keywords", {}),
    ("issuer", "issuer", {}),
    ("region", "region", {}),
    ("document_number", "doc_no", {}),
    ("index_number", "index_no", {}),
    ("written_on", "issued_on", {}),
    ("effective_on", "effective_on", {}),
    ("displayed_at", "published_on", {"kind": DAY}),
    ("validity", "status", {"codes": tuple((word, word) for word in VALIDITY)}),
    ("history", "history", {}),
    ("source_address", "url", {}),
)
"""Fields of the form, their names in a file, and what is different there."""

DOCUMENT_COLUMNS = (
    Column(name="id", title=_("Identity in the system that it comes from"), required=True),
    *(column_of(_NODES[field], name, **more) for field, name, more in _MORE),
    Column(name="category", title=_("Category")),
    Column(name="subcategory", title=_("Category below it")),
    Column(name="attachments", title=_("Addresses of attachments"), kind=LINES),
    Column(name="body_html", title=_("Text as HTML")),
)
"""What a record of a document may have."""
