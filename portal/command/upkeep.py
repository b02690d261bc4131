"""Looking after a cluster: index, storage, evolution, health."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from portal.command.options import ini_argument

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@ini_argument
def reindex(ini: Path) -> None:
    """Build the search and the catalog anew from the content."""
    from portal.command.office import open_office
    from portal.command.rebuilding import rebuild

    with open_office(ini) as office:
        count = rebuild(office)
    click.echo(f"{count} objects are indexed.")


@click.command()
@ini_argument
@click.option("--days", default=1, show_default=True, help="Keep what was changed in these days.")
def pack(ini: Path, days: int) -> None:
    """Give back the space of old versions in the object database."""
    from portal.command.office import open_office

    with open_office(ini) as office:
        before = office.database.getSize()
        office.database.pack(days=days)
        after = office.database.getSize()
    click.echo(f"Packed from {before / 1e6:.1f} MB to {after / 1e6:.1f} MB.")


@click.command()
@ini_argument
def evolve(ini: Path) -> None:
    """Bring the stored data to what this version of the code expects. Make a backup first."""
    from portal.command.office import open_office
    from portal.evolution.runner import evolve as run_steps

    with open_office(ini, checked=False) as office:
        done = run_steps(office.registry)
    for name in done:
        click.echo(f"done: {name}")
    click.echo(f"{len(done)} step(s) taken; the data fits the code.")


@click.command()
@ini_argument
def check(ini: Path) -> None:
    """Check that code and data fit, the indexes are complete and the audit log is whole.

    Prints one line for each problem; the exit code is 1 if there is any.
    """
    from portal.command.checking import problems
    from portal.command.office import open_office

    with open_office(ini) as office:
        found = problems(office)
    for line in found:
        click.echo(line)
    click.echo("Everything fits." if not found else f"{len(found)} problem(s).")
    if found:
        raise click.exceptions.Exit(1)
