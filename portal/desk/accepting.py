"""The form of a section with the types of content that it may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.adding import fitting_types
from portal.content.content import site_of
from portal.content.declaration import kinds_of
from portal.content.section.content import Section
from portal.content.section.schema import SectionFormSchema
from portal.forms.form import Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.content.declaration import ContentType


def section_form(request: Request, section: Section | None = None) -> Form:
    """Return the form of `section`, or of a new one; it asks for types where there are several."""
    schema = SectionFormSchema()
    choices = tuple((kind.name, kind.title) for kind in _types(request, section))
    if len(choices) > 1:
        schema["accepts"].choices = choices
    else:
        del schema["accepts"]
    return Form(schema, request)


def _types(request: Request, section: Section | None) -> Iterator[ContentType]:
    """Return what a section may be limited to, and what it is limited to while that is disabled."""
    holder = Section if section is None else type(section)
    offered = fitting_types(holder, site_of(request.context), request.registry)
    yield from offered
    for name in section.accepts if section is not None else ():
        kind = kinds_of(request.registry).get(name)
        if kind is not None and kind not in offered:
            yield kind
