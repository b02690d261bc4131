"""Small files that tests of content upload."""

from __future__ import annotations

import io

import PIL.Image
import pytest


@pytest.fixture(scope="session")
def png() -> bytes:
    """A picture of 8 by 6 pixels."""
    place = io.BytesIO()
    PIL.Image.new("RGB", (8, 6), "red").save(place, "PNG")
    return place.getvalue()
