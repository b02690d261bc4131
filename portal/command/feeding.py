"""Feeding the search while much is brought in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from portal.search.cutting import Cutter
from portal.search.feeder import Waiting, store
from portal.search.index import IndexBusyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from portal.command.office import Office


class Feeding:
    """Feeds the search a lot behind what is brought in.

    A process beside this one cuts the words, and a thread waits for it and writes the index,
    while this thread goes on.
    """

    def __init__(self, office: Office, cutter: Cutter, beside: ThreadPoolExecutor) -> None:
        self._office = office
        self._cutter = cutter
        self._beside = beside
        self._left_to_worker = False
        self._lot: tuple[Waiting, Future[None]] | None = None

    def __call__(self) -> None:
        """Finish the lot that was begun by the call before, and begin with what waits now.

        While a worker feeds the search, this leaves it to do so.
        """
        if self._lot is not None:
            self._finish(*self._lot)
        waiting = self._office.waiting()
        if waiting.records and not self._left_to_worker:
            self._cutter.begin(waiting.entries)
            self._lot = waiting, self._beside.submit(self._store, waiting)

    @property
    def is_left_to_worker(self) -> bool:
        """Whether a worker has the search, and brings into it what waits."""
        return self._left_to_worker

    def run_dry(self) -> None:
        """Feed everything that waits."""
        self()
        while self._lot is not None:
            self()

    def _finish(self, lot: Waiting, stored: Future[None]) -> None:
        self._lot = None
        try:
            stored.result()
        except IndexBusyError:
            self._left_to_worker = True
        else:
            self._office.clear(lot)

    def _store(self, lot: Waiting) -> None:
        store(self._office.search, lot, self._cutter.finish())


@contextmanager
def feeding(office: Office) -> Iterator[Feeding]:
    """Give what is to be called after each transaction that changes much; at the end all is fed."""
    with Cutter() as cutter, ThreadPoolExecutor(1, "feeding") as beside:
        feed = Feeding(office, cutter, beside)
        yield feed
        feed.run_dry()
