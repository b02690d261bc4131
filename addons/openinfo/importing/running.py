"""The import of a whole file, a lot in each transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addons.openinfo.i18n import _
from addons.openinfo.importing.columns import COLUMNS
from addons.openinfo.importing.mapping import to_record
from addons.openinfo.importing.operations import Outcome, import_records, section_for_records
from addons.openinfo.topics import own_names
from portal.addon.declaration import Import
from portal.addon.importing import in_lots
from portal.site.importing.problems import MappingError
from portal.site.importing.reader import BadLine, Record, read_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from addons.openinfo.importing.mapping import ImportedRecord
    from portal.addon.declaration import OpenSite


def run(opened: OpenSite, file: Path) -> Outcome:
    """Bring the records of `file` into a site; see `to_record` for what a line may have.

    Those that have an index number come first, so that none of these is drawn for the others.
    """
    outcome = Outcome()
    with opened() as (site, _act):
        section_for_records(site)
        own_topics = own_names(site)
    for first in (True, False):
        entries = (
            each for each in mapped(read_records(file), own_topics) if comes_first(each) is first
        )
        in_lots(opened, entries, import_records, outcome)
    outcome.problems.sort()
    return outcome


def comes_first(entry: ImportedRecord | BadLine) -> bool:
    """Tell whether `entry` has an index number, or is told as a problem."""
    return isinstance(entry, BadLine) or bool(entry.values["index_number"])


def mapped(
    records: Iterable[Record | BadLine], own_topics: Mapping[str, str]
) -> Iterator[ImportedRecord | BadLine]:
    """Return what the lines of a file say of records, and which of them say nothing."""
    for record in records:
        if isinstance(record, BadLine):
            yield record
            continue
        try:
            yield to_record(record, own_topics)
        except MappingError as error:
            yield BadLine(record.line, error.reason)


DISCLOSURES = Import(
    name="openinfo.disclosures",
    title=_("Disclosure records of another system"),
    run=run,
    columns=COLUMNS,
)
