"""The catalogue follows what happens to records, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.traversal import find_root

from addons.openinfo.catalogue.operations import (
    catch_up,
    follow,
    give_index_number,
    look_again_later,
    need_public_mode,
)
from addons.openinfo.disclosure.content import DISCLOSURE, Disclosure
from addons.openinfo.topics import NAME
from portal.addon.events import AddOnEnabled
from portal.catalog.catalog import equal
from portal.content.document.events import DocumentReleased
from portal.content.events import ContentChanged
from portal.events import on

if TYPE_CHECKING:
    from portal.act import Act
    from portal.site.site import Site


@on(ContentChanged)
def follow_record(event: ContentChanged) -> None:
    """Let the catalogue show a record as it is now; one that is released gets its number."""
    if not isinstance(event.content, Disclosure):
        return
    if isinstance(event, DocumentReleased):
        need_public_mode(event.content)
        give_index_number(event.content, event.act)
    follow(event.content)


@on(AddOnEnabled)
def follow_all(event: AddOnEnabled) -> None:
    """Look at all records once more, as nobody heard of them while the add-on was disabled."""
    if event.addon == NAME and not event.first:
        look_again_later(event.content)


def catch_up_all(site: Site, act: Act) -> None:
    """Look at the next records of a site that enabled the add-on again."""
    records = find_root(site).catalog.fitting(equal(site=site.oid, kind=DISCLOSURE.name))
    catch_up(site, records, act)
