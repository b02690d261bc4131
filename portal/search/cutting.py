"""Cut texts into words in a process beside this one, while this one does something else."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Self

from portal.search.entry import Findable
from portal.search.schema import Fields, fields_of


class Cutter:
    """Another process that prepares one lot of entries at a time.

    Should it be killed, the work is done in this one.

    :ivar process_id: number of the process.
    """

    def __init__(self) -> None:
        self._mine, theirs = Pipe()
        self._lot: tuple[Findable, ...] = ()
        with theirs:
            command = [sys.executable, "-m", __name__, str(theirs.fileno())]
            self._child = subprocess.Popen(command, pass_fds=[theirs.fileno()])  # noqa: S603  # our own program
        self.process_id = self._child.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._mine.close()
        self._child.wait()

    def begin(self, entries: Iterable[Findable]) -> None:
        """Hand over the next lot; `finish` of the one before has to be called first."""
        self._lot = tuple(entries)
        with suppress(OSError):  # then `finish` does the work
            self._mine.send(self._lot)

    def finish(self) -> list[Fields]:
        """Return the lot that was handed over, prepared, and wait for it if need be."""
        try:
            prepared: list[Fields] = self._mine.recv()
        except (EOFError, OSError):
            prepared = [fields_of(entry) for entry in self._lot]
        return prepared


def work(pipe: Connection) -> None:
    """Prepare each lot that comes, until nobody is there any more."""
    while True:
        try:
            lot = pipe.recv()
        except EOFError:
            return
        pipe.send([fields_of(entry) for entry in lot])


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks is stopped, and this ends by itself
    work(Connection(int(sys.argv[1])))
