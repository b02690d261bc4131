"""Bringing in content from elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from portal.command.options import ini_argument

PROBLEMS_SHOWN = 20
FED = {
    True: " The search finds all of it now.",
    False: " A worker is running and brings it into the search.",
}


@click.group("import")
def import_group() -> None:
    """Bring in content from elsewhere."""


@import_group.command()
@ini_argument
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--site", "site_name", required=True, help="Name of the site.")
@click.option(
    "--section", "section_path", required=True, help="Path of a section there, such as zwgk/fggw."
)
def documents(ini: Path, file: Path, site_name: str, section_path: str) -> None:
    """Bring in the documents of FILE: one JSON object a line, plain or gzip.

    An object has `id`, `title` and `body_text` or `body_html`, and may have `doc_no`, `index_no`,
    `issuer`, `region`, `category`, `subcategory`, `status`, `issued_on`, `published_on`,
    `effective_on`, `history`, `attachments` and `url`. Categories become sections.

    Run it again after an interruption or with a newer file: what is there already is left alone,
    what is different gets a new version. A bad line is reported and stops nothing; the exit code
    is then 1.
    """
    from portal.command.bringing import bring_in, section_at
    from portal.command.office import open_office
    from portal.i18n import english

    with open_office(ini) as office:
        section_at(office, site_name, section_path)
        outcome, bad = bring_in(office, site_name, section_path, file)
    click.echo(
        f"{outcome.created} documents created, {outcome.changed} changed, "
        f"{outcome.unchanged} unchanged, {len(bad)} bad lines."
    )
    for line in bad[:PROBLEMS_SHOWN]:
        click.echo(f"line {line.line}: {english(line.reason)}", err=True)
    if len(bad) > PROBLEMS_SHOWN:
        click.echo(f"… and {len(bad) - PROBLEMS_SHOWN} more bad lines.", err=True)
    if bad:
        raise click.exceptions.Exit(1)


@import_group.command()
@ini_argument
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--site", "site_name", required=True, help="Name of the site.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and keep nothing.")
def records(ini: Path, kind: str, file: Path, site_name: str, *, dry_run: bool) -> None:
    """Bring FILE into a site by the import KIND of an add-on, such as `openinfo.disclosures`.

    The file is JSON lines, CSV or XLSX, plain or gzip; the page "Import" of the site says which
    columns there are. What comes in is brought into the search as well, also without a worker.

    Run it again after an interruption or with a newer file. A bad line is reported and stops
    nothing; the exit code is then 1.
    """
    from portal.command.office import open_office
    from portal.command.records import bring_records, import_called
    from portal.i18n import english

    with open_office(ini) as office:
        outcome, is_fed = bring_records(
            office, import_called(office, kind), site_name, file, dry_run=dry_run
        )
    click.echo(
        f"{outcome.created} created, {outcome.changed} changed, {outcome.unchanged} unchanged, "
        f"{outcome.withdrawn} withdrawn, {len(outcome.problems)} bad lines."
        + (" Nothing was kept." if dry_run else FED[is_fed])
    )
    for number, reason in outcome.problems[:PROBLEMS_SHOWN]:
        click.echo(f"line {number}: {english(reason)}", err=True)
    if len(outcome.problems) > PROBLEMS_SHOWN:
        click.echo(f"… and {len(outcome.problems) - PROBLEMS_SHOWN} more bad lines.", err=True)
    if outcome.problems:
        raise click.exceptions.Exit(1)
