"""The hall follows what happens to the items of its site."""

from __future__ import annotations

from addons.onlineservice.finding import hall_of
from addons.onlineservice.hall.operations import look_at, look_at_all
from addons.onlineservice.service.content import PublicService
from portal.addon.events import AddOnEnabled
from portal.content.document.events import DocumentPurged
from portal.content.events import ContentChanged
from portal.events import on


@on(ContentChanged)
def follow(event: ContentChanged) -> None:
    """List an item, or list it no more."""
    item = event.content
    hall = hall_of(item) if isinstance(item, PublicService) else None
    if hall is not None:
        look_at(hall, item)


@on(DocumentPurged)
def forget(event: DocumentPurged) -> None:
    """Forget an item that goes for ever."""
    hall = hall_of(event.content) if isinstance(event.content, PublicService) else None
    if hall is not None:
        hall.take(event.content.oid)


@on(AddOnEnabled)
def catch_up(event: AddOnEnabled) -> None:
    """Look at what happened while the add-on was disabled."""
    hall = hall_of(event.content)
    if event.addon == "onlineservice" and hall is not None and not event.first:
        look_at_all(hall)
