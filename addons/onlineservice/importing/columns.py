"""The columns of a file with service items, as the form of an item has them."""

from __future__ import annotations

from dataclasses import replace

from addons.onlineservice.importing.mapping import OTHER_NAMES, PASSED_OVER
from addons.onlineservice.service.schema import FOREIGN, ItemSchema
from addons.onlineservice.service.types import Named
from addons.onlineservice.vocabulary import codes
from portal.site.importing.columns import LINES, Column, column_of

REQUIRED = ("task_code", "title", "dept_name")
LEFT_OUT = FOREIGN | PASSED_OVER | {"displayed_at", "displayed_because", "url_name"}
LEFT_OUT |= {"expires_at", "expires_how"}


def columns() -> tuple[Column, ...]:
    """Return those that an item cannot be without, then the others."""
    nodes = {node.name: node for node in ItemSchema().children}
    names = dict.fromkeys((*REQUIRED, *nodes))
    found = [_column(nodes[name]) for name in names if name not in LEFT_OUT]
    return (*found, column_of(nodes["body"], "body_text"))


def _column(node: object) -> Column:
    column = column_of(node)
    others = tuple(other for other, name in OTHER_NAMES.items() if name == column.name)
    column = replace(column, others=others, required=column.name in REQUIRED)
    kind = getattr(node, "typ", None)
    if column.kind == LINES and isinstance(kind, Named):
        return replace(column, codes=tuple(codes(kind.name).items()))
    return column


COLUMNS = columns()
