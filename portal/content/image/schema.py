"""What a person fills in to upload a picture."""

from __future__ import annotations

from typing import TypedDict

import colander

from portal.content.file.schema import FileSchema
from portal.i18n import _

ALTERNATIVE_MAX = 200
CAPTION_MAX = 300
MAX_PIXELS = 50_000_000
"""Largest picture, in pixels; decoding one takes four bytes for each."""


class ImageData(TypedDict, total=False):
    """A validated picture; `alternative` is what a person who cannot see it is told."""

    title: str
    file_name: str
    alternative: str
    caption: str
    map_approval_number: str


class ImageSchema(FileSchema):
    """A picture as the form asks for it."""

    alternative = colander.SchemaNode(
        colander.String(),
        title=_("Alternative text"),
        description=_("What does a person who cannot see the picture have to know?"),
        validator=colander.Length(max=ALTERNATIVE_MAX),
    )
    caption = colander.SchemaNode(
        colander.String(),
        title=_("Caption"),
        validator=colander.Length(max=CAPTION_MAX),
        missing="",
    )
    map_approval_number = colander.SchemaNode(
        colander.String(),
        title=_("Approval number of the map"),
        validator=colander.Length(max=60),
        missing="",
    )
