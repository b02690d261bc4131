"""The columns of a file with records, as the form of a record has them."""

from __future__ import annotations

from addons.openinfo.disclosure.schema import DisclosureSchema
from portal.site.importing.columns import Column, column_of
from portal.site.importing.documents import DOCUMENT_COLUMNS

NODES = {node.name: node for node in DisclosureSchema().children}
OWN = (
    "topic",
    "genre",
    "legal_item",
    "disclosure_mode",
    "publisher",
    "audience",
    "time_limit",
)
"""Fields that a record has besides those of every document."""

COLUMNS: tuple[Column, ...] = (*DOCUMENT_COLUMNS, *(column_of(NODES[name]) for name in OWN))
