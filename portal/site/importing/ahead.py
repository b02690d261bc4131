"""Read and map the documents of a file in a process beside this one, ahead of who keeps them."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from portal.site.importing.mapping import ImportedDocument, to_values
from portal.site.importing.problems import MappingError
from portal.site.importing.reader import BadLine, read_records

LOT = 50
"""Entries that are handed over at once."""

Entry = ImportedDocument | BadLine


def mapped(file: Path) -> Iterator[Entry]:
    """Return the documents in `file`, and the lines that hold none with the reason."""
    for record in read_records(file):
        if isinstance(record, BadLine):
            yield record
            continue
        try:
            yield to_values(record)
        except MappingError as error:
            yield BadLine(record.line, error.reason)


@contextmanager
def mapped_ahead(file: Path) -> Iterator[Iterator[Entry]]:
    """Give what `mapped` returns for `file`, from a process of its own.

    Should it be killed, this one reads on.
    """
    mine, theirs = Pipe(duplex=False)
    command = [sys.executable, "-m", __name__, str(theirs.fileno()), str(file.absolute())]
    with theirs:
        child = subprocess.Popen(command, pass_fds=[theirs.fileno()])  # noqa: S603  # our own program
    try:
        yield _received(mine, file)
    finally:
        mine.close()
        child.wait()


def _received(pipe: Connection, file: Path) -> Iterator[Entry]:
    seen = 0
    with suppress(EOFError, OSError):
        while lot := pipe.recv():
            seen += len(lot)
            yield from lot
        return
    yield from islice(mapped(file), seen, None)


def send(pipe: Connection, file: Path) -> None:
    """Send the entries of `file` and an empty lot after the last one, as long as one listens."""
    entries = mapped(file)
    with suppress(BrokenPipeError):
        while lot := list(islice(entries, LOT)):
            pipe.send(lot)
        pipe.send([])


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who listens is stopped, and this ends by itself
    send(Connection(int(sys.argv[1])), Path(sys.argv[2]))
