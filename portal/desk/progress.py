"""How far long work with many documents is, what became of it, stopping it and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.document.content import Document
from portal.content.document.drafts import title_of
from portal.content.section.content import Section
from portal.content.section.views import page_number
from portal.content.times import minute
from portal.content.values import pages_of
from portal.desk.batches import Batch, batch_of, batches_of
from portal.desk.beginning import begin
from portal.desk.deeds import DEEDS
from portal.desk.undoing import UNDO_WITHIN
from portal.errors import Refusal
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString
    from pyramid.request import Request

PAGE_SIZE = 50


@dataclass(frozen=True)
class LeftOut:
    """A document that stayed as it was, and why.

    :ivar address: empty where there is none any more.
    """

    title: str
    address: str
    problem: TranslationString | str


@view_defaults(name="progress", permission="portal.work", renderer="templates/progress.pt")
class Progress:
    """A batch of the person who asks; those of others are not to be found."""

    def __init__(self, place: Section | Site, request: Request) -> None:
        self.place = place
        self.request = request
        found = batch_of(
            request.cluster, request.authenticated_userid, request.params.get("batch", "")
        )
        if found is None or found.place != place.oid:
            raise HTTPNotFound
        self.batch: Batch = found

    @view_config(context=Section, request_method="GET")
    @view_config(context=Site, request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show how far it is, and what stayed as it was."""
        batch, base = self.batch, path_of(self.place, self.request)
        left = [each for each in batch.all_results() if each[3]]
        number = page_number(self.request)
        start = (number - 1) * PAGE_SIZE
        address = f"{base}progress?batch={batch.name}"
        return {
            "title": title_of_batch(batch),
            "begun_at": minute(batch.at),
            "ended_at": minute(batch.ended_at),
            "state": self._state(),
            "total": len(batch.items),
            "position": batch.position,
            "done": batch.done,
            "left": tuple(
                self._left_out(oid, problem)
                for oid, _at, _whence, problem in left[start : start + PAGE_SIZE]
            ),
            "left_count": len(left),
            "pages": pages_of(
                number, max(1, -(-len(left) // PAGE_SIZE)), lambda each: f"{address}&page={each}"
            ),
            "is_running": batch.ended_at is None,
            "can_undo": self._can_undo(),
            "batch": batch.name,
            "refresh": address,
            "address": f"{base}progress",
            "back": f"{base}contents",
            "csrf_token": get_csrf_token(self.request),
        }

    @view_config(context=Section, request_method="POST", request_param="stop")
    @view_config(context=Site, request_method="POST", request_param="stop")
    def stop(self) -> HTTPSeeOther:
        """Let the worker stop it after the piece that it is at."""
        if self.batch.ended_at is None:
            batches_of(self.request.cluster).cancelled.add(self.batch.name)
        here = path_of(self.place, self.request)
        return HTTPSeeOther(f"{here}progress?batch={self.batch.name}")

    @view_config(context=Section, request_method="POST", request_param="undo")
    @view_config(context=Site, request_method="POST", request_param="undo")
    def undo(self) -> HTTPSeeOther:
        """Let the worker take back what was done with each document that is still as it was left.

        :raises Refusal: when nothing can be taken back, or not any more.
        """
        batch = self.batch
        if not self._can_undo():
            raise Refusal(_("There is nothing to take back."))
        back = Batch(batch.deed, batch.place, batch.entries(), takes_back=True)
        batch.undone_as = back.name
        return begin(back, self.place, self.request)

    def _can_undo(self) -> bool:
        batch = self.batch
        if batch.ended_at is None or batch.takes_back or batch.undone_as or not batch.done:
            return False
        fresh = self.request.act.at - batch.ended_at < UNDO_WITHIN
        return fresh and bool(DEEDS[batch.deed].undo)

    def _state(self) -> TranslationString:
        batch = self.batch
        if batch.undone_as:
            return _("This was taken back.")
        if batch.ended_at is None:
            is_stopping = batch.name in self.request.cluster.batches.cancelled
            return _("It is being stopped.") if is_stopping else _("It is being done.")
        is_cut_off = batch.position < len(batch.items)
        return _("It was stopped before the end.") if is_cut_off else _("It is done.")

    def _left_out(self, oid: int, problem: Any) -> LeftOut:
        found = reach(oid, self.place)
        if not isinstance(found, Document):
            return LeftOut(_("A document that is gone"), "", problem)
        untitled = self.request.localizer.translate(_("Untitled"))
        return LeftOut(
            title_of(found) or untitled, f"{path_of(found, self.request)}/draft", problem
        )


def title_of_batch(batch: Batch) -> TranslationString:
    """Return what a batch does, as people read it."""
    title = DEEDS[batch.deed].title
    return _("Take back: ${deed}", mapping={"deed": title}) if batch.takes_back else title
