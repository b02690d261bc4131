"""What can be added to a place by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound

from portal.content.addresses import path_of
from portal.content.content import site_of
from portal.content.declaration import kinds_of
from portal.content.document.content import DOCUMENT, Document
from portal.content.taking import fits, is_accepted

if TYPE_CHECKING:
    from pyramid.registry import Registry
    from pyramid.request import Request

    from portal.content.declaration import ContentType

TYPE = "type"
"""Field of a form, and part of an address, that names the type of what is added."""


def is_document_type(kind: ContentType) -> bool:
    """Tell whether the core writes, reviews and releases what is of this type."""
    return isinstance(kind.factory, type) and issubclass(kind.factory, Document)


def addable_types(place: Any, registry: Registry) -> tuple[ContentType, ...]:
    """Return the types of add-ons of the site, and documents, that `place` may contain."""
    offered = fitting_types(type(place), site_of(place), registry)
    return tuple(kind for kind in offered if is_accepted(kind, place))


def fitting_types(holder: type, site: Any, registry: Registry) -> tuple[ContentType, ...]:
    """Return documents, and the types of add-ons of `site`, that fit into places of a class."""
    return tuple(
        kind
        for kind in kinds_of(registry).values()
        if fits(kind, holder)
        and kind.is_offered(site)
        and (kind.addon or kind.name == DOCUMENT.name)
    )


def offered_types(place: Any, request: Request) -> tuple[tuple[ContentType, str], ...]:
    """Return the types of which this person may add one to `place`, with the form for it."""
    return tuple(
        (kind, form_of(kind, place, request))
        for kind in addable_types(place, request.registry)
        if request.has_permission(kind.permission, place)
    )


def form_of(kind: ContentType, place: Any, request: Request) -> str:
    """Return the address of the form with which something of type `kind` is added to `place`."""
    base = path_of(place, request)
    if kind.add_view:
        return f"{base}{kind.add_view}"
    if not is_document_type(kind):
        return f"{base}add-content?{TYPE}={kind.name}"
    return f"{base}add-document{f'?{TYPE}={kind.name}' if kind.addon else ''}"


def asked_type(place: Any, request: Request, usual: str = "") -> ContentType:
    """Return the type that `request` wants to add to `place`, by address or by form.

    :param usual: name of the type that is meant where none is named.
    :raises HTTPNotFound: when there is no such type, it cannot be added here, or the site does not
        use its add-on, be it since a second ago.
    :raises HTTPForbidden: when this person may not add one.
    """
    named = request.POST.get(TYPE) or request.GET.get(TYPE) or usual
    found = next((e for e in addable_types(place, request.registry) if e.name == named), None)
    if found is None:
        raise HTTPNotFound
    if not request.has_permission(found.permission, place):
        raise HTTPForbidden
    return found
