"""Doing something with many documents at once: first what would happen, then doing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.differences import differences
from portal.content.document.drafts import latest, live_revision, title_of
from portal.content.document.fields import fields_of
from portal.content.document.scheduling import moment_problem
from portal.content.document.schema import LINE_MAX
from portal.content.section.content import Section
from portal.content.times import minute, moment_of
from portal.desk.batches import DIRECT, Batch, Entry, Result
from portal.desk.beginning import begin, keep_ended
from portal.desk.choosing import (
    asked_at,
    chosen_oids,
    left_before,
    seen,
    seen_on_page,
)
from portal.desk.columns import COLUMNS, usual_columns
from portal.desk.consequences import consequences
from portal.desk.deeds import DEEDS, Wish
from portal.desk.doing import CHANGED, GONE, Doing
from portal.desk.filtering import document_kinds, wanted
from portal.desk.moving import targets
from portal.desk.numbers import numbers
from portal.desk.undoing import remember
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from datetime import datetime

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.content.document.content import Document
    from portal.content.document.differences import Change

REASON_MAX = 1_000
"""Longest reason that is read, in characters."""
NAMED = 20
"""Documents that are named before something is done with them; of others, there is the number."""
COMPARED = frozenset({"approve_only", "approve", "publish", "schedule"})
"""Deeds before which it is shown what they change for the public."""
LOOKED_AT = 500
"""Documents that are looked at beforehand; of others, it is said afterwards what stayed."""


@dataclass(frozen=True)
class Chosen:
    """A document with which something is to be done.

    :ivar changes: what approving it would change for the public.
    :ivar problem: why it cannot be done with it; empty if it can.
    """

    title: str
    address: str
    section: str
    changes: tuple[Change, ...] = ()
    problem: TranslationString | str = ""


@view_defaults(name="batch", permission="portal.work", renderer="templates/batch.pt")
class BatchPage:
    """Many documents of a place, and what is to be done with them."""

    def __init__(self, place: Section | Site, request: Request) -> None:
        self.place = place
        self.request = request
        self.sent = request.POST if request.method == "POST" else request.GET
        self.name = self.sent.get("deed", "")
        if self.name not in DEEDS:
            raise HTTPBadRequest
        self.deed = DEEDS[self.name]
        self.wish = self._wish()
        self.doing = Doing(self.name, place, self.wish, request)
        kinds = document_kinds(place, request.registry)
        self.filter = wanted(self.sent, COLUMNS, usual_columns(place), kinds)
        self.back = f"{path_of(place, request)}contents?{self.filter.query()}"

    @view_config(context=Section, request_method="GET")
    @view_config(context=Site, request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show what would happen with a document that an address names."""
        return self._page(self._oids(), None)

    @view_config(context=Section, request_method="POST")
    @view_config(context=Site, request_method="POST")
    def decide(self) -> dict[str, Any] | HTTPSeeOther:
        """Show what would happen, and once that was agreed to, do it or leave it to the worker."""
        sent, act = self.sent, self.request.act
        oids = self._oids()
        unsaid = self._unsaid() if "sure" in sent else None
        if unsaid:
            self.request.response.status_int = 422
        if "sure" not in sent or unsaid:
            return self._page(oids, unsaid)
        moment = asked_at(sent, self.deed, act.at)
        if moment is not None:
            return self._leave_to_worker(oids, moment)
        return self._page(oids, None) if len(oids) > DIRECT else self._do(oids)

    def _oids(self) -> list[int]:
        catalog = self.request.cluster.catalog
        return chosen_oids(self.deed, self.filter, self.place, self.sent, catalog)

    def _do(self, oids: list[int]) -> HTTPSeeOther:
        """Do it with what is still as it was shown; show the others, if there are any."""
        shown = seen_on_page(self.sent)
        results = tuple(self._result(oid, shown) for oid in oids)
        done: tuple[Entry, ...] = tuple(
            (oid, at, whence) for oid, at, whence, problem in results if at and not problem
        )
        left = len(oids) - len(done) + left_before(self.sent, self.deed.most)
        remember(self.place, self.name, done, left, self.request)
        if any(problem is CHANGED for *_entry, problem in results):
            return keep_ended(self._batch(oids), results, self.place, self.request)
        return HTTPSeeOther(f"{self.back}&done=1")

    def _result(self, oid: int, shown: frozenset[str]) -> Result:
        document = self.doing.document(oid)
        if document is None:
            return oid, None, 0, GONE
        problem = CHANGED if seen(document) not in shown else self.doing.problem(document)
        if problem:
            return oid, None, 0, problem
        return (*self.doing.do(document, self.request.act), None)

    def _leave_to_worker(self, oids: list[int], moment: datetime) -> HTTPSeeOther:
        return begin(self._batch(oids), self.place, self.request, moment)

    def _batch(self, oids: list[int]) -> Batch:
        target = self.wish.target.oid if self.wish.target is not None else 0
        said = {"reason": self.wish.reason, "keyword": self.wish.keyword, "target": target}
        return Batch(self.name, self.place.oid, tuple(oids), said)

    def _wish(self) -> Wish:
        sent, act = self.sent, self.request.act
        (target,) = [*numbers([sent.get("target", "")])] or [0]
        section = reach(target, self.place) if target else None
        return Wish(
            by=act.by or "",
            at=act.at,
            reason=sent.get("reason", "").strip()[:REASON_MAX],
            keyword=" ".join(sent.get("keyword", "").split())[:LINE_MAX],
            target=section if isinstance(section, Section) else None,
            moment=moment_of(sent.get("moment", "")),
        )

    def _unsaid(self) -> TranslationString | None:
        """Return what is still to be said before the deed can be done."""
        asked = {
            "reason": _("Please give a reason."),
            "target": _("Please choose a section."),
            "keyword": _("Please give a keyword."),
            "moment": _("Please give a moment."),
        }
        wants = self.deed.wants
        if wants == "moment" and self.wish.moment is not None:
            return moment_problem(self.wish.moment, self.wish.at)
        return asked[wants] if wants and not getattr(self.wish, wants) else None

    def _page(self, oids: list[int], unsaid: Any) -> dict[str, Any]:
        looked_at = [self.doing.document(oid) for oid in oids[:LOOKED_AT]]
        documents = [each for each in looked_at if each is not None]
        problems = {each.oid: self.doing.problem(each) for each in documents}
        fitting = [each for each in documents if problems[each.oid] is None]
        refused = [each for each in documents if problems[each.oid] is not None]
        lost = len(looked_at) - len(documents)
        is_long = len(oids) > DIRECT
        return {
            "title": self.deed.title,
            "problem": unsaid or "",
            "chosen": tuple(self._chosen(each) for each in fitting[:NAMED]),
            "refused": tuple(
                self._chosen(each, problems[each.oid], compared=False) for each in refused[:NAMED]
            ),
            "count": len(oids) - len(refused) - lost,
            "refused_count": len(refused),
            "lost": lost,
            "left": 0 if is_long else len(refused) + lost,
            "unlooked": max(0, len(oids) - LOOKED_AT),
            "public": sum(each.state == "published" for each in fitting),
            "consequences": consequences(fitting, self.request) if self.deed.warns else None,
            "picks": self._picks(oids, fitting),
            "asked_at": self.request.act.at.isoformat() if is_long else "",
            **self._form(),
        }

    def _picks(self, oids: list[int], fitting: list[Document]) -> tuple[tuple[str, str], ...]:
        """Return names and values of hidden fields that say what it is to be done with."""
        if len(oids) > DIRECT:
            everything = "all" in self.sent
            return (("all", "1"),) if everything else tuple(("pick", str(each)) for each in oids)
        return tuple(
            pair for each in fitting for pair in (("pick", str(each.oid)), ("seen", seen(each)))
        )

    def _form(self) -> dict[str, Any]:
        wants = self.deed.wants
        return {
            "deed": self.name,
            "wants": wants,
            "wish": self.wish,
            "moment": minute(self.wish.moment).replace(" ", "T"),
            "has_undo": bool(self.deed.undo),
            "targets": targets(site_of(self.place), self.request) if wants == "target" else (),
            "filter": self.filter.pairs(),
            "address": f"{path_of(self.place, self.request)}batch",
            "back": self.back,
            "csrf_token": get_csrf_token(self.request),
        }

    def _chosen(self, document: Document, problem: Any = "", *, compared: bool = True) -> Chosen:
        live, draft = live_revision(document), document.draft
        shown = compared and self.name in COMPARED and live and draft
        translate = self.request.localizer.translate
        return Chosen(
            title_of(document) or self.request.localizer.translate(_("Untitled")),
            f"{path_of(document, self.request)}/draft",
            document.__parent__.title,
            differences(live, latest(document), fields_of(document), translate)
            if shown and live
            else (),
            problem,
        )
