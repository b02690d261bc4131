"""What a block of a home page is made of, and how one is registered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.i18n import TranslationString
    from pyramid.registry import Registry
    from pyramid.request import Request

    from portal.site.blocks.schema import BlockSchema
    from portal.site.site import Site

Options = Mapping[str, Any]
"""Validated options of one block, such as `{"section": 81, "count": 6}`."""
Arrangement = tuple[tuple[str, Options], ...]
"""Names of block types with their options, from the top of the page down."""
Width = Literal["wide", "half", "third"]
CORE = "portal"
"""First part of the names of the block types that every site has."""
_TYPES = "portal.block_types"


@dataclass(frozen=True, kw_only=True)
class BlockType:
    """One kind of block that a home page can be arranged of.

    :ivar name: permanent identifier, `<add-on>.<block>`, `portal.<block>` in the core; a site
        has the blocks of the add-ons that it enabled.
    :ivar schema: the options that a person fills in.
    :ivar show: returns what the macro shows as `value`; something false when there is nothing to
        show, and then the block is left out.
    :ivar template: asset such as `portal.site.blocks:templates/blocks.pt`, with the macro `macro`.
    :ivar width: of the main area; narrow blocks share a row. A site can choose another one.
    """

    name: str
    title: TranslationString
    schema: type[BlockSchema]
    show: Callable[[Site, Options, Request], Any]
    template: str
    macro: str
    width: Width = "wide"

    def is_offered(self, site: Site) -> bool:
        """Tell whether `site` can show it."""
        owner = self.name.partition(".")[0]
        return owner == CORE or site.uses(owner)


def add_block(config: Configurator, kind: BlockType) -> None:
    """Register a block type; available as `config.add_block`."""
    block_types(config.registry)[kind.name] = kind


def block_types(registry: Registry) -> dict[str, BlockType]:
    """Return the block types of this process by name."""
    types: dict[str, BlockType] = registry.setdefault(_TYPES, {})
    return types
