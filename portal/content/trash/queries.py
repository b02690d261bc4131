"""Look-ups of what is in the trash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.location import inside

from portal.content.boundary import reach
from portal.content.content import site_of
from portal.content.trash.content import TRASH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.content.document.content import Document


def deleted_from(place: Any) -> Iterator[tuple[Document, Any]]:
    """Return what was deleted from `place` and below, newest first, with the section it was in.

    The section is `None` when it does not exist any more; that belongs to the site alone.
    """
    trash = site_of(place).get(TRASH)
    for name in trash.by_time.values() if trash is not None else ():
        section = section_of(trash[name])
        if _is_from(place, section):
            yield trash[name], section


def named_in_trash(place: Any, name: str) -> Document | None:
    """Return what is called `name` in the trash, if it was deleted from `place` or below."""
    trash = site_of(place).get(TRASH)
    document: Document | None = trash.get(name) if trash is not None else None
    if document is None or not _is_from(place, section_of(document)):
        return None
    return document


def _is_from(place: Any, section: Any) -> bool:
    return place is site_of(place) or (section is not None and inside(section, place))


def section_of(document: Document) -> Any:
    """Return the section that a deleted document was in; `None` if it is gone."""
    assert document.deleted is not None  # noqa: S101  # it is in the trash
    return reach(document.deleted[2], document)
