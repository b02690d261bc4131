"""The import of a whole file, a lot in each transaction."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from addons.onlineservice.i18n import _
from addons.onlineservice.importing.mapping import mapped
from addons.onlineservice.importing.operations import Outcome, bring_in, withdraw_missing
from addons.onlineservice.importing.reader import Problem, Row, read_rows
from portal.addon.declaration import Import

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from addons.onlineservice.importing.mapping import ImportedItem
    from portal.addon.declaration import OpenSite

LOT = 200
"""Rows in one transaction: an import that is killed loses no more than this."""


def run(opened: OpenSite, file: Path) -> Outcome:
    """Bring the rows of `file` into the hall of a site, and withdraw what is gone from there.

    :param file: all items that the other system has; one JSON object a line, plain or gzip, with
        `name`, `item_code`, `department`, and any field of the national exchange schema.
    """
    outcome = Outcome()
    with file.open("rb") as source:
        entries = mapped_rows(read_rows(source))
        while lot := list(islice(entries, LOT)):
            with opened() as (site, act):
                bring_in(site, lot, act, outcome)
    with opened() as (site, act):
        withdraw_missing(site, act, outcome)
    return outcome


def mapped_rows(rows: Iterable[Row | Problem]) -> Iterator[ImportedItem | Problem]:
    """Return what the rows of a file say of items, and which of them say nothing."""
    return (row if isinstance(row, Problem) else mapped(row) for row in rows)


ITEMS = Import(name="onlineservice.services", title=_("Service items of another system"), run=run)
