"""The import of a whole file, a lot in each transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addons.onlineservice.i18n import _
from addons.onlineservice.importing.columns import COLUMNS
from addons.onlineservice.importing.mapping import mapped
from addons.onlineservice.importing.operations import Outcome, bring_in, withdraw_missing
from portal.addon.declaration import Import
from portal.addon.importing import in_lots
from portal.site.importing.reader import BadLine, read_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from addons.onlineservice.importing.mapping import ImportedItem
    from portal.addon.declaration import OpenSite
    from portal.site.importing.reader import Record


def run(opened: OpenSite, file: Path) -> Outcome:
    """Bring the rows of `file` into the hall of a site, and withdraw what is gone from there.

    :param file: all items that the other system has.
    """
    outcome = Outcome()
    in_lots(opened, mapped_rows(read_records(file)), bring_in, outcome)
    with opened(outcome) as (site, act):
        withdraw_missing(site, act, outcome)
    return outcome


def mapped_rows(rows: Iterable[Record | BadLine]) -> Iterator[ImportedItem | BadLine]:
    """Return what the rows of a file say of items, and which of them say nothing."""
    return (row if isinstance(row, BadLine) else mapped(row) for row in rows)


ITEMS = Import(
    name="onlineservice.services",
    title=_("Service items of another system"),
    run=run,
    columns=COLUMNS,
)
