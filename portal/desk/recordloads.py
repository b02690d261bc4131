"""Files with records that managers sent, as they are kept while they are checked and imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from ZODB.blob import Blob

from portal.desk.batches import KEEP, Batches, Work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import BinaryIO

    from portal.site.site import Site

CHECK, IMPORT = "check", "import"
"""What is done with a file: first it is tried and nothing is kept, then it is brought in."""
PIECE = 1_000_000
"""Bytes that are copied at once."""

Problem = tuple[int, str, str]
"""Number of a line, why it was left out, and how the line begins."""


class Report(TypedDict):
    """What became of a file.

    `left_out` counts all problems, of which `problems` has the first ones.
    """

    created: int
    changed: int
    unchanged: int
    withdrawn: int
    left_out: int
    problems: tuple[Problem, ...]


class Load(Work):
    """A file with records for one import of a site.

    :ivar kind: name of the import.
    :ivar phase: `CHECK` or `IMPORT`, going on until `ended_at`.
    :ivar asked_by: who asked for what is being done, if not who sent the file.
    :ivar source: the file; `None` once all of it is in.
    :ivar total: records and wrong lines of the file, as the last reading found them.
    :ivar ignored: headings of a table that name no column.
    :ivar problem: why it came to no end; empty otherwise.
    :ivar resumed: whether it was begun again after it had been interrupted.
    :ivar checked: report of the check; `done` that of the import, also of a part of it.
    """

    phase = CHECK
    total = 0
    ignored: tuple[str, ...] = ()
    problem = ""
    asked_by = ""
    resumed = False
    source: Blob | None = None
    checked: Report | None = None
    done: Report | None = None

    def __init__(self, kind: str, place: int, file_name: str) -> None:
        super().__init__(place)
        self.kind = kind
        self.file_name = file_name
        self.source = Blob()

    def fill(self, file: BinaryIO) -> None:
        """Keep the content of `file`."""
        if self.source is not None:
            with self.source.open("w") as kept:
                while piece := file.read(PIECE):
                    kept.write(piece)

    def start(self, phase: str, by: str) -> None:
        """Let the worker begin with a phase that `by` asked for."""
        self.phase = phase
        self.asked_by = by
        self.position = 0
        self.ended_at = None
        self.cancelled = False
        self.problem = ""
        self.resumed = False

    def end(self, report: Report | None, problem: str = "") -> None:
        """Note what became of the phase; a file that is in is not kept."""
        self.problem = problem
        if self.phase == CHECK:
            self.checked = report
        else:
            self.done = report
        if self.phase == IMPORT and not problem and not self.cancelled:
            self.source = None

    @property
    def acting(self) -> str:
        """The person on whose behalf the worker acts."""
        return self.asked_by or self.by

    @property
    def report(self) -> Report | None:
        """What is known of the phase."""
        return self.checked if self.phase == CHECK else self.done


def loads_of(cluster: Any) -> Batches:
    """Return the loads of `cluster`, for a change; they are made with the first one."""
    if cluster.loads is None:
        cluster.loads = Batches()
    found: Batches = cluster.loads
    return found


def loads_at(cluster: Any, site: Site, kind: str) -> list[Load]:
    """Return the files that were sent for an import of `site`, the newest first."""
    found = [each for each in _every(cluster) if (each.place, each.kind) == (site.oid, kind)]
    return sorted(found, key=lambda load: load.at, reverse=True)


def load_called(cluster: Any, site: Site, name: str) -> Load | None:
    """Return the load `name` of `site`, if there is one."""
    return next((e for e in _every(cluster) if (e.place, e.name) == (site.oid, name)), None)


def own_loads(cluster: Any, login: str) -> list[Load]:
    """Return the loads that are being worked on for a person, and none of others."""
    if cluster.loads is None:
        return []
    kept = cluster.loads.kept
    running = (kept.get((by, name)) for _at, by, name in cluster.loads.running)
    return [each for each in running if each is not None and each.acting == login]


def forget_old(cluster: Any, at: datetime) -> None:
    """Forget the files with which nothing was done for some days: persons may stand in them."""
    for load in list(_every(cluster)):
        if load.ended_at is not None and at - load.ended_at > KEEP:
            del cluster.loads.kept[load.by, load.name]


def _every(cluster: Any) -> Iterator[Load]:
    found: Iterator[Load] = iter(cluster.loads.kept.values() if cluster.loads is not None else ())
    return found
