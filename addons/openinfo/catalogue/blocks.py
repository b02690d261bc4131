"""What a home page shows of a catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addons.openinfo.catalogue.content import Kinds
from addons.openinfo.catalogue.place import catalogue_of
from addons.openinfo.catalogue.queries import addressed
from addons.openinfo.i18n import _
from portal.content.addresses import path_of
from portal.content.times import day
from portal.content.values import Block, Item
from portal.site.blocks.declaration import BlockType
from portal.site.blocks.schema import BlockSchema

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.site.blocks.declaration import Options
    from portal.site.site import Site

NEWEST = 6


def newest(site: Site, options: Options, request: Request) -> Block | None:
    """Return the newest records with the way to the catalogue; nothing while it is empty."""
    catalogue = catalogue_of(site)
    found = addressed(catalogue, catalogue.page(Kinds(), 0, 0, NEWEST), request)
    items = tuple(Item(entry.title, address, day(entry.day)) for entry, address in found)
    title: str = _("Catalogue of government information")
    return Block(title, path_of(catalogue, request), items) if items else None


NEWEST_RECORDS = BlockType(
    name="openinfo.newest",
    title=_("Newest of the disclosure catalogue"),
    schema=BlockSchema,
    show=newest,
    template="portal.site.blocks:templates/blocks.pt",
    macro="newest",
    width="half",
)
