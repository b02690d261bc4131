"""Documents that stand at the top of a section's list, in an order by hand, until a day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from portal.catalog.listing import Row
from portal.content.boundary import reach
from portal.content.section.events import TopSet
from portal.content.times import ZONE
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from portal.act import Act
    from portal.content.section.content import Pin, Section

PINS_MOST = 10
"""Most documents at the top of a list; a page of it has twenty."""


def top_of(section: Section) -> tuple[tuple[Any, date | None], ...]:
    """Return the documents at the top of the list, each with the last day on which it is there.

    Those whose day is over are not among them, nor those that the list does not show any more.
    """
    return tuple(_standing(section)) if section.top else ()


def top_rows(section: Section) -> tuple[Row, ...]:
    """Return the rows of the documents at the top of the list."""
    return tuple(
        Row(each.oid, each.__name__, each.title, each.displayed_at)
        for each, _until in top_of(section)
    )


def set_top(section: Section, pins: tuple[Pin, ...], act: Act) -> None:
    """Let the documents in `pins` stand at the top of the list, in this order.

    :raises Refusal: when they are too many, one is named twice or is not in the list, or a last
        day is over.
    """
    if len(pins) > PINS_MOST:
        raise Refusal(
            _("At most ${most} documents can stand at the top.", mapping={"most": PINS_MOST})
        )
    if len({oid for oid, _until in pins}) < len(pins):
        raise Refusal(_("This stands at the top already."))
    today, known = act.at.astimezone(ZONE).date(), dict(section.top)
    for oid, until in pins:
        if _listed(section, oid) is None:
            raise Refusal(_("Only what the public sees in this section can stand at the top."))
        if until is not None and until < today and known.get(oid) != until:
            raise Refusal(_("The last day is over already."))
    section.top = pins
    act.announce(TopSet(section, act))


def _standing(section: Section) -> Iterator[tuple[Any, date | None]]:
    today = datetime.now(ZONE).date()
    for oid, until in section.top:
        document = _listed(section, oid) if until is None or today <= until else None
        if document is not None:
            yield document, until


def _listed(section: Section, oid: int) -> Any | None:
    """Return the document `oid` if the list of `section` itself shows it."""
    found = reach(oid, section)
    here = found is not None and found.__parent__ is section
    return found if here and getattr(found, "listed_as", None) is not None else None
