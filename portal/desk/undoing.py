"""Taking back what was done last with many documents, where nothing else changed since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from BTrees.OOBTree import OOBTree
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from portal.act import Act
from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.document.drafts import latest
from portal.content.document.moving import move_document
from portal.content.document.operations import drop_draft, show_again
from portal.content.document.scheduling import unschedule, unscheduling_permission
from portal.content.section.content import Section
from portal.content.trash.operations import delete_document, restore_document
from portal.content.workflow import DELETED
from portal.desk.batches import DIRECT, Batch, Entry
from portal.desk.beginning import begin
from portal.desk.deeds import DEEDS
from portal.desk.moving import Person, may_come_to
from portal.desk.trash import may_restore
from portal.errors import Refusal
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString
    from pyramid.request import Request

UNDONE = "undone"
UNDO_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Done:
    """What was done last, for the message about it.

    :ivar left: documents that stayed as they were.
    """

    said: TranslationString
    left: int
    can_undo: bool


@dataclass(frozen=True)
class Way:
    """How something is taken back; both functions get the last part of the `Entry`.

    :ivar fits: tells whether this person may, and whether there is what is to be taken back.
    """

    fits: Callable[[Document, int, Person], bool]
    do: Callable[[Document, int, Act], object]


def _may_go_back(document: Document, was_in: int, person: Person) -> bool:
    section = reach(was_in, document)
    if not isinstance(section, Section) or not person.has_permission("portal.move", document):
        return False
    return may_come_to("move", document, section, person)


def _go_back(document: Document, was_in: int, act: Act) -> None:
    section = reach(was_in, document)
    assert isinstance(section, Section)  # noqa: S101  # else one may not go back
    move_document(document, section, act)


WAYS = {
    "show": Way(
        lambda document, _section, person: bool(person.has_permission("portal.publish", document)),
        lambda document, _section, act: show_again(document, act),
    ),
    "restore": Way(
        lambda document, _section, person: may_restore(document, person),
        lambda document, _section, act: restore_document(document, act),
    ),
    "move": Way(_may_go_back, _go_back),
    "discard": Way(
        lambda document, nothing, person: (
            nothing == 0
            and document.state != DELETED
            and bool(person.has_permission("portal.move", document))
        ),
        lambda document, _nothing, act: delete_document(document, act),
    ),
    "drop": Way(
        lambda document, number, person: (
            latest(document).number == number
            and bool(person.has_permission("portal.edit", document))
        ),
        lambda document, _number, act: drop_draft(document, act),
    ),
    "unschedule": Way(
        lambda document, _section, person: (
            document.stage == "scheduled"
            and bool(person.has_permission(unscheduling_permission(document), document))
        ),
        lambda document, _section, act: unschedule(document, act),
    ),
}
"""Ways back, by the names that deeds give."""


def remember(
    place: Any, name: str, entries: tuple[Entry, ...], left: int, request: Request
) -> None:
    """Keep what this person did last in the site of `place`."""
    site = site_of(place)
    if site.undo is None:
        site.undo = OOBTree()
    site.undo[request.authenticated_userid] = (name, request.act.at, entries, left)


def last_done(place: Any, request: Request) -> Done | None:
    """Return what this person did last in the site of `place`."""
    name, at, entries, left = _kept(place, request)
    if not name:
        return None
    said = _("Taken back: ${count}") if name == UNDONE else DEEDS[name].said
    fresh = request.act.at - at < UNDO_WITHIN
    can_undo = name != UNDONE and bool(DEEDS[name].undo) and fresh and bool(entries)
    return Done(said % {"count": str(len(entries))}, left, can_undo)


@view_config(context=Section, name="undo", permission="portal.work", request_method="POST")
@view_config(context=Site, name="undo", permission="portal.work", request_method="POST")
def undo(place: Section | Site, request: Request) -> HTTPSeeOther:
    """Take back what this person did last, with each document that is still as it was left."""
    name, at, entries, _left = _kept(place, request)
    way = DEEDS[name].undo if name in DEEDS else ""
    if not way or request.act.at - at >= UNDO_WITHIN:
        raise Refusal(_("There is nothing to take back."))
    if len(entries) > DIRECT:
        remember(place, UNDONE, (), 0, request)
        return begin(Batch(name, place.oid, entries, takes_back=True), place, request)
    done = tuple(entry for entry in entries if taken_back(way, entry, place, request, request.act))
    remember(place, UNDONE, done, len(entries) - len(done), request)
    return HTTPSeeOther(f"{path_of(place, request)}contents?done=1")


def taken_back(way: str, entry: Entry, place: Any, person: Person, act: Act) -> bool:
    """Take back what was done with one document, and tell whether that was possible."""
    oid, changed_at, whence = entry
    document = reach(oid, place)
    if not isinstance(document, Document) or document.changed_at != changed_at:
        return False
    if not WAYS[way].fits(document, whence, person):
        return False
    WAYS[way].do(document, whence, act)
    return True


def _kept(place: Any, request: Request) -> tuple[str, datetime, tuple[Entry, ...], int]:
    site, nothing = site_of(place), ("", request.act.at, (), 0)
    kept: tuple[str, datetime, tuple[Entry, ...], int] = (
        site.undo.get(request.authenticated_userid, nothing) if site.undo is not None else nothing
    )
    return kept
