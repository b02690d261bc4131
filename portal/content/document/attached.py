"""The files of a draft as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.document.attachments import attached_to, lead_picture_of
from portal.content.document.queries import file_size
from portal.content.file.content import File
from portal.content.image.content import Image
from portal.content.uploading import LEAD_PICTURE, Outcome, Uploader, uploader

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.content.document.content import Document


@dataclass(frozen=True)
class Attached:
    """A file that a draft names.

    :ivar kind: the file's type in capitals, `PDF`.
    :ivar alternative: of a picture; empty for other files.
    :ivar can_be_named: whether its title can be changed here, as the public does not see it yet.
    """

    oid: int
    title: str
    address: str
    kind: str
    size: str
    alternative: str
    is_picture: bool
    can_be_named: bool


@dataclass(frozen=True)
class Files:
    """What the part of the page shows.

    :ivar problems: what became of the files that were not taken.
    """

    address: str
    csrf_token: str
    attached: tuple[Attached, ...]
    picture: Attached | None
    more: Uploader
    lead: Uploader
    problems: tuple[Outcome, ...] = ()


def files_of(document: Document, request: Request, problems: tuple[Outcome, ...] = ()) -> Files:
    """Return the attachments and the lead picture of the draft, and the forms that change them."""
    base = path_of(document, request)
    address = f"{base}/attach"
    shown = (reach(oid, document) for oid in attached_to(document))
    picture = reach(lead_picture_of(document), document)
    more = uploader(request, "attachments", address, choose=f"{base}/choose-file")
    return Files(
        address=address,
        csrf_token=more.csrf_token,
        attached=tuple(_attached(each, base) for each in shown if each is not None),
        picture=_attached(picture, base) if isinstance(picture, Image) else None,
        more=more,
        lead=uploader(
            request, LEAD_PICTURE, address, choose=f"{base}/choose-file?into={LEAD_PICTURE}"
        ),
        problems=problems,
    )


def _attached(file: Any, base: str) -> Attached:
    is_file = isinstance(file, File)
    return Attached(
        oid=file.oid,
        title=file.title,
        address=f"{base}/attached?file={file.oid}" if is_file else file.address,
        kind=PurePath(file.file_name).suffix.strip(".").upper() if is_file else "",
        size=file_size(file.size) if is_file else "",
        alternative=getattr(file, "alternative", ""),
        is_picture=isinstance(file, Image),
        can_be_named=is_file and file.state != "published",
    )
