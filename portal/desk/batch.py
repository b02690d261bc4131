"""Doing something with many documents at once: first what would happen, then doing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.location import inside
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.document.differences import differences
from portal.content.document.drafts import latest, live_revision, title_of
from portal.content.document.schema import LINE_MAX
from portal.content.section.content import Section
from portal.desk.columns import COLUMNS, usual_columns
from portal.desk.consequences import consequences
from portal.desk.deeds import DEEDS, Wish
from portal.desk.filtering import wanted
from portal.desk.moving import may_come_to, targets
from portal.desk.undoing import Entry, remember
from portal.errors import Refusal
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.content.document.differences import Change

REASON_MAX = 1_000
"""Longest reason that is read, in characters."""
LEFT_DIGITS = 4
NAMED = 20
"""Documents that are named before something is done with them; of others, there is the number."""


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
class Batch:
    """Many documents of a place, and what is to be done with them."""

    def __init__(self, place: Section | Site, request: Request) -> None:
        self.place = place
        self.request = request
        self.name = request.POST.get("deed", "")
        if self.name not in DEEDS:
            raise HTTPBadRequest
        self.deed = DEEDS[self.name]
        self.wish = self._wish()
        self.filter = wanted(request.POST, COLUMNS, usual_columns(place))
        self.back = f"{path_of(place, request)}contents?{self.filter.query()}"

    @view_config(context=Section, request_method="POST")
    @view_config(context=Site, request_method="POST")
    def decide(self) -> dict[str, Any] | HTTPSeeOther:
        """Show what would happen, and once that was agreed to, do it."""
        oids = self._oids()
        if not oids:
            raise Refusal(_("Please choose documents first."))
        documents, lost = self._documents(oids)
        problems = {each.oid: self._problem(each) for each in documents}
        fitting = [each for each in documents if problems[each.oid] is None]
        unsaid = self._unsaid()
        if "sure" not in self.request.POST or unsaid:
            if unsaid and "sure" in self.request.POST:
                self.request.response.status_int = 422
            return self._page(documents, problems, lost, unsaid)
        left = len(oids) - len(fitting) + self._left_before()
        remember(self.place, self.name, self._done_with(fitting), left, self.request)
        return HTTPSeeOther(f"{self.back}&done=1")

    def _done_with(self, documents: list[Document]) -> tuple[Entry, ...]:
        act, done = self.request.act, list[Entry]()
        for each in documents:
            was_in = each.__parent__.oid
            self.deed.do(each, act, self.wish)
            done.append((each.oid, each.changed_at or act.at, was_in))
        return tuple(done)

    def _oids(self) -> list[int]:
        """Return the identities that were chosen, at most as many as the deed may have.

        :raises Refusal: when there are more.
        """
        most = self.deed.most
        if "all" in self.request.POST:
            catalog = self.request.cluster.catalog
            count, oids = self.filter.find(catalog, self.place, 0, most)
        else:
            oids = list(dict.fromkeys(_numbers(self.request.POST.getall("pick"))))
            count = len(oids)
        if count > most:
            raise Refusal(
                _(
                    "These are ${count} documents; “${deed}” takes ${most} at once. "
                    "Please narrow the filter.",
                    mapping={"count": str(count), "deed": self.deed.title, "most": str(most)},
                )
            )
        return oids

    def _left_before(self) -> int:
        """Return how many documents the page before left out, for the message afterwards."""
        text = self.request.POST.get("left", "")
        is_number = text.isascii() and text.isdigit()
        return min(int(text[:LEFT_DIGITS]), self.deed.most) if is_number else 0

    def _documents(self, oids: list[int]) -> tuple[list[Document], int]:
        """Return the documents of this place among `oids`, and how many are no such."""
        found = (reach(oid, self.place) for oid in oids)
        documents = [
            each for each in found if isinstance(each, Document) and inside(each, self.place)
        ]
        return documents, len(oids) - len(documents)

    def _problem(self, document: Document) -> TranslationString | None:
        if not self.request.has_permission(self.deed.permission, document):
            return _("You have no right to do this.")
        target = self.wish.target
        if target is not None and not may_come_to(self.name, document, target, self.request):
            return _("You have no right to put this there.")
        return self.deed.problem(document, self.wish)

    def _wish(self) -> Wish:
        sent, act = self.request.POST, self.request.act
        (target,) = [*_numbers([sent.get("target", "")])] or [0]
        section = reach(target, self.place) if target else None
        return Wish(
            by=act.by or "",
            at=act.at,
            reason=sent.get("reason", "").strip()[:REASON_MAX],
            keyword=" ".join(sent.get("keyword", "").split())[:LINE_MAX],
            target=section if isinstance(section, Section) else None,
        )

    def _unsaid(self) -> TranslationString | None:
        """Return what is still to be said before the deed can be done."""
        asked = {
            "reason": _("Please give a reason."),
            "target": _("Please choose a section."),
            "keyword": _("Please give a keyword."),
        }
        wants = self.deed.wants
        return asked[wants] if wants and not getattr(self.wish, wants) else None

    def _page(
        self, documents: list[Document], problems: dict[int, Any], lost: int, unsaid: Any
    ) -> dict[str, Any]:
        fitting = [each for each in documents if problems[each.oid] is None]
        refused = [each for each in documents if problems[each.oid] is not None]
        wants = self.deed.wants
        return {
            "title": self.deed.title,
            "deed": self.name,
            "wants": wants,
            "wish": self.wish,
            "problem": unsaid if "sure" in self.request.POST else "",
            "oids": [each.oid for each in fitting],
            "chosen": tuple(self._chosen(each) for each in fitting[:NAMED]),
            "refused": tuple(
                self._chosen(each, problems[each.oid], compared=False) for each in refused[:NAMED]
            ),
            "count": len(fitting),
            "refused_count": len(refused),
            "lost": lost,
            "left": len(refused) + lost,
            "public": sum(each.state == "published" for each in fitting),
            "consequences": consequences(fitting, self.request) if self.deed.warns else None,
            "has_undo": bool(self.deed.undo),
            "targets": targets(site_of(self.place), self.request) if wants == "target" else (),
            "filter": self.filter.pairs(),
            "address": f"{path_of(self.place, self.request)}batch",
            "back": self.back,
            "csrf_token": get_csrf_token(self.request),
        }

    def _chosen(self, document: Document, problem: Any = "", *, compared: bool = True) -> Chosen:
        live, draft = live_revision(document), document.draft
        shown = compared and self.name == "approve" and live and draft
        return Chosen(
            title_of(document) or self.request.localizer.translate(_("Untitled")),
            f"{path_of(document, self.request)}/draft",
            document.__parent__.title,
            differences(live, latest(document)) if shown and live else (),
            problem,
        )


def _numbers(sent: list[str]) -> Iterator[int]:
    """Return the identities among what was sent; they are signed numbers of 64 bits."""
    for text in sent:
        digits = text.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) < len(str(1 << 64)):
            number = int(text)
            if -(1 << 63) <= number < 1 << 63:
                yield number
