"""The page on which the office keeps its working days and hours."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.clock.notice import read_notice
from portal.clock.seed import official_years
from portal.clock.working import hours_of
from portal.clock.zone import ZONE
from portal.content.addresses import path_of
from portal.errors import Refusal
from portal.i18n import _
from portal.site.calendar.operations import (
    SPANS_MOST,
    clear_days,
    clear_year,
    clock,
    load_notice,
    set_day,
    set_hours,
)
from portal.site.calendar.showing import is_certain, months_of, own_days
from portal.site.cluster import Cluster

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString
    from pyramid.request import Request

DONE = {
    "day": _("The day counts like this from now on."),
    "load": _("The days of this text count from now on."),
    "clear": _("What was decided about the day does not count any more."),
    "year": _("What was decided about the year does not count any more."),
    "hours": _("These hours count from now on."),
}
TEXT_MAX = 20_000
LINE_MAX = 200
"""Longest text and longest line that is read, in characters."""
DIGITS = 9
"""Of a year that is read."""
PROBLEMS_SHOWN = 20
NOTICE_MONTH = 12
"""By then the notice of the next year is out: those of 2019 to 2026 came in October or November."""
FIELDS = ("day", "kind", "name", "source", "text", "notice_source", "whole")
Problem = tuple[str, "TranslationString | str"]


@view_defaults(
    context=Cluster,
    name="calendar",
    permission="portal.administer",
    renderer="templates/calendar.pt",
)
class CalendarPage:
    """A year with its working days, and the forms that change them."""

    def __init__(self, cluster: Cluster, request: Request) -> None:
        self.cluster = cluster
        self.request = request
        self.today = request.act.at.astimezone(ZONE).date()
        self.year = self._year(request.params.get("year", ""))

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Show a year, and what was just done."""
        return self._page(done=self.request.GET.get("done", ""))

    @view_config(request_method="POST")
    def change(self) -> dict[str, Any] | HTTPSeeOther:
        """Do what one of the forms says."""
        deeds = {
            "day": self._set_day,
            "load": self._load,
            "clear": self._clear,
            "year": self._clear_year,
            "hours": self._set_hours,
        }
        name = self._sent("form")
        if name not in deeds:
            raise HTTPBadRequest
        try:
            problems: tuple[Problem, ...] = deeds[name]()
        except Refusal as refusal:
            problems = (("", refusal.message),)
        if problems:
            self.request.response.status_int = 422
            return self._page(problems=problems, asked=name)
        address = f"{path_of(self.cluster, self.request)}calendar"
        return HTTPSeeOther(f"{address}?year={self.year}&done={name}")

    def _set_day(self) -> tuple[Problem, ...]:
        day = _day_of(self._sent("day"))
        if day is None or self._sent("kind") not in {"work", "off"}:
            return (("", _("Please give a day and say what it is.")),)
        found = (day, self._sent("kind") == "work", self._sent("name"))
        set_day(self.cluster, found, self._sent("source"), self.request.act)
        self.year = day.year
        return ()

    def _load(self) -> tuple[Problem, ...]:
        text = self.request.POST.get("text", "")
        if not isinstance(text, str) or len(text) > TEXT_MAX:
            return (("", _("This is longer than ${most} characters.", mapping={"most": TEXT_MAX})),)
        read = read_notice(text, self.year)
        if read.problems:
            return tuple((str(line), why) for line, why in read.problems[:PROBLEMS_SHOWN])
        load_notice(
            self.cluster,
            read.days,
            self._sent("notice_source"),
            self.request.act,
            whole_year=self.year if "whole" in self.request.POST else 0,
        )
        return ()

    def _clear(self) -> tuple[Problem, ...]:
        day = _day_of(self._sent("day"))
        if day is not None:
            clear_days(self.cluster, [day], self.request.act)
        return ()

    def _clear_year(self) -> tuple[Problem, ...]:
        clear_year(self.cluster, self.year, self.request.act)
        return ()

    def _set_hours(self) -> tuple[Problem, ...]:
        sent = [(self._sent(f"begins{n}"), self._sent(f"ends{n}")) for n in range(SPANS_MOST)]
        spans = [(_minutes(begins), _minutes(ends)) for begins, ends in sent if begins or ends]
        if any(value is None for span in spans for value in span):
            return (("", _("Please write a time like 08:30.")),)
        set_hours(self.cluster, [(a or 0, b or 0) for a, b in spans], self.request.act)
        return ()

    def _sent(self, name: str) -> str:
        value = self.request.POST.get(name, "")
        return value.strip()[:LINE_MAX] if isinstance(value, str) else ""

    def _year(self, sent: Any) -> int:
        years = self._years()
        said = sent[:DIGITS] if isinstance(sent, str) else ""
        wanted = int(said) if said.isascii() and said.isdigit() else 0
        return wanted if wanted in years else self.today.year

    def _years(self) -> range:
        return range(official_years()[0], self.today.year + 3)

    def _page(
        self, *, done: str = "", problems: tuple[Problem, ...] = (), asked: str = ""
    ) -> dict[str, Any]:
        calendar, years = self.cluster.calendar, self._years()
        typed = {name: self.request.POST.get(name, "") if asked else "" for name in FIELDS}
        return {
            "title": _("Working days"),
            "year": self.year,
            "before": self.year - 1 if self.year - 1 in years else 0,
            "after": self.year + 1 if self.year + 1 in years else 0,
            "missing": self._missing(),
            "certain": is_certain(calendar, self.year),
            "months": months_of(calendar, self.year, self.today),
            "own": own_days(calendar, self.year),
            "hours": self._hours(asked),
            "said": DONE.get(done, ""),
            "problems": problems,
            "asked": asked,
            "typed": {name: str(value)[:TEXT_MAX] for name, value in typed.items()},
            "action": f"{path_of(self.cluster, self.request)}calendar",
            "csrf_token": get_csrf_token(self.request),
        }

    def _missing(self) -> int:
        """Return the year whose notice should be out and is not loaded; 0 for none."""
        coming = self.today.year + (self.today.month >= NOTICE_MONTH)
        known = is_certain(self.cluster.calendar, coming)
        return 0 if known or coming == self.year else coming

    def _hours(self, asked: str) -> tuple[tuple[int, str, str], ...]:
        """Return number, beginning and end of each span as it is, or as it was just typed."""
        kept = [(clock(begins), clock(ends)) for begins, ends in hours_of(self.cluster.calendar)]
        spans = [*kept, *[("", "")] * SPANS_MOST][:SPANS_MOST]
        if asked == "hours":
            spans = [(self._sent(f"begins{n}"), self._sent(f"ends{n}")) for n in range(SPANS_MOST)]
        return tuple((number, *span) for number, span in enumerate(spans))


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _minutes(text: str) -> int | None:
    hours, _colon, minutes = text.partition(":")
    if not (text.isascii() and hours.isdigit() and minutes.isdigit()):
        return None
    number = int(hours) * 60 + int(minutes)
    return number if int(minutes) < 60 and number <= 24 * 60 else None  # noqa: PLR2004  # an hour
