"""Look-ups of what is in the trash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.location import inside

from portal.content.boundary import reach
from portal.content.content import Kept, is_in_use, site_of
from portal.content.trash.content import TRASH

if TYPE_CHECKING:
    from collections.abc import Iterator


def deleted_from(place: Any) -> Iterator[tuple[Any, Any]]:
    """Return what was deleted from `place` and below, newest first, with the place it was in.

    That place is `None` when it does not exist any more; then it belongs to the site alone.
    """
    trash = site_of(place).get(TRASH)
    for name in trash.by_time.values() if trash is not None else ():
        content = _reached(trash[name])
        if content is None:
            continue
        was_in = place_of(content)
        if _is_from(place, was_in):
            yield content, was_in


def named_in_trash(place: Any, name: str) -> Any | None:
    """Return what is called `name` in the trash, if it was deleted from `place` or below."""
    trash = site_of(place).get(TRASH)
    content = _reached(trash.get(name)) if trash is not None else None
    if content is None or not _is_from(place, place_of(content)):
        return None
    return content


def place_of(content: Any) -> Any:
    """Return the section, or another place, that deleted content was in; `None` if it is gone."""
    assert content.deleted is not None  # noqa: S101  # it is in the trash
    return reach(content.deleted[2], content)


def _reached(content: Any) -> Any | None:
    """Return `content`, unless its add-on is not used by the site, or its code is gone."""
    return content if isinstance(content, Kept) and is_in_use(content) else None


def _is_from(place: Any, was_in: Any) -> bool:
    return place is site_of(place) or (was_in is not None and inside(was_in, place))
