"""Which documents of a place somebody wants to see, as it stands in an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from portal.catalog.catalog import Order, between, equal, one_of
from portal.content.adding import is_document_type
from portal.content.content import site_of
from portal.content.declaration import kinds_of
from portal.content.document.schema import TITLE_MAX
from portal.content.section.content import Section
from portal.content.times import ZONE
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.registry import Registry
    from webob.multidict import MultiDict

    from portal.catalog.catalog import ContentCatalog

ORDERS = {
    "changed_at": _("Last changed"),
    "shown_at": _("Displayed date"),
    "title": _("Title"),
}
STATES = {
    "": _("All"),
    "draft": _("Not public yet"),
    "published": _("Public"),
    "withdrawn": _("Withdrawn"),
}
STAGES = {
    "": _("All"),
    "writing": _("Being written"),
    "waiting": _("Waits for review"),
    "returned": _("Returned"),
    "approved": _("Waits to be published"),
    "scheduled": _("Approved for later"),
}
DOCUMENT = "portal.document"
LOGIN_MAX = 40


@dataclass(frozen=True)
class Found:
    """A page of a list.

    :ivar counts: state to the number of documents in it that fit otherwise; empty for any state.
    """

    counts: dict[str, int]
    oids: list[int]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A filter and an order; what is empty does not narrow.

    :ivar words: all of them stand in the title.
    :ivar since: first day, `until` the last one, such as `2026-03-02`: of the displayed date where
        that is the order, else of the last change.
    :ivar columns: names of the columns that are shown.
    :ivar kind: name of a type of documents; `kinds` those that the site has.
    """

    state: str = ""
    stage: str = ""
    author: str = ""
    words: str = ""
    since: str = ""
    until: str = ""
    order: str = "changed_at"
    columns: tuple[str, ...] = ()
    kind: str = ""
    kinds: tuple[str, ...] = (DOCUMENT,)

    @property
    def moment(self) -> str:
        """The moment that the days are about."""
        return "shown_at" if self.order == "shown_at" else "changed_at"

    def pairs(self, **changes: str) -> list[tuple[str, str]]:
        """Return names and values as an address has them, without those that are empty."""
        values = {
            "state": self.state,
            "stage": self.stage,
            "author": self.author,
            "words": self.words,
            "since": self.since,
            "until": self.until,
            "order": self.order,
            "kind": self.kind,
        } | changes
        return [
            *((name, value) for name, value in values.items() if value),
            *(("column", each) for each in self.columns),
        ]

    def query(self, **changes: str) -> str:
        """Return the part of the address behind the question mark."""
        return urlencode(self.pairs(**changes))

    def find(
        self, catalog: ContentCatalog, place: Any, first: int, size: int
    ) -> tuple[int, list[int]]:
        """Return how many documents of `place` fit, and the identities of `size` of them."""
        fitting = catalog.fitting(self._query(place, state=self.state), self._words)
        return len(fitting), catalog.part(fitting, self._order(first, size))

    def look(self, catalog: ContentCatalog, place: Any, first: int, size: int) -> Found:
        """Return what `find` does, and how many there would be in each state."""
        anyhow = catalog.fitting(self._query(place), self._words)
        by_state = {
            name: catalog.having(anyhow, "state", name) if name else anyhow for name in STATES
        }
        oids = catalog.part(by_state[self.state], self._order(first, size))
        return Found({name: len(each) for name, each in by_state.items()}, oids)

    @property
    def _words(self) -> list[str]:
        return self.words.lower().split()

    def _order(self, first: int, size: int) -> Order:
        return Order(by=self.order, descending=self.order != "title", first=first, size=size)

    def _query(self, place: Any, *, state: str = "") -> Any:
        where = {"section": place.oid} if isinstance(place, Section) else {"site": place.oid}
        narrowed = {"state": state, "stage": self.stage, "author": self.author}
        fields = {name: value for name, value in narrowed.items() if value}
        query = equal(**where, **fields) & one_of("kind", (self.kind,) if self.kind else self.kinds)
        if self.since or self.until:
            query &= between(self.moment, _morning(self.since), _morning(self.until, days=1))
        return query


def document_kinds(place: Any, registry: Registry) -> dict[str, Any]:
    """Return name to title of the types of documents that the site of `place` has."""
    site = site_of(place)
    return {
        kind.name: kind.title
        for kind in kinds_of(registry).values()
        if is_document_type(kind) and kind.is_offered(site)
    }


def wanted(
    sent: MultiDict,
    columns: Mapping[str, object],
    usual: tuple[str, ...],
    kinds: Mapping[str, object],
) -> Wanted:
    """Return what `sent` asks for; what is none of the choices counts as not asked for.

    :param columns: those that there are; `usual` those that are shown if none are named.
    :param kinds: types of documents that the site has, as `document_kinds` returns them.
    """
    named = tuple(name for name in columns if name in sent.getall("column"))
    return Wanted(
        state=_one_of(STATES, sent.get("state"), ""),
        stage=_one_of(STAGES, sent.get("stage"), ""),
        author=sent.get("author", "").strip()[:LOGIN_MAX],
        words=" ".join(sent.get("words", "").split())[:TITLE_MAX],
        since=_day(sent.get("since", "")),
        until=_day(sent.get("until", "")),
        order=_one_of(ORDERS, sent.get("order"), "changed_at"),
        columns=named or usual,
        kind=_one_of(kinds, sent.get("kind"), ""),
        kinds=tuple(kinds),
    )


def _one_of(choices: Mapping[str, object], named: str | None, usual: str) -> str:
    return named if named is not None and named in choices else usual


def _day(text: str) -> str:
    """Return `text` if it is a day that has one before and one after it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if date.min.year < day.year < date.max.year else ""


def _morning(day: str, days: int = 0) -> datetime | None:
    """Return the first moment of `day`, or of the one `days` later; `None` for no day."""
    if not day:
        return None
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), ZONE) + timedelta(
        days=days
    )
