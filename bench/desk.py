"""What the work of editors costs in a small and a large section, and eight of them at once.

First the processor time of a request to the application, without a server: the list of contents,
saving a draft through its form, and the release by another person; beside them, in the same run,
a bare commit of ZODB that stores a text of the same size. Then eight editors who save for a
minute, each in a process of its own, over a real server:

    .venv/bin/python -m bench.desk --keep ../clusters 100 100000
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import click
import transaction
from persistent.mapping import PersistentMapping
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from bench.editors import save_together
from bench.worlds import SECTION, Size, built
from portal.content.names import slug
from portal.testing import World

TIMES = 60
PLACE = f"/sites/bench0/{SECTION}"


def milliseconds(work: Callable[[int], object], times: int = TIMES) -> float:
    """Return the median of the processor time of `work`, which gets the number of the turn."""
    found = []
    for number in range(times):
        begin = time.process_time()
        work(number)
        found.append(time.process_time() - begin)
    return statistics.median(found) * 1000


def bare(folder: Path, text: str) -> float:
    """Return the milliseconds of a commit of bare ZODB that stores `text` by itself."""
    database = DB(FileStorage(str(folder / "bare.fs")))
    connection = database.open()

    def store(number: int) -> None:
        connection.root()[str(number)] = PersistentMapping(text=f"{text}{number}")
        transaction.commit()

    took = milliseconds(store)
    connection.close()
    database.close()
    return took


class Desk:
    """An editor and a reviewer at work in one section.

    :ivar title: that of the newest document there, `text` its text.
    """

    def __init__(self, world: World) -> None:
        with world.office.transaction() as (cluster, _act):
            section = world.place(cluster, PLACE)
            newest = section[section.listing.page(0, 1)[0].name]
            self.title, self.text = newest.title, newest.body
        self.editor = world.browser("editor")
        self.reviewer = world.browser("reviewer")
        slug(self.title)  # the dictionary of pinyin is read once in each process
        self.addresses = [self.add(number) for number in range(2 * TIMES)]

    def add(self, number: int) -> str:
        """Add a draft and return its address."""
        form = self.editor.get(f"{PLACE}/add-document").forms["form"]
        form["title"], form["body"] = f"{self.title} {number}", self.text
        return str(form.submit("save", status=303).location).partition("/edit?")[0]

    def contents(self, query: str) -> Callable[[int], object]:
        """Return what asks for a page of the list."""
        return lambda _number: self.editor.get(f"{PLACE}/contents?{query}", status=200)

    def saves(self) -> list[Callable[[], object]]:
        """Return forms, filled in and ready to be sent."""
        return [self._filled(address) for address in self.addresses[:TIMES]]

    def _filled(self, address: str) -> Callable[[], object]:
        form = self.editor.get(f"{address}/edit").forms["form"]
        form["body"] = f"{self.text}<p>{address}</p>"
        return lambda: form.submit("save", status=303)

    def releases(self) -> list[Callable[[], object]]:
        """Return decisions, ready to be sent."""
        return [self._handed_in(address) for address in self.addresses[TIMES:]]

    def _handed_in(self, address: str) -> Callable[[], object]:
        page: Any = self.editor.get(f"{address}/draft")
        page.forms["decide-hand_in"].submit("hand_in", status=303)
        form = self.reviewer.get(f"{address}/draft").forms["decide-approve"]
        return lambda: form.submit("approve", status=303)


def measure(world: World, documents: int, folder: Path) -> None:
    """Print the figures of one cluster."""
    desk = Desk(world)
    unit = bare(folder, desk.text)
    saves, releases = desk.saves(), desk.releases()
    last = documents // 50
    works: dict[str, Callable[[int], object]] = {
        "contents, first page": desk.contents(""),
        "contents, last page": desk.contents(f"page={last}"),
        "contents, drafts only": desk.contents("state=draft"),
        "contents, words in the title": desk.contents(urlencode({"words": desk.title[:4]})),
        "contents, by title": desk.contents("order=title"),
        "form of a draft": lambda number: desk.editor.get(f"{desk.addresses[number]}/edit"),
        "saving a draft": lambda number: saves[number](),
        "releasing it": lambda number: releases[number](),
    }
    print(f"{f'{documents:,} documents, bare commit':44}{unit:8.2f}")
    for title, work in works.items():
        took = milliseconds(work)
        print(f"{title:44}{took:8.2f}{took / unit:10.1f}", flush=True)


@click.command()
@click.option("--keep", type=click.Path(path_type=Path), help="Folder that keeps the clusters.")
@click.option("--seconds", default=60, show_default=True, help="How long eight editors save.")
@click.option("--port", default=6598, show_default=True)
@click.argument("counts", nargs=-1, type=int)
def main(keep: Path | None, seconds: int, port: int, counts: tuple[int, ...]) -> None:
    """Print the processor time of the editors' work in clusters of COUNTS documents."""
    print(f"{'':44}{'ms busy':>8}{'of bare':>10}")
    for count in counts or (100, 100_000):
        with TemporaryDirectory(dir=keep) as name:
            folder = Path(name)
            cluster = built(keep or folder, Size(count)).copied(folder)
            with cluster.opened() as world:
                measure(world, count, folder)
    with TemporaryDirectory(dir=keep) as name:
        folder = Path(name)
        cluster = built(keep or folder, Size(counts[0] if counts else 100)).copied(folder)
        save_together(cluster, seconds, port)


if __name__ == "__main__":
    main()
