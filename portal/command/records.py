"""Imports that add-ons declare, run by the operator."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from portal.addon.importing import addon_of, every_import, find_import, imported, read_file
from portal.command.feeding import feeding
from portal.errors import DeploymentError
from portal.site.operations import named_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portal.act import Act
    from portal.addon.declaration import Import, ImportOutcome
    from portal.command.office import Office
    from portal.site.site import Site


class _NothingKeptError(Exception):
    """Undoes a transaction."""


def nothing() -> None:
    """Do nothing."""


def import_called(office: Office, name: str) -> Import:
    """Return the import `name` of a loaded add-on.

    :raises DeploymentError: when there is none.
    """
    found = find_import(office.registry, name)
    if found is None:
        known = ", ".join(sorted(each.name for each in every_import(office.registry)))
        raise DeploymentError(
            f"There is no import {name!r}. Imports of the loaded add-ons: {known or 'none'}."
        )
    return found


def bring_records(
    office: Office, chosen: Import, site_name: str, file: Path, *, dry_run: bool
) -> tuple[ImportOutcome, bool]:
    """Run an import and bring what came into the search.

    Returns what became of the file, and false where the search is left to a worker that runs.
    """
    if dry_run:
        return run_import(office, chosen, site_name, file, dry_run=True), True
    with feeding(office) as feed_behind:
        outcome = run_import(office, chosen, site_name, file, dry_run=False, after=feed_behind)
    return outcome, not feed_behind.is_left_to_worker


def run_import(  # noqa: PLR0913  # the command says all of this
    office: Office,
    chosen: Import,
    site_name: str,
    file: Path,
    *,
    dry_run: bool,
    after: Callable[[], None] = nothing,
) -> ImportOutcome:
    """Run an import for a site that enabled its add-on.

    :param after: is called after each transaction that is kept.
    :raises DeploymentError: when it did not.
    :raises Refusal: when there is no such site, or the file cannot be read.
    """
    addon = addon_of(chosen)
    with office.transaction() as (cluster, _act):
        if not named_site(cluster, site_name).uses(addon):
            raise DeploymentError(f"The site {site_name!r} has not enabled the add-on {addon!r}.")

    @contextmanager
    def opened(outcome: ImportOutcome | None = None) -> Iterator[tuple[Site, Act]]:
        try:
            with office.transaction() as (cluster, act):
                yield named_site(cluster, site_name), act
                if dry_run:
                    raise _NothingKeptError  # noqa: TRY301  # only this undoes all
        except _NothingKeptError:
            return
        after()

    with TemporaryDirectory(prefix="import-") as folder, file.open("rb") as source:
        rows = Path(folder) / "rows"
        read_file(chosen, source, file.name, rows, office.registry)
        outcome = chosen.run(opened, rows)
    if not dry_run:
        with opened() as (site, act):
            act.announce(imported(chosen, site, act, outcome))
    return outcome
