"""Which types of content a place takes: those that fit into it, less what its manager ruled out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

    from portal.content.declaration import ContentType


def fits(kind: ContentType, holder: type) -> bool:
    """Tell whether something of type `kind` belongs into places of the class `holder`."""
    own: ContentType | None = getattr(holder, "declared", None)
    return own is not None and own.name in kind.addable_in


def is_accepted(kind: ContentType, place: Any) -> bool:
    """Tell whether the manager of `place` lets it have content of type `kind`."""
    accepted: tuple[str, ...] = getattr(place, "accepts", ())
    return not accepted or kind.name in accepted


def takes(place: Any, kind: ContentType) -> bool:
    """Tell whether something of type `kind` may come to `place`."""
    return fits(kind, type(place)) and is_accepted(kind, place)


def why_not(place: Any, kind: ContentType | None) -> TranslationString | None:
    """Return why content of type `kind` may not come to `place`; `None` if it may."""
    return None if kind is None or takes(place, kind) else _not_taken(place, kind)


def need_accepting(place: Any, kind: ContentType | None) -> None:
    """Make sure that content of type `kind` may be added to `place`, be it by an import.

    :raises Refusal: when its manager ruled that out.
    """
    if kind is not None and not is_accepted(kind, place):
        raise Refusal(_not_taken(place, kind))


def need_taking(place: Any, kind: ContentType | None) -> None:
    """Make sure that content of type `kind` from elsewhere may come to `place`.

    :raises Refusal: when it does not belong there, or its manager ruled that out.
    """
    why = why_not(place, kind)
    if why is not None:
        raise Refusal(why)


def _not_taken(place: Any, kind: ContentType) -> TranslationString:
    values = {"section": place.title, "kind": kind.title}
    return _("“${section}” takes no content of the type “${kind}”.", mapping=values)
