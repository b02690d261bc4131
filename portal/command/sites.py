"""Sites: listing and founding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from portal.command.options import ini_argument

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def site() -> None:
    """List and found sites."""


@site.command("list")
@ini_argument
def list_sites(ini: Path) -> None:
    """List all sites: name, class, state, main host and title, separated by tabs."""
    from portal.command.office import open_office

    with open_office(ini) as office, office.transaction() as (cluster, _act):
        for each in cluster.all_sites():
            state = each.workflow.state(each.state).name
            host = each.main_host or "-"
            click.echo(f"{each.__name__}\t{each.class_name}\t{state}\t{host}\t{each.title}")


@site.command("found")
@ini_argument
@click.argument("name")
@click.argument("title")
@click.option(
    "--class", "class_name", default="department", show_default=True, help="Class of the site."
)
@click.option("--below", default="", help="Name of the site that it is founded below.")
@click.option("--host", "hosts", multiple=True, help="Host of the site; the first is the main one.")
@click.option("--code", "identity_code", default=None, help="Identity code, ten characters.")
@click.option("--sponsor", default="", help="Body that answers for the site.")
@click.option("--contact", default="", help="Telephone or mail for the foot of pages.")
@click.option("--planning", is_flag=True, help="Do not open the site to the public yet.")
def found(ini: Path, name: str, title: str, below: str, *, planning: bool, **facts: Any) -> None:
    """Found the site NAME with TITLE and the sections of its class.

    NAME is part of addresses: small Latin letters, digits and hyphens.
    """
    from portal.command.office import open_office
    from portal.site.operations import found_site, move_site, sites_below
    from portal.site.schema import SiteSchema

    given = {key: value for key, value in facts.items() if value}
    data = SiteSchema().deserialize({"title": title, **given})
    with open_office(ini) as office, office.transaction() as (cluster, act):
        place = sites_below(cluster, below)
        new = found_site(place, name, data, act)
        if not planning:
            move_site(new, "open", act)
        if data.get("class_name") == "portal" and not cluster.main_site:
            cluster.main_site = name
    click.echo(f"The site {name!r} is founded.")
