"""Imports that add-ons declare."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from portal.addon.registry import loaded_addons
from portal.errors import DeploymentError
from portal.site.operations import named_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portal.act import Act
    from portal.addon.declaration import Import, ImportOutcome
    from portal.command.office import Office
    from portal.site.site import Site


class _NothingKeptError(Exception):
    """Undoes a transaction."""


def import_called(office: Office, name: str) -> Import:
    """Return the import `name` of a loaded add-on.

    :raises DeploymentError: when there is none.
    """
    addons = loaded_addons(office.registry).values()
    known = {each.name: each for addon in addons for each in addon.imports}
    if name not in known:
        raise DeploymentError(
            f"There is no import {name!r}. Imports of the loaded add-ons: "
            f"{', '.join(sorted(known)) or 'none'}."
        )
    return known[name]


def run_import(
    office: Office, chosen: Import, site_name: str, file: Path, *, dry_run: bool
) -> ImportOutcome:
    """Run an import for a site that enabled its add-on.

    :raises DeploymentError: when it did not.
    :raises Refusal: when there is no such site.
    """
    addon = chosen.name.partition(".")[0]
    with office.transaction() as (cluster, _act):
        if not named_site(cluster, site_name).uses(addon):
            raise DeploymentError(f"The site {site_name!r} has not enabled the add-on {addon!r}.")

    @contextmanager
    def opened() -> Iterator[tuple[Site, Act]]:
        try:
            with office.transaction() as (cluster, act):
                yield named_site(cluster, site_name), act
                if dry_run:
                    raise _NothingKeptError  # noqa: TRY301  # only this undoes all
        except _NothingKeptError:
            return

    return chosen.run(opened, file)
