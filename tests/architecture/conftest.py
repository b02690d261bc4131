"""A portal with something of everything in it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import PIL.Image
import pytest

from portal.addon.registry import installed_addons
from portal.content.file.operations import add_file, release_media
from portal.content.image.operations import add_image
from portal.content.link.operations import add_link
from portal.testing import World


def picture() -> bytes:
    held = io.BytesIO()
    PIL.Image.new("RGB", (40, 20), "navy").save(held, "PNG")
    return held.getvalue()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two sites with all delivered add-ons, a document with a picture and attachments, a search."""
    world = World.make(tmp_path_factory.mktemp("furnished"), addons=tuple(installed_addons()))
    world.site("main", "portal")
    world.site("fgw")
    with world.office.transaction() as (cluster, act):
        media = cluster["sites"]["fgw"]["media"]
        named = {"title": "Figures", "file_name": "figures.csv"}
        shown = {"title": "A square", "file_name": "square.png", "alternative": "A blue square"}
        linked = {"title": "Elsewhere", "address": "https://example.org/a.pdf"}
        kept = [
            add_file(media, named, b"year,number\n2026,7\n", act),
            add_image(media, shown, picture(), act),
            add_link(media, linked, act),
        ]
        for each in kept:
            release_media(each, act)
        file, image, link = (each.oid for each in kept)
    values = {"lead_picture": image, "attachments": (file, link)}
    world.publish("/sites/fgw/zwgk/tzgg", title="关于节水的通知", body="<p>节约用水</p>", **values)
    world.publish("/sites/fgw/zwgk/tzgg", title="关于节电的通知")
    world.feed()
    yield world
    world.close()
