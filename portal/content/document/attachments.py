"""The files that a draft brings along: its attachments in their order, and its lead picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.document.content import Document
from portal.content.document.drafts import latest
from portal.content.document.operations import save_draft
from portal.content.events import ContentChanged
from portal.content.file.content import File
from portal.content.image.content import Image
from portal.content.link.content import Link
from portal.errors import Refusal
from portal.events import on
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portal.act import Act

ATTACHMENTS_MOST = 500
"""Most attachments of one document."""
_MEDIA = re.compile(r"(?:/sites/([a-z0-9_-]+))?/media/([a-z0-9][a-z0-9._-]*)")
"""The address of a file in a text, with the name of its site if it is there."""


def attached_to(document: Document) -> tuple[int, ...]:
    """Return the identities of the attachments of the newest revision."""
    attachments: tuple[int, ...] = latest(document).values.get("attachments", ())
    return attachments


def lead_picture_of(document: Document) -> int:
    """Return the identity of the lead picture of the newest revision; 0 for none."""
    return int(latest(document).values.get("lead_picture", 0))


def attach(document: Document, oids: Iterable[int], act: Act) -> None:
    """Add files of the same site to the end of the draft's attachments.

    :raises Refusal: when one of `oids` is no file or link of the site, or they are too many.
    """
    attached = attached_to(document)
    added = tuple(oid for oid in dict.fromkeys(oids) if oid not in attached)
    if not all(isinstance(reach(oid, document), File | Link) for oid in added):
        raise Refusal(_("There is no such file on this site."))
    need_room(document, len(added))
    if added:
        save_draft(document, {"attachments": (*attached, *added)}, act)


def need_room(document: Document, count: int) -> None:
    """Make sure that `count` more files can be attached.

    :raises Refusal: when they would be too many.
    """
    if len(attached_to(document)) + count > ATTACHMENTS_MOST:
        values = {"most": ATTACHMENTS_MOST}
        raise Refusal(_("A document has at most ${most} attachments.", mapping=values))


def take_off(document: Document, oid: int, act: Act) -> None:
    """Take a file from the draft's attachments; the file stays, and what the public sees too."""
    left = tuple(each for each in attached_to(document) if each != oid)
    if left != attached_to(document):
        save_draft(document, {"attachments": left}, act)


def shift(document: Document, oid: int, steps: int, act: Act) -> None:
    """Move an attachment of the draft down by `steps` places, or up where they are negative."""
    attached = list(attached_to(document))
    if oid not in attached:
        raise Refusal(_("This is not attached any more."))
    before = attached.index(oid)
    attached.insert(max(0, before + steps), attached.pop(before))
    if tuple(attached) != attached_to(document):
        save_draft(document, {"attachments": tuple(attached)}, act)


def set_lead_picture(document: Document, oid: int, act: Act) -> None:
    """Give the draft a picture of the same site as its lead picture; 0 for none.

    :raises Refusal: when `oid` is no picture of the site.
    """
    if oid and not isinstance(reach(oid, document), Image):
        raise Refusal(_("There is no such picture on this site."))
    if oid != lead_picture_of(document):
        save_draft(document, {"lead_picture": oid}, act)


@on(ContentChanged)
def note_wanted(event: ContentChanged) -> None:
    """Note on files which documents name them, live or in a draft, so that none is deleted."""
    if isinstance(event.content, Document):
        note_files_of(event.content)


def note_files_of(document: Document) -> None:
    """Note on each file whether `document` names it now."""
    wanted = tuple(sorted(set(_named(document))))
    for oid in set(document.wanted) ^ set(wanted):
        file = reach(oid, document)
        if not isinstance(file, File | Link):
            continue
        others = tuple(each for each in file.wanted_by if each != document.oid)
        file.wanted_by = (*others, document.oid) if oid in wanted else others
    if wanted != document.wanted:
        document.wanted = wanted


def _named(document: Document) -> Iterator[int]:
    """Yield the identities of the files that `document` names, live and in its newest revision."""
    newest = latest(document)
    yield from (*document.attachments, *attached_to(document))
    yield from (oid for oid in (document.lead_picture, lead_picture_of(document)) if oid)
    for text in {document.body, newest.text.html}:
        yield from (file.oid for file in _in_text(text, document))


def _in_text(text: str, document: Document) -> Iterator[Any]:
    if "/media/" not in text:
        return
    site = site_of(document)
    for other, name in _MEDIA.findall(text):
        file = site["media"].get(name) if other in {"", site.__name__} else None
        if file is not None:
            yield file
