"""What the lists of the delivered add-ons cost in a small and in a large site.

The same pages are asked for in turns, with 1,000 and with 100,000 of each sort, without a server; a
list may cost no more than 1.15 times as much in the large one. Disclosure records and service items
come in by the imports of the add-ons, letters as the ledger receives them, one short text each, of
twenty bodies with topics of their own, over sixteen years, so that the small site has as many
choices to show as the large one. An empty answer of the application stands beside them:

    .venv/bin/python bench/addons.py --keep ../clusters 1000 100000
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from datetime import time as daytime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # or this file would hide the package `addons`

import click

from addons.interaction.mailbox.content import MAILBOX
from addons.interaction.names import LETTER
from addons.onlineservice.hall.queries import PAGE_SIZE
from addons.onlineservice.vocabulary import theme_groups
from addons.openinfo.vocabulary import genres, topics
from portal.addon.operations import enable, make_sections
from portal.application import configure
from portal.command.office import Office
from portal.command.records import import_called, run_import
from portal.content.document.operations import publish_document
from portal.ledger.submissions import Sent, receive
from portal.settings import Settings
from portal.testing import World

ADDONS = ("interaction", "onlineservice", "openinfo")
TURNS = 200
SECRET = "s" * 40
BODIES = 20
TOPICS_EACH = 4
"""Topics that a body has to do with."""
GENRES = 6
FIRST_DAY = date(2010, 1, 1)
DAYS = 5_800
BATCH = 2_000
"""Letters that are kept in one transaction."""
SITE = "/sites/bench"
CATALOGUE, HALL, MAILBOXES = f"{SITE}/disclosures", f"{SITE}/fwsx", f"{SITE}/zwgk/tzgg"
PAGES = {
    "an empty answer": f"{SITE}/session",
    "catalogue, newest": CATALOGUE,
    "catalogue, one topic": f"{CATALOGUE}?topic=04",
    "catalogue, one body": f"{CATALOGUE}?body=Body-07",
    "catalogue, one year": f"{CATALOGUE}?year=2020",
    "catalogue, deep in one genre": f"{CATALOGUE}?genre=decision&page={{genre}}",
    "section with the catalogue": f"{SITE}/zfxxgk/fdzdgknr/",
    "hall": f"{HALL}/",
    "items, for whom": f"{HALL}/?theme=person",
    "items, one theme": f"{HALL}/?theme=person.birth",
    "items, one department": f"{HALL}/?department=Body-07",
    "items, deep for whom": f"{HALL}/?theme=person&page={{person}}",
    "letters, newest": "letters",
    "letters, one topic": "letters?topic=help",
    "letters, one year": "letters?since=2020-01-01&until=2020-12-31",
}
"""What is asked for; what begins with `letters` is below the mailbox, for an officer.

`genre` and `person` stand for a page near the end that has as many rows as the others.
"""
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


def items(number: int) -> Iterator[dict[str, Any]]:
    """Return service items as another system writes them, the same ones each time."""
    drawn = Random(8)
    themes = [theme.key for theme in theme_groups()["person"].themes]
    for each in range(number):
        yield {
            "name": f"Item {each} that people apply for",
            "item_code": f"C{each}",
            "department": f"Body-{drawn.randrange(BODIES):02}",
            "person_theme": drawn.choice(themes),
            "task_type": "01",
        }


def bring(world: World, name: str, rows: Iterable[dict[str, Any]], file: Path) -> None:
    """Import `rows` as the add-on does, and say how long it took."""
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(f"{json.dumps(each)}\n" for each in rows)
    begin = time.perf_counter()
    chosen = import_called(world.office, name)
    outcome = run_import(world.office, chosen, "bench", file, dry_run=False)
    took = time.perf_counter() - begin
    print(f"{name}: {outcome.created:,} imported in {took:.0f} s", flush=True)
    if outcome.problems:
        raise SystemExit(str(outcome.problems[0]))


def send(world: World, number: int) -> None:
    """Let `number` letters arrive at a new mailbox."""
    drawn, data = Random(9), {"title": "Mailbox", "body": "<p>Write.</p>", "source": "Body-07"}
    with world.office.transaction() as (cluster, act):
        section: Any = world.place(cluster, MAILBOXES)
        box = publish_document(section, data, act, MAILBOX.factory)  # type: ignore[arg-type]
        site, place = cluster["sites"]["bench"].oid, box.oid
    for first in range(0, number, BATCH):
        with world.office.transaction() as (cluster, _act):
            session = world.office.ledger.session(cluster._p_jar.transaction_manager)  # noqa: SLF001
            for each in range(first, min(first + BATCH, number)):
                day = FIRST_DAY + timedelta(days=drawn.randrange(DAYS))
                sent = _letter(each, site, place, drawn.choice(("help", "complaint")))
                receive(session, sent, datetime.combine(day, daytime(), UTC))


def _letter(number: int, site: int, place: int, topic: str) -> Sent:
    names = ("addressee", "name", "telephone", "email", "text", "publish")
    data = dict.fromkeys(names, "") | {"name": "A citizen", "telephone": "13812345678"}
    title = f"Letter {number}"
    return Sent(
        kind=LETTER, site=site, place=place, topic=topic, title=title, data=data, form_key=""
    )


def filled(folder: Path, number: int) -> World:
    """Return a cluster with `number` of each sort; made unless `folder` has it already."""
    data = folder / f"addons-{number}"
    if (data / "whole").exists():
        settings = Settings(data=data, addons=ADDONS, secure_cookies=False, secret=SECRET)
        office = Office(configure(settings))
        return World(office, office.config.make_wsgi_app())
    data.mkdir(parents=True)
    world = World.make(data, addons=ADDONS, secret=SECRET)
    world.site("bench")
    known = world.office.registry.addons
    with world.office.transaction() as (cluster, act):
        site = cluster["sites"]["bench"]
        for name in ADDONS:
            enable(site, name, known, act)
        make_sections(site, known["openinfo"], ("zfxxgk",), act)
        site.addon_settings = {"openinfo": {"body_code": "000014349"}}
    bring(world, "openinfo.disclosures", records(number), data / "rows.jsonl")
    bring(world, "onlineservice.services", items(number), data / "rows.jsonl")
    send(world, number)
    (data / "whole").touch()
    return world


def deep(size: int, parts: int) -> int:
    """Return the number of a full page near the end of one of so many parts of a list."""
    return size * 9 // (10 * parts * PAGE_SIZE)


def asked(world: World, size: int) -> dict[str, Callable[[], object]]:
    """Return what asks for each page of a site with `size` of each sort; all answer with 200."""
    citizen, officer = world.browser(), world.browser("officer")
    with world.office.transaction() as (cluster, _act):
        section = world.place(cluster, MAILBOXES)
        name = next(row.name for row in section.listing)

    def asks(address: str) -> Callable[[], object]:
        if address.startswith("letters"):
            return lambda: officer.get(f"{MAILBOXES}/{name}/{address}", status=200)
        return lambda: citizen.get(address, status=200)

    far = {"genre": deep(size, GENRES), "person": deep(size, 1)}
    return {page: asks(address.format(**far)) for page, address in PAGES.items()}


def costs(worlds: dict[int, World]) -> dict[str, list[float]]:
    """Return the median milliseconds of processor time of each page in each world, in turns.

    :param worlds: by their size.
    """
    asking = [asked(world, size) for size, world in worlds.items()]
    found: dict[str, list[list[float]]] = {page: [[] for _w in worlds] for page in PAGES}
    for page in PAGES:
        for turn in range(TURNS):
            for number, pages in enumerate(asking):
                begin = time.process_time()
                pages[page]()
                if turn:  # the first one fills the caches
                    found[page][number].append(time.process_time() - begin)
    return {
        page: [statistics.median(times) * 1000 for times in each] for page, each in found.items()
    }


@click.command()
@click.argument("sizes", type=int, nargs=-1, required=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for the clusters.")
def main(sizes: tuple[int, ...], keep: Path | None) -> None:
    """Measure lists of add-ons in sites of the given SIZES, the smallest first."""
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(TemporaryDirectory()))
        worlds = {size: filled(folder, size) for size in sizes}
        print(f"{'milliseconds':30}" + "".join(f"{size:>12,}" for size in sizes) + "   ratio")
        for page, times in costs(worlds).items():
            ratio = times[-1] / times[0]
            line = f"{page:30}" + "".join(f"{each:12.2f}" for each in times)
            print(f"{line}   {ratio:.2f}{'  too much' if ratio > MOST else ''}")
        for world in worlds.values():
            world.close()


if __name__ == "__main__":
    main()
