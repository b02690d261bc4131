"""What an add-on is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

    from portal.content.declaration import ContentType
    from portal.site.blocks.declaration import BlockType
    from portal.site.site import Site


def nothing(site: Site) -> None:
    """Leave `site` as it is."""


@dataclass(frozen=True, kw_only=True)
class AddOn:
    """Everything that an add-on brings; the core reads it and registers it.

    :ivar name: permanent identifier, also the prefix of its types and permissions.
    :ivar package: import name; its modules are scanned for views and subscribers.
    :ivar requires: names of the add-ons that must be enabled first.
    :ivar types: content types that it brings.
    :ivar blocks: block types that it brings for home pages, named after it.
    :ivar set_up: brings a site to the present data layout when it enables the add-on.
    """

    name: str
    title: TranslationString
    package: str
    requires: tuple[str, ...] = ()
    types: tuple[ContentType, ...] = ()
    blocks: tuple[BlockType, ...] = ()
    set_up: Callable[[Site], None] = nothing
