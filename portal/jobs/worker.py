"""The worker: one loop that runs ticks, jobs whose time has come, and queued jobs."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue

from zc.lockfile import LockError, LockFile

from portal.errors import DeploymentError
from portal.jobs.queue import Jobs

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Longest time between two rounds, in seconds."""
REST_MAX = 60.0
"""Longest time for which a tick that keeps failing is left alone, in seconds."""

Tick = Callable[[], bool]
"""Does a little work and tells whether there may be more, such as feeding the search index."""


class Worker:
    """Runs each tick once a round, a round each second or when woken, until it is stopped.

    Nothing that goes wrong in a tick or job ends it. Only one can run on a queue; a stopped one
    is not started again.
    """

    def __init__(self, jobs: Jobs, ticks: Iterable[Tick] = ()) -> None:
        self._jobs = jobs
        self._ticks = [_Guarded(tick) for tick in (*ticks, jobs.run_due, jobs.run_next)]
        # Unlike an Event, it can be put into while a signal interrupts the very waiting for it.
        self._calls: SimpleQueue[None] = SimpleQueue()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Work in a thread of this process and return at once.

        :raises DeploymentError: when another worker runs on the same queue.
        """
        lock = self._take_queue()
        self._thread = threading.Thread(
            target=self._work, args=(lock,), name="portal-worker", daemon=True
        )
        self._thread.start()

    def run(self) -> None:
        """Work until the process is asked to end; only in its main thread.

        SIGTERM and SIGINT let the current job finish.

        :raises DeploymentError: when another worker runs on the same queue.
        """
        lock = self._take_queue()
        wanted = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, lambda *_: self._ask_to_end()) for number in wanted}
        try:
            self._work(lock)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def wake(self) -> None:
        """Begin the next round now; callable from every thread."""
        self._calls.put(None)

    def stop(self, timeout: float = 2.0) -> bool:
        """Ask the worker to end, wait up to `timeout` seconds, and tell whether it has ended.

        A job that takes longer dies with the process and is run again by the next worker.
        """
        self._ask_to_end()
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _ask_to_end(self) -> None:
        self._stopping = True
        self.wake()

    def _take_queue(self) -> LockFile:
        path = f"{self._jobs.queue.storage.filename}.lock"
        try:
            lock = LockFile(path)
        except LockError:
            raise DeploymentError(
                f"Another worker holds {path}. Stop it, or run `portal serve --no-worker`."
            ) from None
        self._jobs.put_back()
        return lock

    def _work(self, lock: LockFile) -> None:
        try:
            while not self._stopping:
                if not self._round():
                    self._wait()
        finally:
            lock.close()

    def _round(self) -> bool:
        more = False
        for tick in self._ticks:
            if self._stopping:
                break
            more = tick() or more
        return more

    def _wait(self) -> None:
        try:
            self._calls.get(timeout=PAUSE)
            while True:
                self._calls.get_nowait()
        except Empty:
            return


class _Guarded:
    """A tick that logs its failures and is left alone for longer after each in a row."""

    def __init__(self, tick: Tick) -> None:
        self._tick = tick
        self._failures = 0
        self._rests_until = 0.0

    def __call__(self) -> bool:
        if time.monotonic() < self._rests_until:
            return False
        try:
            more = self._tick()
        except Exception:
            self._failures += 1
            rest = min(2.0 ** (self._failures - 1), REST_MAX)
            self._rests_until = time.monotonic() + rest
            log.exception("A part of the worker failed and rests for %d seconds", rest)
            return False
        self._failures = 0
        return more
