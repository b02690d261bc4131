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
@click.option("--admin", default="admin", show_default=True, help="Account of the administrator.")
def init(ini: Path, title: str, admin: str) -> None:
    """Found an empty cluster and its first administrator.

    Prints a one-time password: the administrator has to choose another one at the first sign-in.
    """
    from portal.command.office import open_office
    from portal.command.start import found, need_empty
    from portal.security.passwords import draw_password

    password = draw_password()
    with open_office(ini, checked=False) as office:
        need_empty(office)
        found(office, title, [(admin, admin, "administrator", password)], one_time=True)
    click.echo(f"The cluster is founded. Sign in as {admin!r} with the one-time password:")
    click.echo(f"  {password}")


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
