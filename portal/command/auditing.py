"""The audit log for the operator: verifying it, noting its roots, taking it out.

These commands open the ledger alone, so that they work while the portal is served.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TextIO

import click

from portal.command.options import ini_argument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portal.ledger import Ledger

DAY = click.DateTime(formats=["%Y-%m-%d"])


@dataclass(frozen=True)
class Opened:
    """The ledger alone, for what asks for it."""

    ledger: Ledger


@contextmanager
def opened(ini: Path) -> Iterator[Opened]:
    """Open the ledger that the ini file names.

    :raises DeploymentError: when it cannot be opened or does not fit.
    """
    from portal.command.office import read_ini
    from portal.ledger import Ledger

    ledger = Ledger.open(read_ini(ini).ledger_address)
    try:
        ledger.check()
        yield Opened(ledger)
    finally:
        ledger.close()


@click.group()
def audit() -> None:
    """Verify the audit log, print its root, take it out."""


@audit.command()
@ini_argument
@click.option("--root", "known", default="", help="Root that was noted elsewhere.")
def verify(ini: Path, known: str) -> None:
    """Read the whole audit log and tell what was changed, removed, inserted or exchanged.

    With a root that is kept on another machine, also whether the end was cut off or everything
    was made anew. Prints one line for each problem; the exit code is 1 if there is any.
    """
    from portal.audit.job import check_log

    with opened(ini) as office:
        found = check_log(office, known)
    for problem in found.problems:
        click.echo(problem.interpolate())
    click.echo(f"{found.entries} entries under {found.seals} seals, root {found.root or '-'}")
    if found.problems:
        click.echo(f"{len(found.problems)} problem(s).")
        raise click.exceptions.Exit(1)
    click.echo("The audit log holds.")


@audit.command()
@ini_argument
@click.option("--day", type=DAY, help="The root at the end of this day; else that of today.")
def root(ini: Path, day: datetime | None) -> None:
    """Print day, number and digest of the last seal, to be kept on another machine."""
    from transaction import TransactionManager

    from portal.audit.roots import root_of
    from portal.content.times import ZONE

    manager = TransactionManager()
    with opened(ini) as office, manager:
        asked = day.date() if day else datetime.now(ZONE).date()
        click.echo(str(root_of(office.ledger.session(manager), asked)))


@audit.command()
@ini_argument
@click.argument("file", type=click.File("w", encoding="utf-8-sig", lazy=True))
@click.option("--since", type=DAY, help="First day.")
@click.option("--until", type=DAY, help="Last day.")
def export(ini: Path, file: TextIO, since: datetime | None, until: datetime | None) -> None:
    """Write the entries as CSV to FILE, `-` for the standard output; that is written down too."""
    from transaction import TransactionManager

    from portal.act import BY_COMMAND, Act
    from portal.audit.exporting import EXPORTED, write_all
    from portal.content.times import ZONE
    from portal.ledger.audit import record

    first = since and since.replace(tzinfo=ZONE)
    end = until and (until + timedelta(days=1)).replace(tzinfo=ZONE)
    act = Act(by=BY_COMMAND, at=datetime.now(UTC), announce=id)
    manager = TransactionManager()
    with opened(ini) as office, manager:
        session = office.ledger.session(manager)
        count = write_all(session, file, first, end)
        days = {"since": first and first.isoformat(), "until": until and until.date().isoformat()}
        told = {"form": "csv", "count": count, **days}
        record(session, act, EXPORTED, subject="audit", detail=told)
    click.echo(f"{count} entries are written.", err=True)
