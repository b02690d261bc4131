"""The columns of a file with service items, as the form of an item has them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from addons.onlineservice.importing.mapping import OTHER_NAMES, PASSED_OVER
from addons.onlineservice.service.schema import FOREIGN, ItemSchema
from portal.site.importing.columns import Column, column_of

if TYPE_CHECKING:
    import colander

REQUIRED = ("task_code", "title", "dept_name")
LEFT_OUT = FOREIGN | PASSED_OVER | {"displayed_at", "displayed_because", "url_name"}
LEFT_OUT |= {"expires_at", "expires_how"}


def columns() -> tuple[Column, ...]:
    """Return those that an item cannot be without, then the others."""
    nodes = {node.name: node for node in ItemSchema().children}
    names = dict.fromkeys((*REQUIRED, *nodes))
    found = [_column(nodes[name]) for name in names if name not in LEFT_OUT]
    return (*found, column_of(nodes["body"], "body_text"))


def _column(node: colander.SchemaNode) -> Column:
    column = column_of(node)
    others = tuple(other for other, name in OTHER_NAMES.items() if name == column.name)
    return replace(column, others=others, required=column.name in REQUIRED)


COLUMNS = columns()
