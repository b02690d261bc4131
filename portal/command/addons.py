"""Add-ons: listing them, disabling one whose code is gone, beginning a new one."""

from __future__ import annotations

from pathlib import Path

import click

from portal.command.options import ini_argument


@click.group()
def addon() -> None:
    """List add-ons, disable one whose code is gone, begin a new one."""


@addon.command("list")
@ini_argument
def list_addons(ini: Path) -> None:
    """List the add-ons: name, installed, loaded, and how many sites enabled it."""
    from portal.addon.registry import loaded_addons, offered_addons
    from portal.command.office import open_office

    with open_office(ini, checked=False) as office, office.transaction() as (cluster, _act):
        loaded, offered = loaded_addons(office.registry), offered_addons()
        sites = list(cluster.all_sites()) if cluster is not None else []
        used = {name for site in sites for name in site.addons}
        for name in sorted({*loaded, *offered, *used}):
            enabled = sum(site.uses(name) for site in sites)
            where = "installed" if name in offered else "gone"
            click.echo(f"{name}\t{where}\t{'loaded' if name in loaded else '-'}\t{enabled}")


@addon.command("disable")
@ini_argument
@click.argument("name")
@click.argument("sites", nargs=-1)
def disable_addon(ini: Path, name: str, sites: tuple[str, ...]) -> None:
    """Disable the add-on NAME in SITES, or in all sites, also when its code is gone.

    Add-ons that need it are disabled with it. All that it stored stays.
    """
    from portal.addon.operations import disable
    from portal.addon.queries import needing
    from portal.addon.registry import loaded_addons
    from portal.command.office import open_office
    from portal.site.operations import named_site

    with open_office(ini, checked=False) as office, office.transaction() as (cluster, act):
        addons = loaded_addons(office.registry)
        asked = [named_site(cluster, each) for each in sites] or list(cluster.all_sites())
        using = [site for site in asked if site.uses(name)]
        for site in using:
            disable(site, name, addons, act, also=needing(site, name, addons))
    click.echo(f"The add-on {name!r} is disabled in {len(using)} site(s); its data stays.")


@addon.command("new")
@click.argument("name")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--package", default="", help="Import name; by default that of the add-on.")
@click.option("--title", default="", help="Title in English; by default made from the name.")
@click.option("--chinese", default="", help="Title in Chinese; else made from the English one.")
def new_addon(name: str, folder: Path, package: str, title: str, chinese: str) -> None:
    """Write a distribution with the add-on NAME into FOLDER, to begin with.

    It has one type with a form, a public page, a page for staff, a Chinese catalogue and the test
    of the contract. NAME is small Latin letters, digits and `_`.
    """
    from portal.command.skeleton import write_skeleton

    written = write_skeleton(
        folder,
        name,
        package=package or name,
        title=title or name.replace("_", " ").capitalize(),
        chinese=chinese,
    )
    for each in written:
        click.echo(each)
    click.echo(
        f"Next: pip install --no-deps --no-build-isolation --editable {folder}, "
        f"name {name!r} in the setting portal.addons, and see docs/addons.md."
    )
