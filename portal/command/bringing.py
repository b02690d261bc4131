"""The import of documents, a batch in each transaction."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from portal.command.feeding import feeding
from portal.command.options import bar
from portal.content.section.content import Section
from portal.errors import Refusal
from portal.i18n import _
from portal.site.importing.ahead import mapped_ahead
from portal.site.importing.mapping import ImportedDocument
from portal.site.importing.operations import Outcome, import_documents
from portal.site.importing.reader import BadLine
from portal.site.operations import named_site

if TYPE_CHECKING:
    from pathlib import Path

    from portal.command.office import Office
    from portal.site.cluster import Cluster

BATCH = 500
"""Documents in one transaction: a killed import loses no more than this."""


def bring_in(
    office: Office, site_name: str, section_path: str, file: Path
) -> tuple[Outcome, list[BadLine]]:
    """Import `file` and bring it into the search; return what happened and the bad lines."""
    outcome, bad = Outcome(), list[BadLine]()
    with bar() as progress, feeding(office) as feed_behind, mapped_ahead(file) as entries:
        task = progress.add_task("Importing", total=None)
        while batch := list(islice(entries, BATCH)):
            bad += [entry for entry in batch if isinstance(entry, BadLine)]
            good = [entry for entry in batch if isinstance(entry, ImportedDocument)]
            with office.transaction() as (cluster, act):
                import_documents(_section(cluster, site_name, section_path), good, act, outcome)
            progress.advance(task, len(batch))
            feed_behind()
    return outcome, bad


def section_at(office: Office, site_name: str, path: str) -> None:
    """Make sure that the site has the section, before anything is read.

    :raises Refusal: when it has not.
    """
    with office.transaction() as (cluster, _act):
        _section(cluster, site_name, path)


def _section(cluster: Cluster, site_name: str, path: str) -> Section:
    place: Any = named_site(cluster, site_name)
    for name in path.strip("/").split("/"):
        place = place.get(name) if name in place.section_names else None
        if not isinstance(place, Section):
            values = {"path": path, "site": site_name}
            raise Refusal(_("The site “${site}” has no section “${path}”.", mapping=values))
    section: Section = place
    return section
