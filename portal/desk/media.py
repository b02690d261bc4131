"""Pages on which staff finds, adds, describes and deletes the files and pictures of a site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from portal.content.addresses import path_of
from portal.content.content import site_of
from portal.content.document.attaching import told
from portal.content.document.content import Document
from portal.content.document.drafts import title_of
from portal.content.file.content import File
from portal.content.file.operations import delete_media, describe_media
from portal.content.file.queries import other_uses
from portal.content.file.schema import FileSchema
from portal.content.image.content import Image
from portal.content.image.operations import set_focus
from portal.content.image.schema import ImageSchema
from portal.content.uploading import LEAD_PICTURE, keep_sent, uploader
from portal.desk.medialist import media_list, media_row
from portal.errors import Refusal
from portal.forms.form import Form, NotFilledIn
from portal.i18n import _
from portal.site.site import Media

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.content.uploading import Outcome

Answer: TypeAlias = dict[str, Any] | Response

_HUNDREDTHS = re.compile("[0-9]{1,3}", re.ASCII)
WORDS = ("title", "alternative", "caption", "map_approval_number")


@view_defaults(
    context=Media, name="contents", permission="portal.work", renderer="templates/media.pt"
)
class MediaContents:
    """The files and pictures of a site."""

    def __init__(self, media: Media, request: Request) -> None:
        self.media = media
        self.request = request
        self.address = f"{path_of(media, request)}contents"

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """List them, those changed last first."""
        return self._page()

    @view_config(request_method="POST", permission="portal.add_content")
    def upload(self) -> Answer:
        """Keep the files that were sent; a script is told as data."""
        outcomes = keep_sent(self.media, self.request)
        problems = tuple(each for each in outcomes if each.problem)
        self.request.response.status_int = 422 if problems else 200
        if self.request.headers.get("Accept") == "application/json":
            return told(problems, self.request)
        if problems:
            return self._page(problems)
        return HTTPSeeOther(f"{self.address}?done=upload")

    def _page(self, problems: tuple[Outcome, ...] = ()) -> dict[str, Any]:
        may_add = self.request.has_permission("portal.add_content", self.media)
        return {
            "title": _("Files and pictures of “${site}”", mapping={"site": self._site_title}),
            "address": self.address,
            "done": DONE.get(self.request.GET.get("done", ""), ""),
            "problems": problems,
            "uploader": uploader(self.request, "media", self.address) if may_add else None,
            **media_list(self.media, self.request, self.address),
        }

    @property
    def _site_title(self) -> str:
        return str(site_of(self.media).title)


DONE = {
    "upload": _("The files arrived."),
    "describe": _("Saved."),
    "delete": _("The file is deleted."),
}
"""What is said after a deed."""


@view_defaults(
    context=File, name="describe", permission="portal.edit", renderer="templates/describe.pt"
)
class DescribeFile:
    """What is said of one file or picture, where it is used, and its end."""

    def __init__(self, file: File, request: Request) -> None:
        self.file = file
        self.request = request
        schema = ImageSchema() if isinstance(file, Image) else FileSchema()
        del schema["file_name"]
        self.form = Form(schema, request)

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Show the form."""
        known = {name: getattr(self.file, name, "") for name in WORDS}
        return self._page(self.form.filled(known))

    @view_config(request_method="POST")
    def send(self) -> Answer:
        """Change the words; those of a file that the public sees only by who may release it."""
        try:
            data = self.form.validated(self.request.POST)
            _need_release(self.file, self.request)
            describe_media(self.file, data, self.request.act)
        except NotFilledIn as problem:
            self.request.response.status_int = 422
            return self._page(problem.html)
        except Refusal as refusal:
            self.request.response.status_int = refusal.status
            return self._page(self.form.filled(data), problem=refusal.message)
        return _back(self.file, self.request, "describe")

    @view_config(context=Image, request_method="POST", request_param="focus")
    def point(self) -> Answer:
        """Choose the point of a picture that stays where only a part of it is shown."""
        image: Any = self.file
        across, down = (str(self.request.POST.get(name, "")) for name in ("across", "down"))
        try:
            _need_release(image, self.request)
            set_focus(image, (_hundredths(across), _hundredths(down)), self.request.act)
        except Refusal as refusal:
            self.request.response.status_int = refusal.status
            return self.ask() | {"problem": refusal.message, "focus": (across, down)}
        return _back(self.file, self.request, "describe")

    @view_config(request_method="POST", request_param="delete")
    def delete(self) -> Answer:
        """Delete the file for ever, unless something uses it."""
        media = self.file.__parent__
        try:
            _need_release(self.file, self.request)
            delete_media(self.file, self.request.act)
        except Refusal as refusal:
            self.request.response.status_int = refusal.status
            return self.ask() | {"problem": refusal.message}
        return HTTPSeeOther(f"{path_of(media, self.request)}contents?done=delete")

    def _page(self, form: str, *, problem: str = "") -> dict[str, Any]:
        base = path_of(self.file, self.request)
        row = media_row(self.file, self.request)
        is_public = self.file.state == "published"
        return {
            "title": self.file.title,
            "row": row,
            "form": form,
            "problem": problem,
            "file_name": self.file.file_name,
            "original": base,
            "large": f"{base}/medium" if row.face else "",
            "focus": self.file.focus if isinstance(self.file, Image) else (),
            "is_public": is_public,
            "others": tuple(other_uses(self.file)),
            "contents": f"{path_of(self.file.__parent__, self.request)}contents",
            "csrf_token": get_csrf_token(self.request),
        }


@view_config(
    context=Document, name="choose-file", permission="portal.edit", renderer="templates/choose.pt"
)
def choose(document: Document, request: Request) -> dict[str, Any]:
    """List the files of the site, each with a button that puts it into the draft."""
    base = path_of(document, request)
    lead = request.GET.get("into") == LEAD_PICTURE
    into = LEAD_PICTURE if lead else "attachments"
    media = site_of(document)["media"]
    address = f"{base}/choose-file"
    return {
        "title": _("Choose a lead picture") if lead else _("Choose an attachment"),
        "document": title_of(document),
        "edit": f"{base}/edit#files",
        "attach": f"{base}/attach",
        "address": address,
        "into": into,
        "csrf_token": get_csrf_token(request),
        **media_list(media, request, address, only_pictures=lead, into=into),
    }


def _hundredths(sent: str) -> int:
    """Return the number that was sent; one that is too small for what is none."""
    return int(sent) if _HUNDREDTHS.fullmatch(sent) else -1


def _need_release(file: File, request: Request) -> None:
    """Make sure that what the public sees is changed only by who may decide on that.

    :raises Refusal: when the public sees `file` and the person may not release it.
    """
    if file.state == "published" and not request.has_permission("portal.publish", file):
        raise Refusal(
            _("The public sees this file already; only who may publish can change or delete it.")
        )


def _back(file: File, request: Request, done: str) -> HTTPSeeOther:
    return HTTPSeeOther(f"{path_of(file.__parent__, request)}contents?done={done}")
