"""Taking back what was done last with many documents, where nothing else changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from BTrees.OOBTree import OOBTree
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.document.moving import move_document
from portal.content.document.operations import show_again
from portal.content.section.content import Section
from portal.content.trash.operations import restore_document
from portal.desk.deeds import DEEDS
from portal.desk.moving import may_come_to
from portal.desk.trash import may_restore
from portal.errors import Refusal
from portal.i18n import _
from portal.site.site import Site

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.act import Act

Entry = tuple[int, datetime, int]
"""A document's identity, the moment of the deed, and the section that it was in before."""

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
    done = tuple(entry for entry in entries if _taken_back(way, entry, place, request))
    remember(place, UNDONE, done, len(entries) - len(done), request)
    return HTTPSeeOther(f"{path_of(place, request)}contents?done=1")


def _taken_back(way: str, entry: Entry, place: Any, request: Request) -> bool:
    """Take back what was done with one document, and tell whether that was possible."""
    oid, changed_at, was_in = entry
    document = reach(oid, place)
    if not isinstance(document, Document) or document.changed_at != changed_at:
        return False
    section = reach(was_in, place)
    if not isinstance(section, Section) or not _may(way, document, section, request):
        return False
    _undo(way, document, section, request.act)
    return True


def _may(way: str, document: Document, section: Section, request: Request) -> bool:
    if way == "show":
        return bool(request.has_permission("portal.release", document))
    if way == "restore":
        return may_restore(document, request)
    may_go = request.has_permission("portal.move", document)
    return bool(may_go) and may_come_to("move", document, section, request)


def _undo(way: str, document: Document, section: Section, act: Act) -> None:
    if way == "show":
        show_again(document, act)
    elif way == "restore":
        restore_document(document, act)
    else:
        move_document(document, section, act)


def _kept(place: Any, request: Request) -> tuple[str, datetime, tuple[Entry, ...], int]:
    site, nothing = site_of(place), ("", request.act.at, (), 0)
    kept: tuple[str, datetime, tuple[Entry, ...], int] = (
        site.undo.get(request.authenticated_userid, nothing) if site.undo is not None else nothing
    )
    return kept
