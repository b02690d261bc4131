"""What a person fills in to upload a picture."""

from __future__ import annotations

from typing import TypedDict

import colander

from portal.content.file.schema import WORDS_MAX, FileSchema
from portal.i18n import _

MAX_PIXELS = 50_000_000
"""Largest picture, in pixels; decoding one takes four bytes for each."""

MIDDLE = (50, 50)
"""Point of a picture that stays where only a part of it is shown, unless somebody chose another."""
WHOLE = 100


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
        validator=colander.Length(max=WORDS_MAX["alternative"]),
    )
    caption = colander.SchemaNode(
        colander.String(),
        title=_("Caption"),
        validator=colander.Length(max=WORDS_MAX["caption"]),
        missing="",
    )
    map_approval_number = colander.SchemaNode(
        colander.String(),
        title=_("Approval number of the map"),
        validator=colander.Length(max=WORDS_MAX["map_approval_number"]),
        missing="",
    )
