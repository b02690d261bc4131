"""The home page of a site: an arrangement of blocks, kept as data of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.site.blocks.core import BLOCK_TYPES
from portal.site.blocks.declaration import add_block
from portal.site.blocks.references import shown_sections_of

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Offer `config.add_block` and `request.shown_sections`; register the blocks of every site."""
    config.add_directive("add_block", add_block)
    config.add_request_method(shown_sections_of, "shown_sections", reify=True)
    for kind in BLOCK_TYPES:
        config.add_block(kind)
