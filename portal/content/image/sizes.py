"""The sizes in which pages show pictures, made once and kept as files."""

from __future__ import annotations

import io
import os
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import PIL.Image
import PIL.ImageOps

from portal.content.image.schema import WHOLE

if TYPE_CHECKING:
    from pathlib import Path

    from portal.content.image.content import Image

SIZES = {"small": 480, "medium": 960, "large": 1_600}
"""Name of a size to its greatest width and height, in pixels."""
STEP = 10
"""Places of a picture that style sheets know, in hundredths."""
QUALITY = 82
ORIGINAL_QUALITY = 95
METADATA = frozenset({"comment", "exif", "photoshop", "xmp", "XML:com.adobe.xmp"})
"""Where files of pictures keep notes, by the names that Pillow gives them."""

PIL.Image.MAX_IMAGE_PIXELS = None  # `schema.MAX_PIXELS` decides, before anything is decoded


def stored_size(content: bytes) -> tuple[int, int]:
    """Return width and height as a picture tells them, without decoding anything."""
    with PIL.Image.open(io.BytesIO(content)) as picture:
        width, height = picture.size
    return width, height


def upright_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a picture the right way up; it is decoded whole.

    :raises OSError: when it breaks off; SyntaxError, ValueError or EOFError when it is broken.
    """
    with PIL.Image.open(io.BytesIO(content)) as picture:
        picture.load()
        width, height = picture.size
        sideways = picture.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    return (height, width) if sideways else (width, height)


def without_metadata(content: bytes) -> bytes:
    """Return a picture without what its camera told, such as where and when; upright.

    A picture that tells nothing stays as it is, to the byte.
    """
    with PIL.Image.open(io.BytesIO(content)) as picture:
        told = METADATA & picture.info.keys() or getattr(picture, "text", None)
        if not (told or picture.getexif()):
            return content
        colours = picture.info.get("icc_profile")
        upright = PIL.ImageOps.exif_transpose(picture)
        upright.info = {}
        bare = io.BytesIO()
        upright.save(bare, picture.format, quality=ORIGINAL_QUALITY, icc_profile=colours)
    return bare.getvalue()


def size_within(image: Image, name: str) -> tuple[int, int]:
    """Return width and height of `image` in the size called `name`; pictures never grow."""
    scale = min(1.0, SIZES[name] / max(image.width, image.height, 1))
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


def crop_of(image: Image) -> tuple[str, str]:
    """Return the point that stays where the style sheet cuts `image`, in whole tens of hundredths.

    Empty for the middle, which stays by itself: `("30", "")`.
    """
    across, down = ("" if each == WHOLE // 2 else str(each) for each in map(_tens, image.focus))
    return across, down


def _tens(part: int) -> int:
    return (part + STEP // 2) // STEP * STEP


def sized(image: Image, name: str, folder: Path) -> Path:
    """Return the file with `image` in the size called `name`, made now if it is not in `folder`.

    The file carries no metadata such as the place where a photograph was taken. It is written
    beside its place and moved there at once, so that nobody ever reads half of it.
    """
    place = folder / "pictures" / f"{image.oid}-{image.changed_at:%Y%m%d%H%M%S}-{name}.webp"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=place.parent, delete=False) as beside:
            _draw(image, name).save(beside, "WEBP", quality=QUALITY)
        os.replace(beside.name, place)  # noqa: PTH105  # Path has no name for it that takes a string
        place.chmod(0o644)
    return place


def _draw(image: Image, name: str) -> PIL.Image.Image:
    with image.blob.open("r") as source, PIL.Image.open(source) as picture:
        upright = PIL.ImageOps.exif_transpose(picture)
        upright = upright.convert("RGBA" if "A" in upright.getbands() else "RGB")
        return upright.resize(size_within(image, name), PIL.Image.Resampling.LANCZOS)
