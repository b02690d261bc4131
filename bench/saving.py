"""Documents saved a second in a large cluster, each in a transaction of its own.

A save is what an editor does who changes the text of a public document and releases it: a
revision, the listing, the catalog, the outbox of the search and two audit entries. Beside it, in
the same run, a bare commit of ZODB that stores the same text on the same disk. Run it with the
folder for the clusters and the numbers of documents:

    .venv/bin/python -m bench.saving --keep ../clusters 1000 100000
"""

from __future__ import annotations

import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import transaction
from persistent.mapping import PersistentMapping
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from bench.parts import Part, shares, told
from bench.worlds import Size, built
from portal.content.document.operations import release_document, save_draft
from portal.testing import World

SAVES = 300
PARTS: dict[str, Part] = {
    "cleaning the text": (("content/richtext.py", "clean"),),
    "catalog": (("catalog/catalog.py", "index"),),
    "listing": (("document/operations.py", "_list"),),
    "audit entries": (("ledger/audit.py", "record"),),
    "writing content": (("ZODB/Connection.py", "commit"), ("ZODB/Connection.py", "tpc_finish")),
    "content to disk": (("ZODB/Connection.py", "tpc_vote"),),
    "writing the ledger": (("zope/sqlalchemy/datamanager.py", "tpc_vote"),),
    "ledger to disk": (("zope/sqlalchemy/datamanager.py", "tpc_finish"),),
    "looking documents up": (("objectmap/__init__.py", "object_for"),),
}


def bare(folder: Path, texts: list[str]) -> float:
    """Return the seconds in which bare ZODB commits each of `texts` by itself."""
    database = DB(FileStorage(str(folder / "bare.fs")))
    connection = database.open()
    begin = time.perf_counter()
    for number, text in enumerate(texts):
        connection.root()[str(number)] = PersistentMapping(text=text)
        transaction.commit()
    took = time.perf_counter() - begin
    connection.close()
    database.close()
    return took


def save(world: World, oid: int, text: str) -> None:
    """Change the text of the document `oid` and release it."""
    with world.office.transaction() as (cluster, act):
        document = cluster.__objectmap__.object_for(oid)
        data: Any = {"body": text}
        save_draft(document, data, act)
        release_document(document, act)


def drawn(world: World) -> dict[int, str]:
    """Return documents drawn from everywhere, and a new text for each."""
    with world.office.transaction() as (cluster, _act):
        section = cluster["sites"]["bench0"]["zwgk"]["tzgg"]
        rows = list(section.listing)
        chosen = random.Random(1).sample(rows, min(2 * SAVES, len(rows)))
        return {row.oid: f"{section[row.name].body}<p>{row.oid}</p>" for row in chosen}


def measure(world: World, size: Size, folder: Path) -> None:
    """Print the figures of one cluster."""
    texts = drawn(world)
    first, second = list(texts)[: len(texts) // 2], list(texts)[len(texts) // 2 :]
    bare_rate = len(first) / bare(folder, [texts[oid] for oid in first])
    storage = world.office.database.storage
    before, busy, begin = storage.getSize(), time.process_time(), time.perf_counter()
    for oid in first:
        save(world, oid, texts[oid])
    took, busy = time.perf_counter() - begin, time.process_time() - busy
    grown = storage.getSize() - before

    def rest() -> None:
        for oid in second:
            save(world, oid, texts[oid])

    rate = len(first) / took
    print(
        f"{size.title:24}{rate:10.0f}{bare_rate:12.0f}{rate / bare_rate:8.2f}"
        f"{busy / len(first) * 1000:10.2f}{grown / len(first) / 1000:10.1f}"
    )
    print(f"  milliseconds: {told(shares(rest, PARTS), took / len(first) * 1000)}", flush=True)


@click.command()
@click.option("--keep", type=click.Path(path_type=Path), help="Folder that keeps the clusters.")
@click.argument("counts", nargs=-1, type=int)
def main(keep: Path | None, counts: tuple[int, ...]) -> None:
    """Print saves a second, beside bare commits, in clusters of COUNTS documents."""
    print(f"{'':24}{'a second':>10}{'bare ZODB':>12}{'ratio':>8}{'ms busy':>10}{'KB each':>10}")
    for count in counts or (1_000, 100_000):
        with TemporaryDirectory(dir=keep) as name:
            folder = Path(name)
            cluster = built(keep or folder, Size(count)).copied(folder)
            with cluster.opened() as world:
                measure(world, Size(count), folder)


if __name__ == "__main__":
    main()
