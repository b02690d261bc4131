"""The part of the worker that checks and imports the files that managers sent.

An import is a transaction for each lot. One that was killed begins anew with the file: what is in
already is found unchanged. The rights are those that the person has then.
"""

from __future__ import annotations

import logging
import shutil
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

from pyramid.i18n import TranslationString
from ZODB.POSException import ConflictError

from portal.addon.importing import TRIES, addon_of, find_import, imported, read_file
from portal.desk.recordloads import IMPORT, Load, Report, forget_old
from portal.errors import Refusal
from portal.i18n import _
from portal.jobs.queue import Job
from portal.security.policy import Rights
from portal.site.importing.reader import BadLine, read_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from pyramid.registry import Registry

    from portal.act import Act
    from portal.addon.declaration import Import, ImportOutcome
    from portal.desk.batches import Key
    from portal.site.site import Site

log = logging.getLogger(__name__)

FOLDER = "import-"
"""How the names of folders begin in which files lie while they are read."""
LEFT_AFTER = timedelta(days=2)
"""Longer than any file is read."""
PROBLEMS_MOST = 500
"""Problems of a file that are kept."""
PROBLEM_MOST = 500
"""Characters of a problem, and of each value in it, that are kept."""
BEGINNING = 60
"""Characters of a wrong line that are shown beside its problem."""
FAILED = _(
    "This failed. What came in before stays; begin again, and nothing comes in twice. "
    "If it fails again, please tell the operator."
)


class WorksOnLoads(Protocol):
    """What this work asks of its context."""

    registry: Registry

    def transaction(self) -> AbstractContextManager[tuple[Any, Act]]:
        """Give the cluster and a deed of the operator; commit at the end, or undo all."""


def forget_loads(office: WorksOnLoads) -> None:
    """Forget the files that nobody goes on with, and what a worker left that was killed."""
    with office.transaction() as (cluster, act):
        forget_old(cluster, act.at)
    for folder in office.registry["settings"].data.glob(f"{FOLDER}*"):
        if act.at.timestamp() - folder.stat().st_mtime > LEFT_AFTER.total_seconds():
            shutil.rmtree(folder, ignore_errors=True)


FORGETTING_LOADS = Job("loads.forget", forget_loads, every=timedelta(hours=1))


class _StoppedError(Exception):
    """Somebody asked for the end."""


class _NothingKeptError(Exception):
    """Undoes a transaction."""


class Loading:
    """A tick that lets another thread do the work, so that the rest of the worker need not wait."""

    def __init__(self, office: WorksOnLoads) -> None:
        self._office = office
        self._thread: threading.Thread | None = None

    def __call__(self) -> bool:
        """Begin if there is something to do and nothing is being done."""
        busy = self._thread is not None and self._thread.is_alive()
        if not busy and _first(self._office) is not None:
            self._thread = threading.Thread(
                target=work_on_loads, args=(self._office,), name="portal-loading", daemon=True
            )
            self._thread.start()
        return False


def work_on_loads(office: WorksOnLoads) -> None:
    """Check or import the files that wait, the oldest first, until none waits."""
    while (key := _first(office)) is not None:
        _Running(office, key).work()


def _first(office: WorksOnLoads) -> Key | None:
    with office.transaction() as (cluster, _act):
        return next(iter(cluster.loads.running), None) if cluster.loads is not None else None


class _Running:
    """One load, while it is checked or imported."""

    def __init__(self, office: WorksOnLoads, key: Key) -> None:
        self.office = office
        self.key = key
        self.keeps = False
        self.outcome: ImportOutcome | None = None

    def work(self) -> None:
        """Do it, and note what became of it."""
        try:
            data = self.office.registry["settings"].data
            with TemporaryDirectory(prefix=FOLDER, dir=data) as folder:
                rows = Path(folder) / "rows"
                chosen = self._read(rows)
                self.outcome = chosen.run(self.opened, rows)
                self._end(chosen=chosen, beginnings=_beginnings(self.outcome, chosen, rows))
        except _StoppedError:
            self._end()
        except Refusal as refusal:
            self._end(refusal.message)
        except ConflictError:
            log.info("An import was not as fast as others and begins anew")
        except Exception:
            log.exception("An import failed")
            self._end(FAILED)

    @contextmanager
    def opened(self, outcome: ImportOutcome | None = None) -> Iterator[tuple[Site, Act]]:
        """Give the site and a deed of the person for one transaction."""
        self.outcome = outcome or self.outcome
        with suppress(_NothingKeptError), self.office.transaction() as (cluster, act):
            load, site, _chosen = self._needed(cluster)
            if self.keeps and outcome is not None:
                load.position = outcome.done
            yield site, replace(act, by=load.acting)
            if not self.keeps:
                raise _NothingKeptError
        if not self.keeps and outcome is not None:
            self._note(outcome.done)

    def _read(self, rows: Path) -> Import:
        with self.office.transaction() as (cluster, _act):
            load, _site, chosen = self._needed(cluster)
            self.keeps = load.phase == IMPORT
            if load.source is None:
                raise _StoppedError
            with load.source.open("r") as source:
                found = read_file(chosen, source, load.file_name, rows, self.office.registry)
        with self.office.transaction() as (cluster, _act):
            load, _site, _chosen = self._needed(cluster)
            load.resumed = load.resumed or load.position > 0
            load.total, load.ignored = found.rows, found.ignored
        return chosen

    def _needed(self, cluster: Any) -> tuple[Load, Site, Import]:
        """Return what the work is about, as long as it may go on.

        :raises Refusal: when that is not so.
        """
        loads = cluster.loads
        load: Load | None = loads.kept.get(self.key[1:])
        if load is None or self.key not in loads.running or self.key[2] in loads.cancelled:
            raise _StoppedError
        site = cluster.__objectmap__.object_for(load.place)
        chosen = find_import(self.office.registry, load.kind)
        if site is None or chosen is None or not site.uses(addon_of(chosen)):
            raise Refusal(_("The add-on is not enabled here any more."))
        if not Rights(cluster, load.acting).has_permission("portal.manage", site):
            raise Refusal(_("Who began this has no right to do it any more."))
        return load, site, chosen

    def _note(self, position: int) -> None:
        """Note how far a check is; it matters to nobody if that fails."""
        with suppress(ConflictError), self.office.transaction() as (cluster, _act):
            load, _site, _chosen = self._needed(cluster)
            load.position = position

    def _end(
        self,
        problem: str = "",
        chosen: Import | None = None,
        beginnings: dict[int, str] | None = None,
    ) -> None:
        outcome = self.outcome
        report = None if outcome is None else _report(outcome, beginnings or {})
        for _try in range(TRIES):
            with suppress(ConflictError):
                self._keep(report, problem, chosen)
                return

    def _keep(self, report: Report | None, problem: str, chosen: Import | None) -> None:
        outcome = self.outcome
        with self.office.transaction() as (cluster, act):
            if self.key not in cluster.loads.running:
                return
            load: Load | None = cluster.loads.kept.get(self.key[1:])
            if load is None:
                cluster.loads.running.remove(self.key)
                return
            cluster.loads.end(load, act.at)
            load.end(report, problem)
            site = cluster.__objectmap__.object_for(load.place)
            if self.keeps and chosen is not None and outcome is not None and site is not None:
                deed = replace(act, by=load.acting)
                deed.announce(imported(chosen, site, deed, outcome))


def _report(outcome: ImportOutcome, beginnings: dict[int, str]) -> Report:
    problems = sorted(outcome.problems, key=lambda each: each[0])[:PROBLEMS_MOST]
    return Report(
        created=outcome.created,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        withdrawn=outcome.withdrawn,
        left_out=len(outcome.problems),
        problems=tuple((line, _brief(why), beginnings.get(line, "")) for line, why in problems),
    )


def _brief(said: Any) -> Any:
    """Return a message, or a value in one, without what makes it longer than anybody reads."""
    mapping = getattr(said, "mapping", None)
    if mapping:
        short = {name: _brief(value) for name, value in mapping.items()}
        return TranslationString(said, mapping=short)
    return said[:PROBLEM_MOST] if isinstance(said, str) and len(said) > PROBLEM_MOST else said


def _beginnings(outcome: ImportOutcome, chosen: Import, rows: Path) -> dict[int, str]:
    """Return number to beginning of the lines that are told."""
    wrong = {line for line, _why in outcome.problems}
    if not wrong or not chosen.columns:
        return {}
    names = [each.name for each in chosen.columns]
    return {
        record.line: _beginning(record.values, names)
        for record in read_records(rows)
        if record.line in wrong and not isinstance(record, BadLine)
    }


def _beginning(values: dict[str, Any], names: list[str]) -> str:
    said = [values[name] for name in names if isinstance(values.get(name), str)]
    return " · ".join(said[:2])[:BEGINNING]
