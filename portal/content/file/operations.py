"""What can be done with files, independent of the web."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import puremagic

from portal.content.events import ContentCreated, ContentEdited
from portal.content.file.content import File
from portal.content.file.events import MediaDeleted
from portal.content.file.names import plain_line, safe_file_name
from portal.content.file.queries import documents_with, other_uses
from portal.content.file.schema import FILE_MAX_BYTES, MEDIA_TYPES, NO_ALTERNATIVE, WORDS_MAX
from portal.content.naming import next_name
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.content import Container
    from portal.content.file.schema import FileData, MediaWords

PLAIN = frozenset({".csv", ".txt"})
"""Endings of files that carry no signature; they must be text."""
SAME = (
    {".zip", ".docx", ".xlsx", ".pptx", ".ofd"},
    {".doc", ".xls", ".ppt", ".wps"},
    {".jpg", ".jpeg"},
)
"""Endings whose files begin alike, so that their signatures cannot be told apart."""
NAMED_USES = 5
"""Most documents that a refusal names."""


def add_file(media: Container, data: FileData, content: bytes, act: Act) -> File:
    """Keep an uploaded file in `media`; staff see it until something that shows it is released.

    :raises Refusal: when the file is empty, too large, of a type that is not taken, or not what
        its name says.
    """
    name = safe_file_name(data["file_name"])
    ending = PurePath(name).suffix.lower()
    check_file(ending, content)
    file = File(data["title"])
    file.file_name, file.media_type = name, MEDIA_TYPES[ending]
    keep(media, file, content, act, ending)
    return file


def keep(media: Container, file: File, content: bytes, act: Act, ending: str) -> None:
    """Put `file` into `media` under a name of its own, and announce it."""
    file.fill([content])
    file.author, file.changed_at = act.by or "", act.at
    media.add(next_name(media, act.at.date(), ending), file)
    act.announce(ContentCreated(file, act))


def release_media(file: Any, act: Act) -> None:
    """Let the public have `file`; for a released file nothing changes."""
    if file.state != "published":
        file.workflow.move(file, "release")
        file.changed_at = act.at
        act.announce(ContentEdited(file, act))


def show_with(file: Any, document: int, act: Act) -> None:
    """Note that the public sees `file` with the document, and let it.

    :param document: identity of the document.
    """
    if document not in file.shown_with:
        file.shown_with = (*file.shown_with, document)
    release_media(file, act)


def hide_with(file: Any, document: int, act: Act) -> None:
    """Take `file` from the public together with the document, unless another one shows it."""
    file.shown_with = tuple(each for each in file.shown_with if each != document)
    if not file.shown_with and file.state == "published":
        file.workflow.move(file, "withdraw")
        file.changed_at = act.at
        act.announce(ContentEdited(file, act))


def describe_media(file: Any, data: MediaWords, act: Act) -> None:
    """Change the title of a file; of a picture also what it shows in words.

    :raises Refusal: without a title, or for a picture without alternative text.
    """
    words = {name: plain_line(str(value)) for name, value in data.items()}
    if not words.get("title", file.title):
        raise Refusal(_("Please give the file a title."))
    if "alternative" in words and not words["alternative"]:
        raise Refusal(NO_ALTERNATIVE)
    for name, value in words.items():
        setattr(file, name, value[: WORDS_MAX[name]])
    file.changed_at = act.at
    act.announce(ContentEdited(file, act))


def delete_media(file: Any, act: Act) -> None:
    """Delete `file` for ever.

    :raises Refusal: while something uses it.
    """
    documents = documents_with(file)
    if documents:
        titles = " ".join(f"“{each.newest_title}”" for each in documents[:NAMED_USES])
        values = {"count": len(documents), "titles": titles}
        raise Refusal(
            _("This cannot be deleted; ${count} documents use it: ${titles}", mapping=values)
        )
    for use in other_uses(file):
        raise Refusal(use)
    act.announce(MediaDeleted(file, act))
    file.__parent__.remove(file.__name__)


def check_file(ending: str, content: bytes) -> None:
    """Refuse what is no file of the type that its `ending` names.

    :raises Refusal: with the reason.
    """
    check_ending(ending)
    if not content:
        raise Refusal(_("The file is empty."))
    if len(content) > FILE_MAX_BYTES:
        raise Refusal(_("The file is too large."))
    if not _is_what_it_says(ending, content):
        raise Refusal(
            _("The file is not what its name says: ${ending}", mapping={"ending": ending})
        )


def check_ending(ending: str) -> None:
    """Refuse a file whose name ends otherwise than those that are taken.

    :raises Refusal: with the endings.
    """
    if ending not in MEDIA_TYPES:
        kinds = " ".join(sorted(MEDIA_TYPES))
        raise Refusal(_("Only files of these types are taken: ${kinds}", mapping={"kinds": kinds}))


def _is_what_it_says(ending: str, content: bytes) -> bool:
    if ending in PLAIN:
        return b"\0" not in content[:10_000]
    alike = next((group for group in SAME if ending in group), {ending})
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return False
    return any(match.extension.lower() in alike for match in found)
