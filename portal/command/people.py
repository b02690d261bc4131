"""Accounts of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from portal.command.options import ini_argument

if TYPE_CHECKING:
    from pathlib import Path

ROLE_HELP = (
    "administrator, security, auditor; manager, editor, reviewer_1, reviewer_2, reviewer, "
    "publisher, officer or reader."
)


@click.group()
def user() -> None:
    """Add accounts, give roles, set passwords and take off second factors."""


@user.command()
@ini_argument
@click.argument("login")
@click.option("--name", default="", help="Name of the person.")
@click.option("--role", default="", help=ROLE_HELP)
@click.option("--site", "site_name", default="", help="Site that the role is for; else all.")
def add(ini: Path, login: str, name: str, role: str, site_name: str) -> None:
    """Add the account LOGIN and print a one-time password for it."""
    from portal.command.office import open_office
    from portal.security.grants import give_role
    from portal.security.operations import add_account
    from portal.security.passwords import draw_password
    from portal.site.operations import named_site

    password = draw_password()
    with open_office(ini) as office, office.transaction() as (cluster, act):
        add_account(cluster["people"], login, name or login, password, act)
        if role:
            place = named_site(cluster, site_name) if site_name else cluster
            give_role(place, login, role, act)
    click.echo(f"The account {login!r} is added. One-time password:\n  {password}")


@user.command()
@ini_argument
@click.argument("login")
@click.argument("role")
@click.option("--site", "site_name", default="", help="Site that the role is for; else all.")
@click.option("--reason", required=True, help="Why; it is written down.")
@click.option("--take", is_flag=True, help="End the role instead of giving it.")
def role(ini: Path, login: str, role: str, site_name: str, reason: str, *, take: bool) -> None:  # noqa: PLR0913  # each is an option
    """Give the account LOGIN the ROLE, or end it; such as to name the three administrators."""
    from portal.command.office import open_office
    from portal.security.grants import give_role, take_role
    from portal.site.operations import named_site

    with open_office(ini) as office, office.transaction() as (cluster, act):
        if login not in cluster["people"]:
            raise click.ClickException(f"There is no account {login!r}.")
        place = named_site(cluster, site_name) if site_name else cluster
        (take_role if take else give_role)(place, login, role, act, reason=reason)
    click.echo(f"{login!r} is {'no longer ' if take else ''}{role}.")


@user.command()
@ini_argument
@click.argument("login")
def passwd(ini: Path, login: str) -> None:
    """Give the account LOGIN a new one-time password and print it; its sign-ins end."""
    from portal.command.office import open_office
    from portal.security.operations import set_password
    from portal.security.passwords import draw_password

    password = draw_password()
    with open_office(ini) as office, office.transaction() as (cluster, act):
        if login not in cluster["people"]:
            raise click.ClickException(f"There is no account {login!r}.")
        set_password(cluster["people"][login], password, act, one_time=True)
    click.echo(f"One-time password of {login!r}:\n  {password}")


@user.command("no-factor")
@ini_argument
@click.argument("login")
@click.option("--reason", required=True, help="Why; it is written down.")
def no_factor(ini: Path, login: str, reason: str) -> None:
    """Ask the account LOGIN for its password alone, because its second factor is lost."""
    from portal.command.office import open_office
    from portal.security.factor import drop_factor

    with open_office(ini) as office, office.transaction() as (cluster, act):
        if login not in cluster["people"]:
            raise click.ClickException(f"There is no account {login!r}.")
        drop_factor(cluster["people"][login], act, reason=reason)
    click.echo(f"The account {login!r} has no second factor any more.")
