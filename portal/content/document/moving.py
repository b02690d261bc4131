"""Moving documents between the sections of a site, and copying them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.content import site_of
from portal.content.document.drafts import latest, values_of
from portal.content.document.events import DocumentMoved
from portal.content.document.fields import fields_of
from portal.content.document.operations import create_document
from portal.content.document.showing import put_in_list, take_from_list
from portal.content.redirects import (
    forget_old_path,
    free_name,
    name_kept,
    note_old_path,
    path_below,
)
from portal.content.section.content import Section
from portal.content.taking import need_taking
from portal.content.times import ZONE
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.content import Container
    from portal.content.document.content import Document

OF_ITS_OWN = ("displayed_at", "displayed_because", "index_number", "expires_at", "expires_how")
"""Values that a copy does not take over: they say something of one document alone."""


def move_document(document: Document, section: Section, act: Act) -> None:
    """Put `document` into another section of its site, with its identity and its revisions.

    Its old address leads to the new one, if the public ever saw it there.

    :raises Refusal: when it is there already, or the section belongs to another site, or takes none
        of this type.
    """
    need_own_section(document, section)
    need_taking(section, document.declared)
    if document.__parent__ is section:
        raise Refusal(_("This is in “${section}” already.", mapping={"section": section.title}))
    old_path, listed = path_below(document), document.listed_as is not None
    take_from_list(document)
    carry(document, section, name_in(section, document, document.__name__ or "", act))
    if listed:
        put_in_list(document)  # under the key that it had, so that its keywords still fit
    if document.first_released_at is not None:
        note_old_path(site_of(document), old_path, document.oid)
    document.changed_at = act.at
    act.announce(DocumentMoved(document, act, old_path=old_path))


def copy_document(document: Document, section: Section, act: Act) -> Document:
    """Make what `document` says last a new draft of the same type in `section` of the same site.

    Fields of an add-on that say by `own` that they are of one document alone are left out.

    :raises Refusal: when the section belongs to another site, or takes none of this type.
    """
    need_own_section(document, section)
    need_taking(section, document.declared)
    own = {*OF_ITS_OWN, *(node.name for node in fields_of(document) if getattr(node, "own", False))}
    values: Any = {
        name: value for name, value in values_of(latest(document)).items() if name not in own
    }
    return create_document(section, values, act, type(document))


def need_own_section(document: Document, section: object) -> None:
    """Make sure that `section` is one of the site of `document`.

    :raises Refusal: when it is not.
    """
    if not isinstance(section, Section) or site_of(section) is not site_of(document):
        raise Refusal(_("The section has to be one of the same site."))


def name_in(folder: Any, content: Any, name: str, act: Act) -> str:
    """Return the name that `content` gets in `folder`: `name`, or a new one where it is taken."""
    if name_kept(folder, name, content.oid):
        return name
    day = (getattr(content, "displayed_at", None) or act.at).astimezone(ZONE).date()
    return free_name(folder, day)


def carry(content: Any, folder: Container, name: str) -> None:
    """Take `content` out of its folder and put it into `folder`; its identity stays."""
    content.__parent__.move(content.__name__, folder, name)
    forget_old_path(site_of(content), path_below(content).rstrip("/"))
