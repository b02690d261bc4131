"""Deleting documents, bringing them back, and letting them go for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.content import site_of
from portal.content.document.events import (
    DocumentDeleted,
    DocumentPurged,
    DocumentRestored,
)
from portal.content.document.moving import carry, name_in
from portal.content.document.showing import hide, show
from portal.content.redirects import note_old_path, path_below
from portal.content.section.content import Section
from portal.content.trash.content import TRASH, Trash
from portal.content.trash.queries import section_of
from portal.content.workflow import DELETED
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.document.content import Document

NUMBERS = 1 << 64
"""Identities are signed; names in the trash are without a sign."""


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
    document.changed_at = act.at
    trash = _trash_of(site_of(document))
    carry(document, trash, f"{document.oid % NUMBERS:x}")
    trash.by_time[_key(document)] = document.__name__
    if document.first_released_at is not None:
        note_old_path(site_of(document), old_path, document.oid)
    act.announce(DocumentDeleted(document, act, old_path=old_path))


def restore_document(document: Document, act: Act) -> None:
    """Put a deleted document back where it was, as it was.

    :raises Refusal: when it is not in the trash, or its section is gone.
    """
    if document.state != DELETED or document.deleted is None:
        raise Refusal(_("This is not in the trash."))
    section = section_of(document)
    if not isinstance(section, Section):
        raise Refusal(_("The section that this was in does not exist any more."))
    _at, _by, _oid, name, state = document.deleted
    del document.__parent__.by_time[_key(document)]
    old_name = name_in(section, document, name, act)
    carry(document, section, old_name)
    document.workflow.move(document, f"restore_{state}")
    document.deleted, document.changed_at = None, act.at
    if state == "published":
        show(document, act)
    act.announce(DocumentRestored(document, act))


def purge_document(document: Document, act: Act) -> None:
    """Let a deleted document go for ever; its address still says that something was here.

    :raises Refusal: when it is not in the trash.
    """
    if document.state != DELETED:
        raise Refusal(_("This is not in the trash."))
    act.announce(DocumentPurged(document, act, title=document.newest_title))
    trash = document.__parent__
    del trash.by_time[_key(document)]
    trash.remove(document.__name__)


def _trash_of(site: Any) -> Trash:
    if TRASH not in site:
        site.add(TRASH, Trash())
    trash: Trash = site[TRASH]
    return trash


def _key(document: Document) -> tuple[int, int]:
    assert document.deleted is not None  # noqa: S101  # it is in the trash
    return -int(document.deleted[0].timestamp()), document.oid
