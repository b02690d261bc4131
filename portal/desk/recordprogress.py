"""How far the check or the import of a file is, what became of it, and what may be done then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.indexing import wake_worker
from portal.content.section.views import page_number
from portal.content.times import minute
from portal.content.values import pages_of
from portal.desk.recordloads import CHECK, IMPORT, load_called, loads_of
from portal.desk.recordpages import import_here
from portal.desk.recordstates import counts_of, is_worth_it, problems_of, state_of
from portal.errors import Refusal
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.desk.recordloads import Load

PAGE_SIZE = 50


@view_defaults(
    context=Site,
    name="import-progress",
    permission="portal.manage",
    renderer="templates/import_progress.pt",
)
class ImportProgress:
    """A file that was sent for an import of this site; those of other sites are not to be found."""

    def __init__(self, site: Site, request: Request) -> None:
        self.site = site
        self.request = request
        found = load_called(request.cluster, site, request.params.get("load", ""))
        if found is None:
            raise HTTPNotFound
        self.load: Load = found
        self.chosen = import_here(site, found.kind, request)
        self.base = path_of(site, request)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show how far it is, and what would become or became of the file."""
        load, report = self.load, self.load.report
        number = page_number(self.request)
        problems = list(problems_of(report, self.chosen))
        address = f"{self.base}import-progress?load={load.name}"
        start = (number - 1) * PAGE_SIZE
        return {
            "title": _("Import: ${title}", mapping={"title": self.chosen.title}),
            "file_name": load.file_name,
            "begun_at": minute(load.at),
            "by": load.by,
            "state": state_of(load, stopping=self._is_stopping()),
            "is_check": load.phase == CHECK,
            "total": max(load.total, load.position, 1),
            "position": self._position(),
            "counts": counts_of(report) if load.ended_at is not None else (),
            "problem": load.problem,
            "resumed": load.resumed,
            "ignored": load.ignored,
            "problems": tuple(problems[start : start + PAGE_SIZE]),
            "withdrawn": report["withdrawn"] if report is not None else 0,
            "left_out": report["left_out"] if report is not None else 0,
            "shown_most": len(problems),
            "pages": pages_of(
                number, max(1, -(-len(problems) // PAGE_SIZE)), lambda n: f"{address}&page={n}"
            ),
            **self._ways(),
            "load": load.name,
            "refresh": address,
            "address": f"{self.base}import-progress",
            "back": f"{self.base}import-records?import={load.kind}",
            "csrf_token": get_csrf_token(self.request),
        }

    @view_config(request_method="POST", request_param="import")
    def bring_in(self) -> HTTPSeeOther:
        """Let the worker import what was checked.

        :raises Refusal: when it was not checked to the end, or would change nothing.
        """
        if not self._can_import():
            raise Refusal(_("There is nothing to import."))
        return self._begin(IMPORT)

    @view_config(request_method="POST", request_param="again")
    def begin_again(self) -> HTTPSeeOther:
        """Let the worker begin again with what did not come to its end.

        :raises Refusal: when it did, or goes on.
        """
        if not self._can_repeat():
            raise Refusal(_("There is nothing to begin again."))
        return self._begin(self.load.phase)

    @view_config(request_method="POST", request_param="stop")
    def stop(self) -> HTTPSeeOther:
        """Let the worker stop after the transaction that it is at."""
        if self.load.ended_at is None:
            loads_of(self.request.cluster).cancelled.add(self.load.name)
        return self._here()

    def _begin(self, phase: str) -> HTTPSeeOther:
        self.load.start(phase, self.request.authenticated_userid)
        loads_of(self.request.cluster).running.add(self.load.key)
        wake_worker(self.request.cluster, self.request.registry)
        return self._here()

    def _here(self) -> HTTPSeeOther:
        return HTTPSeeOther(f"{self.base}import-progress?load={self.load.name}")

    def _is_stopping(self) -> bool:
        return self.load.name in self.request.cluster.loads.cancelled

    def _is_incomplete(self) -> bool:
        return bool(self.load.problem or self.load.cancelled)

    def _position(self) -> int:
        """Return how far it came; all the way where it ended well, whatever was counted."""
        load = self.load
        went_through = load.ended_at is not None and not self._is_incomplete()
        return max(load.total, 1) if went_through else load.position

    def _can_import(self) -> bool:
        load = self.load
        is_checked = load.phase == CHECK and load.ended_at is not None
        return is_checked and not self._is_incomplete() and is_worth_it(load.checked)

    def _can_repeat(self) -> bool:
        load = self.load
        return load.ended_at is not None and self._is_incomplete() and load.source is not None

    def _ways(self) -> dict[str, bool]:
        """Return what can be done, and whether the search still takes in what came."""
        load = self.load
        is_in = load.ended_at is not None and load.phase == IMPORT and load.done is not None
        return {
            "is_running": load.ended_at is None,
            "can_import": self._can_import(),
            "can_repeat": self._can_repeat(),
            "is_in": is_in,
            "is_waiting": is_in and bool(self.request.cluster.outbox.pending(1)),
        }
