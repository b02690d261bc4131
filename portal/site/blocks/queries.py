"""Look-ups of what a home page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.site.blocks.core import ENTRIES, GROUP, LEADS, SITES
from portal.site.blocks.declaration import block_types
from portal.site.blocks.values import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.request import Request

    from portal.site.blocks.declaration import Arrangement
    from portal.site.site import Site

USUAL: Arrangement = ((LEADS.name, {}), (ENTRIES.name, {}), (GROUP.name, {}))
"""How the home page of a site looks that nobody has arranged."""
OF_PORTALS: Arrangement = (*USUAL, (SITES.name, {}))


def arrangement_of(site: Site) -> Arrangement:
    """Return how the home page of `site` is arranged; without own blocks, as its class has it."""
    return site.blocks or (OF_PORTALS if site.class_name == "portal" else USUAL)


def shown_blocks(site: Site, request: Request) -> tuple[Shown, ...]:
    """Return the blocks of the home page of `site` that have something to show.

    Source: Guidelines on the Development of Government Websites (State Council General Office,
    2017, No. 47), annex on page design: what has nothing to show is not displayed.
    """
    return tuple(_shown(site, request))


def _shown(site: Site, request: Request) -> Iterator[Shown]:
    types = block_types(request.registry)
    for number, (name, options) in enumerate(arrangement_of(site), 1):
        kind = types.get(name)
        value = kind.show(site, options, request) if kind and kind.is_offered(site) else None
        if kind and value:
            yield Shown(
                number=number,
                title=options.get("title", ""),
                width=options.get("width", kind.width),
                template=kind.template,
                macro=kind.macro,
                value=value,
            )
