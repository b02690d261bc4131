"""Founding a cluster: an empty one, or the demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from portal.command.options import ini_argument

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@ini_argument
@click.option("--title", default="Portal", show_default=True, help="Title of the cluster.")
@click.option("--admin", default="admin", show_default=True, help="The system administrator.")
@click.option("--security", default="security", show_default=True, help="The one for rights.")
@click.option("--auditor", default="auditor", show_default=True, help="The one for the audit log.")
def init(ini: Path, title: str, admin: str, security: str, auditor: str) -> None:
    """Found an empty cluster and the accounts of its three administrators.

    Prints a one-time password for each: three people choose another one at their first sign-in.
    None of the accounts can do the work of the two others.
    """
    from portal.command.office import open_office
    from portal.command.start import found, need_empty
    from portal.security.passwords import draw_password

    accounts = ((admin, "administrator"), (security, "security"), (auditor, "auditor"))
    people = [(login, login, role, draw_password()) for login, role in accounts]
    with open_office(ini, checked=False) as office:
        need_empty(office)
        found(office, title, people, one_time=True)
    click.echo("The cluster is founded. Give each of these to another person:")
    for login, _name, role, password in people:
        click.echo(f"  {login:12} {password}  {role}")


@click.command()
@ini_argument
def demo(ini: Path) -> None:
    """Found the demonstration cluster: a made-up city with its portal and 40 department sites.

    Everything in it is written for this purpose and is the same on every run, apart from its
    dates, which end today, and from the passwords.
    """
    from portal.command.demonstrating import build_demonstration, is_unfinished, print_sign_ins
    from portal.command.office import open_office
    from portal.command.start import need_empty

    with open_office(ini, checked=False) as office:
        if not is_unfinished(office.settings):
            need_empty(office)
        build_demonstration(office)
        print_sign_ins(office.settings)
