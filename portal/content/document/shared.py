"""What people without an account see of a draft, by a link that somebody gave them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import FileResponse
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import Home, is_public, site_of
from portal.content.document.attachments import attached_to, lead_picture_of
from portal.content.document.content import Text
from portal.content.document.drafted import drafted_page
from portal.content.document.drafts import as_shown, latest
from portal.content.document.queries import attachment
from portal.content.document.shares import is_genuine, opened
from portal.content.file.content import File
from portal.content.file.views import download
from portal.content.image.content import Image
from portal.content.image.sizes import size_within, sized
from portal.content.link.content import Link
from portal.content.link.views import follow
from portal.content.picturing import media_in
from portal.content.times import minute
from portal.content.values import Picture
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString
    from pyramid.request import Request
    from pyramid.response import Response

    from portal.content.document.content import Document
    from portal.content.document.shares import Share

KEPT_NOWHERE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""Headers of what a key opens: nobody keeps, lists or passes on its address."""
SIZES = ("small", "medium", "large")
_NUMBER = re.compile(r"-?[0-9]{1,19}", re.ASCII)
_MEDIA = re.compile(r'(\s(?:src|href)=")/media/([^"/?#]+)(?:/([a-z]+))?"')


@view_config(
    context=Home,
    name="shared",
    request_method="GET",
    permission=NO_PERMISSION_REQUIRED,
)
def show_shared(home: Home, request: Request) -> Response:
    """Show the newest draft as the public would see it; the key is all the right one needs."""
    document, share = _opened(home, request)
    request.context = document  # the frame leads to its section, not to the home page
    request.opened_by_key = site_of(document)
    request.shared_note = _said(document, share)
    files = _Files(document, request)
    draft = as_shown(document, latest(document))
    draft.text = Text(files.in_text(draft.body))
    instead = {
        "lead_picture": files.lead_picture(),
        "attachments": files.attachments(),
        "address": "",
        "qr": "",
    }
    response = drafted_page(draft, request, instead=instead)
    response.headers.update(KEPT_NOWHERE)
    return response


@view_config(
    context=Home, name="shared-file", request_method="GET", permission=NO_PERMISSION_REQUIRED
)
def send_shared(home: Home, request: Request) -> Response:
    """Send a file that the shared draft names; no other one."""
    document, _share = _opened(home, request)
    sent = request.GET.get("file", "")
    oid = int(sent) if _NUMBER.fullmatch(sent) else 0
    file = next((each for each in _named(document) if each.oid == oid), None)
    if file is None:
        raise HTTPNotFound
    response = _response(file, request)
    response.headers.update(KEPT_NOWHERE)
    return response


def _opened(home: Home, request: Request) -> tuple[Document, Share]:
    """Return what the key of `request` opens; all that is wrong with it looks the same."""
    key, at, address = request.GET.get("key", ""), request.act.at, request.remote_addr or ""
    guesses = request.registry["guesses"]
    if guesses.is_blocked(address, at):
        raise HTTPNotFound
    if not is_genuine(key, request.registry["secret"]):
        guesses.note(address, at)
        raise HTTPNotFound
    found = opened(key, home, at)
    if found is None:
        raise HTTPNotFound
    return found


def _said(document: Document, share: Share) -> TranslationString:
    values = {"when": minute(share.until)}
    if document.draft is None and document.state == "published":
        return _("This version is published. The link is valid until ${when}.", mapping=values)
    return _("Draft, not published. The link is valid until ${when}.", mapping=values)


def _response(file: Any, request: Request) -> Response:
    if isinstance(file, Link):
        return follow(file, request)
    size = request.GET.get("size", "")
    if isinstance(file, Image) and size in SIZES:
        place = sized(file, size, request.registry["settings"].copies_folder)
        return FileResponse(str(place), request=request, content_type="image/webp")
    return download(file, request)


def _named(document: Document) -> Iterator[Any]:
    """Yield the files, links and pictures of its own site that the newest revision names."""
    oids = (*attached_to(document), lead_picture_of(document))
    found = (reach(oid, document) for oid in oids if oid)
    yield from (each for each in found if isinstance(each, File | Link))
    yield from media_in(latest(document).text.html, document)


@dataclass(frozen=True)
class _Files:
    """The files of a draft, by their own address if the public sees them, else by the key."""

    document: Document
    request: Request

    def lead_picture(self) -> Picture | None:
        image = reach(lead_picture_of(self.document), self.document)
        if not isinstance(image, Image):
            return None
        width, height = size_within(image, "medium")
        medium, small = (self._address(image, size) for size in ("medium", "small"))
        return Picture(medium, small, width, height, image.alternative)

    def attachments(self) -> tuple[Any, ...]:
        found = (reach(oid, self.document) for oid in attached_to(self.document))
        return tuple(
            replace(attachment(each, self.request), address=self._address(each))
            for each in found
            if isinstance(each, File | Link)
        )

    def in_text(self, body: str) -> str:
        media = site_of(self.document)["media"]

        def replaced(found: re.Match[str]) -> str:
            file = media.get(found[2])
            if file is None or is_public(file):
                return found[0]
            address = self._address(file, found[3] or "").replace("&", "&amp;")
            return f'{found[1]}{address}"'

        return _MEDIA.sub(replaced, body)

    def _address(self, file: Any, size: str = "") -> str:
        if is_public(file):
            return f"{path_of(file, self.request)}{f'/{size}' if size else ''}"
        home = path_of(site_of(self.document), self.request)
        key = quote(self.request.GET["key"])
        return f"{home}shared-file?key={key}&file={file.oid}&size={size}"
