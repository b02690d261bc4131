"""What stands at the top of a section's list, arranged on the page of its contents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.section.content import Section
from portal.content.section.pinning import set_top, top_of
from portal.content.times import day
from portal.desk.numbers import numbers
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.content.section.content import Pin


@dataclass(frozen=True)
class Standing:
    """A document at the top of the list.

    :ivar until: the last day, `2026-03-02`; empty for as long as nobody takes it away.
    """

    oid: int
    title: str
    address: str
    until: str


def standing(section: Section, request: Request) -> tuple[Standing, ...]:
    """Return what stands at the top of `section`, as the page shows it."""
    return tuple(
        Standing(each.oid, each.title, f"{path_of(each, request)}/draft", day(until))
        for each, until in top_of(section)
    )


@view_defaults(context=Section, name="top", permission="portal.publish", request_method="POST")
class ArrangeTop:
    """The top of a list, as the buttons of the page change it.

    Each of them keeps also the days that were typed, and the order of the fields.
    """

    def __init__(self, section: Section, request: Request) -> None:
        self.section = section
        self.request = request
        self.pins = self._pins() if "order" in request.POST else list(_present(section))

    @view_config(request_param="add")
    def add(self) -> HTTPSeeOther:
        """Put the chosen documents below those that are at the top already."""
        known = {oid for oid, _until in self.pins}
        picked = list(dict.fromkeys(numbers(self.request.POST.getall("pick"))))
        if not picked:
            raise Refusal(_("Please choose documents first."))
        return self._keep([*self.pins, *((oid, None) for oid in picked if oid not in known)])

    @view_config(request_param="save")
    def save(self) -> HTTPSeeOther:
        """Keep the order and the days."""
        return self._keep(self.pins)

    @view_config(request_param="remove")
    def remove(self) -> HTTPSeeOther:
        """Take a document from the top; in the list it stays."""
        oid = self._number("remove")
        return self._keep([pin for pin in self.pins if pin[0] != oid])

    @view_config(request_param="up")
    def up(self) -> HTTPSeeOther:
        """Let a document change places with the one above it."""
        return self._shift(self._number("up"), -1)

    @view_config(request_param="down")
    def down(self) -> HTTPSeeOther:
        """Let a document change places with the one below it."""
        return self._shift(self._number("down"), 1)

    def _shift(self, oid: int, by: int) -> HTTPSeeOther:
        order = [known for known, _until in self.pins]
        place = order.index(oid) if oid in order else -1
        if place >= 0 and 0 <= place + by < len(order):
            self.pins[place], self.pins[place + by] = self.pins[place + by], self.pins[place]
        return self._keep(self.pins)

    def _pins(self) -> list[Pin]:
        """Return what is at the top with the days and in the order that were sent.

        What came to the top meanwhile stays below; what went stays away.
        """
        now = dict(_present(self.section))
        order = [oid for oid in numbers(self.request.POST.getall("order")) if oid in now]
        return [(oid, self._until(oid, now[oid])) for oid in dict.fromkeys([*order, *now])]

    def _until(self, oid: int, known: date | None) -> date | None:
        typed = self.request.POST.get(f"until-{oid}")
        if typed is None:
            return known
        try:
            return date.fromisoformat(typed.strip()) if typed.strip() else None
        except ValueError:
            raise Refusal(_("Please give the last day as a date such as 2026-12-31.")) from None

    def _number(self, name: str) -> int:
        return next(numbers([str(self.request.POST.get(name, ""))]), 0)

    def _keep(self, pins: list[Pin]) -> HTTPSeeOther:
        set_top(self.section, tuple(pins), self.request.act)
        return HTTPSeeOther(f"{path_of(self.section, self.request)}contents#top")


def _present(section: Section) -> tuple[Any, ...]:
    return tuple((document.oid, until) for document, until in top_of(section))
