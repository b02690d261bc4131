"""Deleting content, bringing it back, and letting it go for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.content import Container, is_public, site_of
from portal.content.declaration import why_kept
from portal.content.document.content import Document
from portal.content.document.events import (
    DocumentDeleted,
    DocumentPurged,
    DocumentRestored,
)
from portal.content.document.moving import carry, name_in
from portal.content.document.showing import hide, show
from portal.content.events import ContentDeleted, ContentPurged, ContentRestored
from portal.content.redirects import note_old_path, path_below
from portal.content.section.content import Section
from portal.content.trash.content import TRASH, Trash
from portal.content.trash.queries import place_of
from portal.content.workflow import DELETED
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act
    from portal.ledger.submissions import Session

NUMBERS = 1 << 64
"""Identities are signed; names in the trash are without a sign."""
NOT_IN_TRASH = _("This is not in the trash.")


def delete_document(document: Document, act: Act) -> None:
    """Put `document` into the trash of its site, with the files that nothing else shows hidden.

    Its address says that something was here, if the public ever saw it.

    :raises Refusal: when it is there already.
    """
    section, name, state = document.__parent__, document.__name__ or "", document.state or "draft"
    old_path = path_below(document)
    document.workflow.move(document, "delete")
    if state == "published":
        hide(document, act)
    document.deleted = (act.at, act.by or "", section.oid, name, state)
    _put_into_trash(document, act)
    if document.first_released_at is not None:
        note_old_path(site_of(document), old_path, document.oid)
    act.announce(DocumentDeleted(document, act, old_path=old_path))


def delete_content(content: Any, act: Act) -> None:
    """Put content of an add-on that is no document into the trash of its site, as it is.

    Its address says that something was here, if the public saw it.

    :raises Refusal: when it is there already, or something is in it.
    """
    if content.deleted is not None:
        raise Refusal(_("This is in the trash."))
    if isinstance(content, Container) and len(content):
        raise Refusal(_("There is still something in it. Please delete that first."))
    place, name = content.__parent__, content.__name__ or ""
    old_path = path_below(content).rstrip("/")
    was_public = is_public(content)
    content.deleted = (act.at, act.by or "", place.oid, name, content.state)
    _put_into_trash(content, act)
    if was_public:
        note_old_path(site_of(content), old_path, content.oid)
    act.announce(ContentDeleted(content, act, old_path=old_path))


def restore_document(document: Document, act: Act) -> None:
    """Put a deleted document back where it was, as it was.

    :raises Refusal: when it is not in the trash, or its section is gone.
    """
    if document.state != DELETED or document.deleted is None:
        raise Refusal(NOT_IN_TRASH)
    section, state = place_of(document), document.deleted[4]
    if not isinstance(section, Section):
        raise Refusal(_("The section that this was in does not exist any more."))
    _take_from_trash(document, section, act)
    document.workflow.move(document, f"restore_{state}")
    document.deleted = None
    if state == "published":
        show(document, act)
    act.announce(DocumentRestored(document, act))


def restore_content(content: Any, act: Act) -> None:
    """Put deleted content that is no document back where it was, as it was.

    :raises Refusal: when it is not in the trash, or the place that it was in is gone.
    """
    if content.deleted is None:
        raise Refusal(NOT_IN_TRASH)
    place = place_of(content)
    if not isinstance(place, Container) or place.deleted is not None:
        raise Refusal(_("The place that this was in does not exist any more."))
    _take_from_trash(content, place, act)
    content.deleted = None
    act.announce(ContentRestored(content, act))


def purge(content: Any, act: Act, session: Session) -> None:
    """Let deleted content go for ever; its address still says that something was here.

    :param session: of the ledger, in which something may be kept that belongs to it.
    :raises Refusal: when it is not in the trash, or its type says why it has to be kept.
    """
    if content.deleted is None:
        raise Refusal(NOT_IN_TRASH)
    why = why_kept(content, session)
    if why is not None:
        raise Refusal(why)
    if isinstance(content, Document):
        act.announce(DocumentPurged(content, act, title=content.newest_title))
    else:
        act.announce(ContentPurged(content, act, title=str(content.title)))
    trash = content.__parent__
    del trash.by_time[_key(content)]
    trash.remove(content.__name__)


def _put_into_trash(content: Any, act: Act) -> None:
    content.changed_at = act.at
    trash = _trash_of(site_of(content))
    carry(content, trash, f"{content.oid % NUMBERS:x}")
    trash.by_time[_key(content)] = content.__name__


def _take_from_trash(content: Any, place: Container, act: Act) -> None:
    del content.__parent__.by_time[_key(content)]
    carry(content, place, name_in(place, content, content.deleted[3], act))
    content.changed_at = act.at


def _trash_of(site: Any) -> Trash:
    if TRASH not in site:
        site.add(TRASH, Trash())
    trash: Trash = site[TRASH]
    return trash


def _key(content: Any) -> tuple[int, int]:
    return -int(content.deleted[0].timestamp()), content.oid
