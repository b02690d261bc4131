"""Jobs by name: those that come round, and those that are put into the queue."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from huey import Huey
from huey.exceptions import HueyException
from transaction import TransactionManager

from portal.errors import DeploymentError
from portal.jobs.storage import KeepingStorage

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something that the worker does by itself or when it is asked to.

    It is run at least once for each time it was queued: a worker that is killed leaves it to the
    next one, so it must bear being run again. It may raise `huey.exceptions.RetryTask` to be
    tried again, after a delay if it gives one; after any other error it is logged and dropped.

    :ivar name: part and verb, such as `audit.seal`.
    :ivar run: called with the context of the `Jobs`, then with what was queued, by name.
    :ivar every: time between two runs without being asked; `None` for a job that is only queued.
    """

    name: str
    run: Callable[..., None]
    every: timedelta | None = None


def open_queue(path: Path) -> Huey:
    """Open the queue in the SQLite file `path`, making it if need be.

    A job is on disk when it has been put; what a job returns is not kept.
    """
    return Huey("portal", results=False, storage_class=KeepingStorage, filename=path, fsync=True)


class Jobs:
    """Every job that there is, the queue in which they wait, and what they work with.

    :param context: handed to each job as its first argument.
    :raises DeploymentError: when two jobs have the same name.
    """

    def __init__(self, queue: Huey, context: object, declared: Iterable[Job]) -> None:
        self.queue = queue
        self._context = context
        self._periodic: list[Job] = []
        self._tasks: dict[str, Callable[[str], None]] = {}
        for job in declared:
            self._add(job)

    def put(self, name: str, **arguments: Any) -> None:
        """Queue the job `name` now; a running worker takes it within a second.

        :param arguments: what JSON can hold, and no personal data.
        :raises KeyError: when there is no such job.
        """
        self._tasks[name](json.dumps(arguments))

    def put_after(self, manager: TransactionManager, name: str, **arguments: Any) -> None:
        """Queue the job `name` when the transaction of `manager` has been committed.

        A process that is killed between the two loses the job. What must not be lost belongs
        into the transaction itself, where a tick of the worker finds it.
        """
        task, message = self._tasks[name], json.dumps(arguments)

        def queue(committed: bool) -> None:  # noqa: FBT001  # the transaction calls it so
            if committed:
                task(message)

        manager.get().addAfterCommitHook(queue)

    def put_back(self) -> None:
        """Queue again what a killed worker did not finish; only while no worker runs."""
        self.queue.storage.put_back_taken()

    def run_next(self) -> bool:
        """Run the job at the head of the queue and tell whether there was one."""
        storage: KeepingStorage = self.queue.storage
        storage.queue_due()
        try:
            task = self.queue.dequeue()
        except HueyException:
            log.exception("A queued job is not known to this code and was dropped")
        else:
            if task is None:
                return False
            self.queue.execute(task)
        storage.forget_taken()
        return True

    def run_due(self) -> bool:
        """Run the jobs whose time has come round and tell that there is no more to do.

        When each was run is kept with the queue, so that a weekly job survives restarts.
        """
        for job in self._periodic:
            key, now = f"ran:{job.name}", datetime.now(UTC)
            ran: datetime | None = self.queue.get(key, peek=True)
            if ran is None or not ran <= now < ran + (job.every or timedelta()):
                self._run(job)
                self.queue.put(key, now)
        return False

    def close(self) -> None:
        """Close the file of the queue."""
        self.queue.storage.close()

    def _add(self, job: Job) -> None:
        if job.name in self._tasks:
            raise DeploymentError(f"Two jobs are called {job.name!r}. Rename one of them.")

        def run(message: str) -> None:
            job.run(self._context, **json.loads(message))

        self._tasks[job.name] = self.queue.task(name=job.name)(run)
        if job.every is not None:
            self._periodic.append(job)

    def _run(self, job: Job) -> None:
        try:
            job.run(self._context)
        except Exception:
            log.exception("The job %s failed", job.name)
