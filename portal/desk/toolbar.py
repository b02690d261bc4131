"""The bar that staff sees above every page of a place where it works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.content.addresses import path_of
from portal.content.content import Content, site_of
from portal.content.document.content import Document
from portal.content.document.drafts import draft_state, seen_by_public
from portal.content.section.content import Section
from portal.content.trash.content import Trash
from portal.content.values import Link
from portal.i18n import _
from portal.site.site import Media, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.events import BeforeRender
    from pyramid.i18n import TranslationString
    from pyramid.request import Request


@dataclass(frozen=True)
class Toolbar:
    """What staff may do with what a page shows.

    :ivar site_title: name of the site, so that nobody takes one for another.
    :ivar state: what the public sees, and what becomes of the draft.
    """

    site_title: str
    links: tuple[Link, ...]
    state: tuple[TranslationString, ...] = ()


def add_toolbar(event: BeforeRender) -> None:
    """Offer `toolbar` to the frame of a page; `None` for everybody but the staff of the place."""
    request = event["request"]
    if request is not None and event["renderer_name"].endswith(".pt"):
        event["toolbar"] = toolbar_of(request)


def toolbar_of(request: Request) -> Toolbar | None:
    """Return the bar for what `request` shows; `None` where the person has no work to do."""
    context = getattr(request, "context", None)
    if request.identity is None or getattr(request, "exception", None) is not None:
        return None
    if not isinstance(context, Site | Section | Media | Content):
        return None
    if not request.has_permission("portal.work", context):
        return None
    state = _state(context) if isinstance(context, Document) else ()
    return Toolbar(site_of(context).title, tuple(_links(context, request)), state)


def _links(context: Any, request: Request) -> Iterator[Link]:
    here, name = path_of(context, request), request.view_name
    folder = context.__parent__ if isinstance(context, Content) else context
    if isinstance(folder, Trash):
        folder = site_of(folder)
    base = here if here.endswith("/") else f"{here}/"
    if not isinstance(context, Media):
        yield Link(_("View"), here, current=not name)
    if isinstance(context, Document):
        if request.has_permission("portal.edit", context):
            yield Link(_("Edit"), f"{base}edit", current=name == "edit")
        yield Link(_("Draft and review"), f"{base}draft", current=name == "draft")
        yield Link(_("History"), f"{base}history", current=name == "history")
    place = site_of(folder) if isinstance(folder, Media) else folder
    contents = f"{path_of(place, request)}contents"
    yield Link(_("Contents"), contents, current=name == "contents" and place is folder)
    media = site_of(folder)["media"]
    if request.has_permission("portal.work", media):
        address = f"{path_of(media, request)}contents"
        at_media = name == "contents" and folder is media
        yield Link(_("Files and pictures"), address, current=at_media)
    if isinstance(folder, Section) and request.has_permission("portal.add_content", folder):
        add = f"{path_of(folder, request)}add-document"
        yield Link(_("Add a document"), add, current=name == "add-document")


def _state(document: Document) -> tuple[TranslationString, ...]:
    draft = draft_state(document)
    public = seen_by_public(document)
    return (public,) if draft is None else (public, draft)
