"""Files to be downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ZODB.blob import Blob

from portal.content.content import Content
from portal.content.declaration import ContentType
from portal.content.file.schema import FileSchema
from portal.content.workflow import MEDIA_WORKFLOW
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable


class File(Content):
    """A file: its content in a blob, its type decided by us and not by who sent it.

    :ivar size: in bytes.
    :ivar file_name: as the person named it, for saving.
    :ivar shown_with: identities of the documents with which the public sees it.
    :ivar wanted_by: identities of the documents that name it, live or in their newest revision.
    """

    workflow = MEDIA_WORKFLOW
    file_name = ""
    media_type = "application/octet-stream"
    size = 0
    shown_with: tuple[int, ...] = ()
    wanted_by: tuple[int, ...] = ()

    def __init__(self, title: str) -> None:
        self.title = title
        self.blob = Blob()

    def fill(self, chunks: Iterable[bytes]) -> None:
        """Keep `chunks` as the content."""
        size = 0
        with self.blob.open("w") as place:
            for chunk in chunks:
                place.write(chunk)
                size += len(chunk)
        self.size = size

    def bytes(self) -> bytes:
        """Return the content, all of it in memory."""
        with self.blob.open("r") as place:
            content: bytes = place.read()
        return content


FILE = ContentType(
    name="portal.file",
    title=_("File"),
    factory=File,
    schema=FileSchema,
    permission="portal.add_content",
    addable_in=("portal.media",),
)
