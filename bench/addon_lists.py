"""What the pages of the delivered add-ons cost in a small and in a large site.

The same pages are asked for in turns, at 1,000 and at 100,000 records, without a server; a list
may cost no more than 1.15 times as much in the large one. Records come in by the add-on's own
import, one short text each, of twenty bodies with topics of their own, over sixteen years, so that
the small site has as many choices to show as the large one:

    .venv/bin/python bench/addon_lists.py --keep ../clusters 1000 100000
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import click

from addons.openinfo import addon
from addons.openinfo.vocabulary import genres, topics
from portal.addon.operations import enable, make_sections
from portal.application import configure
from portal.command.office import Office
from portal.command.records import import_called, run_import
from portal.settings import Settings
from portal.testing import World

TURNS = 300
SECRET = "s" * 40
BODIES = 20
TOPICS_EACH = 4
"""Topics that a body has to do with."""
GENRES = 6
FIRST_DAY = date(2010, 1, 1)
DAYS = 5_800
CATALOGUE = "/sites/bench/disclosures"
PAGES = {
    "whole catalogue": CATALOGUE,
    "one topic": f"{CATALOGUE}?topic=04",
    "one body": f"{CATALOGUE}?body=Body-07",
    "one year": f"{CATALOGUE}?year=2020",
    "last page of one genre": f"{CATALOGUE}?genre=decision&page=999999",
    "section with the catalogue": "/sites/bench/zfxxgk/fdzdgknr/",
}
MOST = 1.15
"""How much more a list may cost in the large site."""


def records(number: int) -> Iterator[dict[str, Any]]:
    """Return records as another system writes them, the same ones each time."""
    drawn = Random(7)
    codes, kinds = list(topics()), list(genres())[:GENRES]
    for each in range(number):
        body = drawn.randrange(BODIES)
        own = body * TOPICS_EACH + drawn.randrange(TOPICS_EACH)
        yield {
            "id": f"r{each}",
            "title": f"Record {each} on a matter of common interest",
            "body_text": f"Text {each}",
            "issuer": f"Body-{body:02}",
            "issued_on": str(FIRST_DAY + timedelta(days=drawn.randrange(DAYS))),
            "topic": codes[own],
            "genre": drawn.choice(kinds),
        }


def filled(folder: Path, number: int) -> World:
    """Return a cluster with `number` records in one site; made unless `folder` has it already."""
    data = folder / f"records-{number}"
    if (data / "whole").exists():
        settings = Settings(data=data, addons=("openinfo",), secure_cookies=False, secret=SECRET)
        office = Office(configure(settings))
        return World(office, office.config.make_wsgi_app())
    data.mkdir(parents=True)
    world = World.make(data, addons=("openinfo",), secret=SECRET)
    world.site("bench")
    with world.office.transaction() as (cluster, act):
        site = cluster["sites"]["bench"]
        enable(site, addon.name, world.office.registry.addons, act)
        make_sections(site, addon, ("zfxxgk",), act)
        site.addon_settings = {addon.name: {"body_code": "000014349"}}
    file = data / "rows.jsonl"
    with file.open("w", encoding="utf-8") as rows:
        rows.writelines(f"{json.dumps(each)}\n" for each in records(number))
    begin = time.perf_counter()
    chosen = import_called(world.office, "openinfo.disclosures")
    outcome = run_import(world.office, chosen, "bench", file, dry_run=False)
    took = time.perf_counter() - begin
    print(f"{outcome.created:,} records imported in {took:.0f} s")
    (data / "whole").touch()
    return world


def costs(worlds: list[World]) -> dict[str, list[float]]:
    """Return the median milliseconds of processor time of each page in each world, in turns."""
    found: dict[str, list[list[float]]] = {page: [[] for _w in worlds] for page in PAGES}
    clients = [world.browser() for world in worlds]
    for page, address in PAGES.items():
        for turn in range(TURNS):
            for number, client in enumerate(clients):
                begin = time.process_time()
                client.get(address, status=200)
                if turn:  # the first one fills the caches
                    found[page][number].append(time.process_time() - begin)
    return {
        page: [statistics.median(times) * 1000 for times in each] for page, each in found.items()
    }


@click.command()
@click.argument("sizes", type=int, nargs=-1, required=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for the clusters.")
def main(sizes: tuple[int, ...], keep: Path | None) -> None:
    """Measure lists of records in sites of the given SIZES, the smallest first."""
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(TemporaryDirectory()))
        worlds = [filled(folder, size) for size in sizes]
        print(f"{'milliseconds':30}" + "".join(f"{size:>12,}" for size in sizes) + "   ratio")
        for page, times in costs(worlds).items():
            ratio = times[-1] / times[0]
            line = f"{page:30}" + "".join(f"{each:12.2f}" for each in times)
            print(f"{line}   {ratio:.2f}{'  too much' if ratio > MOST else ''}")
        for world in worlds:
            world.close()


if __name__ == "__main__":
    main()
