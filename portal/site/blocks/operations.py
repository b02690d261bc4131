"""What can be done with the arrangement of a home page, independent of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.errors import Refusal
from portal.i18n import _
from portal.site.events import HomeArranged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portal.act import Act
    from portal.site.blocks.declaration import BlockType, Options
    from portal.site.site import Site

BLOCKS_MAX = 30
"""Most blocks of a home page; long home pages are to be avoided."""


def arrange_blocks(
    site: Site, blocks: Iterable[tuple[str, Options]], types: Mapping[str, BlockType], act: Act
) -> None:
    """Arrange the home page of `site`, from the top down; without blocks as its class has it.

    :param types: the block types of this process, by name.
    :raises Refusal: for a type that the site does not have, or too many blocks.
    :raises colander.Invalid: for options that are wrong, such as a section of another site.
    """
    checked = tuple((name, _checked(site, types.get(name), name, given)) for name, given in blocks)
    if len(checked) > BLOCKS_MAX:
        raise Refusal(_("A home page has at most ${most} blocks.", mapping={"most": BLOCKS_MAX}))
    site.blocks = checked
    site.changed_at = act.at
    act.announce(HomeArranged(site, act))


def _checked(site: Site, kind: BlockType | None, name: str, given: Options) -> dict[str, Any]:
    if kind is None or not kind.is_offered(site):
        raise Refusal(_("There is no block “${name}” on this site.", mapping={"name": name}))
    options: dict[str, Any] = kind.schema().bind(site=site).deserialize(dict(given))
    return {key: _frozen(value) for key, value in options.items()}


def _frozen(value: Any) -> Any:
    """Return `value` with tuples for lists: what is stored is replaced as a whole."""
    return tuple(value) if isinstance(value, list) else value
