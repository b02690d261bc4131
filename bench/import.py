"""Documents a second: the import with all its indexes, beside bare substanced in the same run.

Bare substanced is what the customer's framework does by itself: a Folder and an object map, the
same titles and texts, as many in a transaction. Run it with the number of documents:

    .venv/bin/python -m bench.import ../shared/data/documents.jsonl.gz 3177
"""

# ruff: noqa: N999  # what it measures is called so

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import transaction
from persistent import Persistent
from pyramid.threadlocal import manager as threadlocal
from substanced.folder import Folder
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from portal.command.bringing import BATCH, bring_in
from portal.site.importing.ahead import mapped
from portal.site.importing.mapping import ImportedDocument
from portal.substance import PortalObjectMap
from portal.testing import World


class Bare(Persistent):
    """A document with nothing but a title and a text."""

    def __init__(self, title: str, body: str) -> None:
        self.title = title
        self.body = body


def seconds(work: Callable[[], None]) -> float:
    """Return how long `work` takes, by the clock on the wall."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def bare_substanced(documents: list[ImportedDocument], folder: Path) -> float:
    """Return the seconds that bare substanced takes to keep `documents`."""
    database = DB(FileStorage(str(folder / "bare.fs")))
    connection = database.open()
    root = connection.root()["root"] = Folder()
    root.__name__ = ""
    root.__objectmap__ = PortalObjectMap(root)
    root.__objectmap__.add(root, ("",))

    def add_all() -> None:
        for number, document in enumerate(documents):
            root[str(number)] = Bare(document.values["title"], document.values["body"])
            if number % BATCH == BATCH - 1:
                transaction.commit()
        transaction.commit()

    try:
        return seconds(add_all)
    finally:
        transaction.abort()
        connection.close()
        database.close()


def whole_import(file: Path, folder: Path) -> tuple[float, int]:
    """Return the seconds that the import takes until the last document is found, and its size."""
    world = World.make(folder)
    world.site("bench")
    before = world.office.database.getSize()
    took = seconds(lambda: bring_in(world.office, "bench", "zwgk/fggw", file) and None)
    size = world.office.database.getSize() - before
    world.close()
    return took, size


def shortened(file: Path, count: int, folder: Path) -> Path:
    """Return a file with the first `count` lines of `file`."""
    place = folder / "documents.jsonl"
    with gzip.open(file, "rb") as source, place.open("wb") as target:
        target.writelines(islice(source, count))
    return place


def main(file: Path, count: int) -> None:
    """Print documents a second for both, and the ratio."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        lines = shortened(file, count, folder)
        documents = [each for each in mapped(lines) if isinstance(each, ImportedDocument)]
        registry = World.make(_made(folder / "a")).office.registry
        threadlocal.push({"registry": registry, "request": None})
        bare = bare_substanced(documents, folder)
        threadlocal.pop()
        took, size = whole_import(lines, _made(folder / "b"))
        number = len(documents)
    characters = sum(len(each.values["body"]) for each in documents) / number
    print(f"{number} documents of {characters:.0f} characters")
    print(f"bare substanced: {number / bare:8.0f} documents a second")
    print(f"portal import:   {number / took:8.0f} documents a second, with all indexes and audit")
    print(f"ratio:           {bare / took:8.2f}")
    print(f"database:        {size / number / 1000:8.1f} KB a document")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
