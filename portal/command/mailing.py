"""Looking after the mail: does the server take a letter, what waits, what was given up."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from portal.command.options import ini_argument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portal.settings import Settings

FAILED_SHOWN = 20


@click.group()
def mail() -> None:
    """Try the mail server, see what waits, send what was given up once more.

    None of this opens the content, so it can be done while the portal is served.
    """


@mail.command("test")
@ini_argument
@click.argument("address")
def try_out(ini: Path, address: str) -> None:
    """Send a letter to ADDRESS now, over the mail server of the settings."""
    from datetime import UTC, datetime

    from portal.mail.server import Letter, LetterError, ServerError, connected
    from portal.mail.writing import message_id
    from portal.settings import is_mail_address

    settings = _settings(ini)
    if not is_mail_address(address):
        raise click.UsageError(f"{address!r} is no mail address.")
    said = "This is a test of the portal. Nothing has to be done."
    name = message_id(settings.mail_from)
    letter = Letter(address, "Test of the portal", f"{said}\n", name, datetime.now(UTC))
    try:
        with connected(settings, "Portal") as line:
            line.send(letter)
    except (LetterError, ServerError) as error:
        raise click.ClickException(f"The letter was not taken: {error}") from None
    click.echo(f"The mail server {settings.mail_host} took the letter to {address}.")


@mail.command()
@ini_argument
def status(ini: Path) -> None:
    """Tell how many letters wait and which were given up; the exit code is 1 if any was."""
    from portal.ledger.outgoing import failed_letters, mail_state

    with _ledger(_settings(ini)) as session:
        state = mail_state(session)
        failed = failed_letters(session)
        click.echo(f"notices to be written: {state.notices}")
        oldest = f", the oldest since {state.since:%Y-%m-%d %H:%M} UTC" if state.since else ""
        click.echo(f"letters waiting: {state.waiting}{oldest}")
        if state.error:
            click.echo(f"the server said last: {state.error}")
        click.echo(f"letters given up: {state.failed}")
        for each in failed[:FAILED_SHOWN]:
            click.echo(f"  {each.written_at:%Y-%m-%d %H:%M} to {each.login}: {each.error}")
    if state.failed:
        raise click.exceptions.Exit(1)


@mail.command()
@ini_argument
def again(ini: Path) -> None:
    """Send the letters that were given up once more, and try what waits now."""
    from datetime import UTC, datetime

    from portal.ledger.outgoing import hurry, try_again

    with _ledger(_settings(ini)) as session:
        now = datetime.now(UTC)
        count = try_again(session, now)
        hurry(session, now)
    click.echo(f"{count} letter(s) will be tried again by the worker.")


def _settings(ini: Path) -> Settings:
    from portal.command.office import read_ini
    from portal.errors import DeploymentError

    settings = read_ini(ini)
    if not settings.mail_host:
        raise DeploymentError("The setting 'portal.mail_host' is missing: no mail is sent.")
    return settings


@contextmanager
def _ledger(settings: Settings) -> Iterator[Any]:
    from transaction import TransactionManager

    from portal.ledger import Ledger

    ledger = Ledger.open(settings.ledger_address)
    try:
        ledger.check()
        manager = TransactionManager()
        with manager:
            yield ledger.session(manager)
    finally:
        ledger.close()
