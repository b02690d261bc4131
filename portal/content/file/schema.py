"""What a person fills in to upload a file, and which files are taken."""

from __future__ import annotations

from typing import TypedDict

import colander

from portal.i18n import _

TITLE_MAX = 200
FILE_MAX_BYTES = 200_000_000
"""Largest file, in bytes."""

INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp"})
"""Media types that a browser may show itself; all others are saved."""
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ofd": "application/ofd",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".rar": "application/vnd.rar",
    ".txt": "text/plain",
    ".wps": "application/vnd.ms-works",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
"""File name endings that are taken, and the type that they are served with."""


NO_ALTERNATIVE = _("Please say what the picture shows, for people who cannot see it.")
WORDS_MAX = {"title": TITLE_MAX, "alternative": 200, "caption": 300, "map_approval_number": 60}
"""What can be said of a file or picture, and how long it may be, in characters."""


class MediaWords(TypedDict, total=False):
    """What is said of a file; all but the title is for pictures."""

    title: str
    alternative: str
    caption: str
    map_approval_number: str


class FileData(TypedDict):
    """A validated upload: `file_name` as the person named it, with its ending."""

    title: str
    file_name: str


class FileSchema(colander.Schema):
    """A file as the form asks for it."""

    title = colander.SchemaNode(
        colander.String(), title=_("Title"), validator=colander.Length(max=TITLE_MAX)
    )
    file_name = colander.SchemaNode(
        colander.String(), title=_("File name"), validator=colander.Length(max=TITLE_MAX)
    )
