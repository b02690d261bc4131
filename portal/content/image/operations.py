"""What can be done with pictures, independent of the web."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from portal.content.events import ContentEdited
from portal.content.file.names import safe_file_name
from portal.content.file.operations import check_file, keep
from portal.content.file.schema import MEDIA_TYPES, NO_ALTERNATIVE
from portal.content.image.content import Image
from portal.content.image.schema import MAX_PIXELS, WHOLE
from portal.content.image.sizes import stored_size, upright_size, without_metadata
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.content import Container
    from portal.content.image.schema import ImageData

ENDINGS = frozenset({".jpeg", ".jpg", ".png"})


def add_image(media: Container, data: ImageData, content: bytes, act: Act) -> Image:
    """Keep an uploaded picture in `media`.

    :raises Refusal: without alternative text, and when it is no picture or too large.
    """
    name = safe_file_name(data["file_name"])
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise Refusal(_("Only pictures of the types JPEG and PNG are taken."))
    if not data.get("alternative", "").strip():
        raise Refusal(NO_ALTERNATIVE)
    check_file(ending, content)
    image = Image(data["title"])
    image.width, image.height = _checked_size(content)
    image.file_name, image.media_type = name, MEDIA_TYPES[ending]
    image.alternative, image.caption = data["alternative"], data.get("caption", "")
    image.map_approval_number = data.get("map_approval_number", "")
    keep(media, image, without_metadata(content), act, ending)
    return image


def set_focus(image: Image, point: tuple[int, int], act: Act) -> None:
    """Choose the point of `image` that stays where only a part of it is shown.

    :param point: from the left and from the top, in hundredths.
    :raises Refusal: when it is outside of the picture.
    """
    if not all(0 <= each <= WHOLE for each in point):
        raise Refusal(_("Please give numbers from 0 to 100."))
    if point != image.focus:
        image.focus, image.changed_at = point, act.at
        act.announce(ContentEdited(image, act))


def _checked_size(content: bytes) -> tuple[int, int]:
    try:
        _check_pixels(*stored_size(content))
        return upright_size(content)
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Refusal(_("The picture cannot be read.")) from None


def _check_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise Refusal(
            _(
                "The picture has too many pixels: ${width} × ${height}",
                mapping={"width": width, "height": height},
            )
        )
