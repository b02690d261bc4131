"""The bar that staff sees above every page of a place where it works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.addon.work import links_to_work
from portal.content.adding import TYPE, offered_types
from portal.content.addresses import path_of
from portal.content.content import Container, Content, site_of
from portal.content.document.content import DOCUMENT, Document
from portal.content.document.drafts import draft_state, seen_by_public
from portal.content.document.presence import others_at
from portal.content.general.deleting import may_delete
from portal.content.section.content import Section
from portal.content.trash.content import Trash
from portal.content.values import Link
from portal.content.workflow import DELETED
from portal.i18n import _
from portal.site.site import Media, Site
from portal.theme.page import AS_FOR_THE_PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.events import BeforeRender
    from pyramid.i18n import TranslationString
    from pyramid.request import Request


ADDON_PAGES = frozenset({"add-ons", "enable-add-on", "disable-add-on", "set-add-on"})
ADD = {DOCUMENT.name: _("Add a document")}


@dataclass(frozen=True)
class Toolbar:
    """What staff may do with what a page shows, always in the same order.

    :ivar site_title: name of the site, so that nobody takes one for another.
    :ivar tree: where all places of the site are listed; empty for who has no work there.
    :ivar links: to look at it, to change it, to what is beside it, and to lists of other work.
    :ivar add: what can be added here.
    :ivar status: where its state is shown and changed; `None` for what has none.
    :ivar more: what is done more rarely.
    :ivar state: what the public sees, and what becomes of the draft.
    :ivar present: who else writes here.
    :ivar shortcuts: whether keys do something.
    """

    site_title: str
    tree: str
    links: tuple[Link, ...]
    add: tuple[Link, ...] = ()
    status: Link | None = None
    more: tuple[Link, ...] = ()
    state: tuple[TranslationString, ...] = ()
    present: tuple[TranslationString, ...] = ()
    shortcuts: bool = True


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
    if getattr(request, "view_name", "") in AS_FOR_THE_PUBLIC:
        return None
    if not (isinstance(context, Site | Section | Media | Content) or _is_of_addon(context)):
        return None
    if not request.has_permission("portal.work", context):
        return _of_work_alone(context, request)
    folder, site = _folder_of(context), site_of(context)
    writing = request.view_name == "edit"  # there, the form itself tells it as it changes
    return Toolbar(
        site.title,
        f"{path_of(site, request)}tree",
        (*_links(context, folder, request), *links_to_work(site, request)),
        tuple(_additions(context if _is_of_addon(context) else folder, request)),
        _status(context, request) if isinstance(context, Document) else None,
        tuple(_more(context, folder, request)),
        _state(context) if isinstance(context, Document) else (),
        tuple(each.said for each in others_at(context, request)) if not writing else (),
        request.cluster["people"][request.identity.login].shortcuts,
    )


def _of_work_alone(context: Any, request: Request) -> Toolbar | None:
    """Return the bar for who has no content to work on here, but the work list of an add-on."""
    site = site_of(context)
    links = links_to_work(site, request) if site is not None else ()
    return Toolbar(site.title, "", links, shortcuts=False) if links else None


def _is_of_addon(context: Any) -> bool:
    """Tell whether `context` holds content and is of the type of an add-on."""
    return isinstance(context, Container) and bool(context.of_addon)


def _folder_of(context: Any) -> Any:
    """Return the place whose contents are shown beside `context`."""
    folder = context.__parent__ if isinstance(context, Content) else context
    while _is_of_addon(folder):
        folder = folder.__parent__
    return site_of(folder) if isinstance(folder, Trash) else folder


def _links(context: Any, folder: Any, request: Request) -> Iterator[Link]:
    here, name = path_of(context, request), request.view_name
    if not isinstance(context, Media):
        yield Link(_("View"), here, current=not name)
    permission = _edited_with(context)
    if permission and request.has_permission(permission, context):
        yield Link(_("Edit"), _below(here, "edit"), current=name == "edit")
    place = site_of(folder) if isinstance(folder, Media) else folder
    at_contents = name == "contents" and place is folder
    yield Link(_("Contents"), f"{path_of(place, request)}contents", current=at_contents)


def _edited_with(context: Any) -> str:
    """Return the permission that changing `context` needs; empty where there is no form for it."""
    if isinstance(context, Section):
        return "portal.manage"
    return "portal.edit" if isinstance(context, Document) or context.of_addon else ""


def _additions(folder: Any, request: Request) -> Iterator[Link]:
    name, here = request.view_name, path_of(folder, request)
    for kind, form in offered_types(folder, request):
        title = ADD.get(kind.name) or _("Add: ${kind}", mapping={"kind": kind.title})
        current = name in form and request.params.get(TYPE, "") == (kind.addon and kind.name)
        yield Link(title, form, current=bool(name) and current)
    if isinstance(folder, Section | Site) and request.has_permission("portal.manage", folder):
        yield Link(_("Add a section"), f"{here}add-section", current=name == "add-section")
    media = site_of(folder)["media"]
    if request.has_permission("portal.add_content", media):
        yield Link(_("Upload files and pictures"), f"{path_of(media, request)}contents")


def _status(document: Document, request: Request) -> Link:
    address = _below(path_of(document, request), "draft")
    return Link(_("Draft and review"), address, current=request.view_name == "draft")


def _more(context: Any, folder: Any, request: Request) -> Iterator[Link]:
    here, name = path_of(context, request), request.view_name
    if isinstance(context, Document):
        for view, permission, title in _DOCUMENT_PAGES:
            if request.has_permission(permission, context):
                yield Link(title, _below(here, view), current=name == view)
        if context.state != DELETED and request.has_permission("portal.move", context):
            base = f"{path_of(folder, request)}batch?pick={context.oid}"
            yield Link(_("Move"), f"{base}&deed=move")
            yield Link(_("Copy"), f"{base}&deed=copy")
            yield Link(_("Delete"), f"{base}&deed=delete")
    elif context.of_addon and not isinstance(context, Section) and may_delete(context, request):
        yield Link(_("Delete"), _below(here, "delete"), current=name == "delete")
    yield from _of_place(folder, request)


_DOCUMENT_PAGES = (
    ("history", "portal.work", _("History")),
    ("links", "portal.work", _("Links")),
    ("share", "portal.share", _("Preview for others")),
)


def _of_place(folder: Any, request: Request) -> Iterator[Link]:
    name, at = request.view_name, request.context
    media, place = site_of(folder)["media"], path_of(folder, request)
    if request.has_permission("portal.work", media):
        address = f"{path_of(media, request)}contents"
        yield Link(_("Files and pictures"), address, current=name == "contents" and at is media)
    if isinstance(folder, Media):
        return
    if request.has_permission("portal.manage", folder):
        yield Link(_("Sections"), f"{place}sections", current=name == "sections")
        rule = f"{place}review-rule"
        yield Link(_("Reviews"), rule, current=name == "review-rule")
    site = site_of(folder)
    if request.registry.addons and request.has_permission("portal.manage", site):
        yield Link(_("Add-ons"), f"{path_of(site, request)}add-ons", current=name in ADDON_PAGES)
    if request.has_permission("portal.grant", folder):
        yield Link(_("People and roles"), f"{place}people", current=name == "people")
    yield Link(_("Trash"), f"{place}trash", current=name == "trash")


def _below(address: str, name: str) -> str:
    return f"{address.rstrip('/')}/{name}"


def _state(document: Document) -> tuple[TranslationString, ...]:
    draft = draft_state(document)
    public = seen_by_public(document)
    return (public,) if draft is None else (public, draft)
