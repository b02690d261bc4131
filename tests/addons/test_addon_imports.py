"""What add-ons bring in by `portal import records`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_addons import NAME

from portal.addon.declaration import AddOn, Import, ImportOutcome, OpenSite, SiteJob
from portal.addon.jobs import jobs_of
from portal.command.records import bring_records, import_called, run_import
from portal.content.document.operations import publish_document
from portal.errors import DeploymentError
from portal.search.query import Query
from portal.testing import World, turn


def bring_in(made: AddOn, open_site: OpenSite, file: Path) -> ImportOutcome:
    outcome = ImportOutcome()
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        if not line:
            outcome.problems.append((number, "it is empty"))
            continue
        with open_site() as (site, act):
            data: Any = {"title": line, "body": "<p>x</p>", "source": "x", "place": line}
            publish_document(site["zwgk"]["tzgg"], data, act, made.types[0].factory)
            outcome.created += 1
    return outcome


def importing(world: World, made: AddOn) -> Import:
    way = Import(
        name="weather.rows", title=made.title, run=lambda site, file: bring_in(made, site, file)
    )
    world.office.registry.addons[NAME] = replace(made, imports=(way,))
    return import_called(world.office, "weather.rows")


def count(world: World) -> int:
    with world.office.transaction() as (cluster, _act):
        return len(world.place(cluster, "/sites/fgw/zwgk/tzgg").listing)


@pytest.mark.parametrize("kept", [0, 2])
def test_rows_come_in_and_bad_ones_are_told(
    town: World, made: AddOn, tmp_path: Path, kept: int
) -> None:
    file = tmp_path / "rows"
    file.write_text("甲\n\n乙\n")
    way = importing(town, made)
    with pytest.raises(DeploymentError, match="has not enabled the add-on 'weather'"):
        run_import(town.office, way, "fgw", file, dry_run=not kept)
    turn(town, "fgw", NAME, on=True)
    outcome = run_import(town.office, way, "fgw", file, dry_run=not kept)
    assert (outcome.created, outcome.problems) == (2, [(2, "it is empty")])
    assert count(town) == kept


def test_what_the_command_brings_in_is_found_without_a_worker(
    town: World, made: AddOn, tmp_path: Path
) -> None:
    file = tmp_path / "rows"
    file.write_text("供水价格\n")
    turn(town, "fgw", NAME, on=True)
    town.feed()
    way = importing(town, made)
    outcome, is_fed = bring_records(town.office, way, "fgw", file, dry_run=False)
    assert (outcome.created, is_fed) == (1, True)
    assert town.office.search.search(Query("供水")).total == 1


def test_an_import_that_there_is_not_is_named(town: World, made: AddOn) -> None:
    importing(town, made)
    with pytest.raises(DeploymentError, match=r"no import 'x'.*weather\.rows"):
        import_called(town.office, "x")


def test_a_job_is_done_for_the_sites_that_enabled_it_whichever_fails(
    town: World, made: AddOn, caplog: pytest.LogCaptureFixture
) -> None:
    from datetime import timedelta

    done: list[str] = []

    def look(site: Any, _act: Any) -> None:
        if site.__name__ == "fgw":
            raise RuntimeError("no rain gauge")
        done.append(site.__name__)

    town.site("jyj")
    town.site("sjj")
    for name in ("fgw", "sjj"):
        turn(town, name, NAME, on=True)
    job = SiteJob(name="weather.look", title=made.title, run=look, every=timedelta(hours=1))
    (found,) = jobs_of([replace(made, jobs=(job,))])
    found.run(town.office)
    assert done == ["sjj"]
    assert "weather.look failed" in caplog.text
