"""Pictures."""

from __future__ import annotations

from portal.content.declaration import ContentType
from portal.content.file.content import File
from portal.content.image.schema import MIDDLE, ImageSchema
from portal.i18n import _


class Image(File):
    """A picture: the file as it came, and what it shows in words.

    :ivar width: in pixels, the right way up; so is `height`.
    :ivar alternative: what a person who cannot see the picture is told.
    :ivar focus: the point that stays where only a part of it is shown, from the left and from the
        top, in hundredths.
    :ivar map_approval_number: of a picture that shows a map; empty otherwise.
    """

    alternative = ""
    caption = ""
    map_approval_number = ""
    width = 0
    height = 0
    focus: tuple[int, int] = MIDDLE


IMAGE = ContentType(
    name="portal.image",
    title=_("Picture"),
    factory=Image,
    schema=ImageSchema,
    permission="portal.add_content",
    addable_in=("portal.media",),
)
