"""The import of a whole file, a lot in each transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from addons.interaction.i18n import _
from addons.interaction.importing.mapping import COLUMNS, mapped
from addons.interaction.importing.operations import Outcome, import_letters, open_mailboxes
from portal.addon.declaration import Import
from portal.audit.subscribers import session_of
from portal.site.importing.reader import read_records

if TYPE_CHECKING:
    from pathlib import Path

    from portal.addon.declaration import OpenSite

LOT = 200
"""Letters in one transaction: an import that is killed loses no more than this."""


def run(opened: OpenSite, file: Path) -> Outcome:
    """Keep the letters of `file`; see `COLUMNS` for what a line may say."""
    outcome = Outcome()
    with opened() as (site, _act):
        open_mailboxes(site)
    now = datetime.now(UTC)
    entries = (mapped(each, now) for each in read_records(file))
    while lot := list(islice(entries, LOT)):
        with opened(outcome) as (site, act):
            import_letters(site, lot, act, session_of(site), outcome)
    return outcome


LETTERS = Import(
    name="interaction.letters",
    title=_("Letters of another system"),
    run=run,
    columns=COLUMNS,
)
