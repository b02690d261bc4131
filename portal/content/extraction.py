"""The text of attached files: read once, in another process, and kept beside the content.

What is kept can be thrown away; it is read again when the documents are fed to the search anew.
"""

from __future__ import annotations

import hashlib
import logging
import signal
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyramid.threadlocal import get_current_registry
from ZODB.POSException import POSKeyError

from portal.content import textreader
from portal.content.boundary import reach
from portal.content.content import is_public
from portal.content.file.content import File
from portal.content.plaintext import without_controls

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

READERS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/csv": "plain",
    "text/plain": "plain",
}
"""Media types whose text is read, and the reader of each."""
WAIT_SECONDS = 40
"""Longest time for one file; more than its own limit of computing time."""
FAULTS = {
    textreader.UNREADABLE: "it is broken, encrypted or not what it says",
    textreader.TOO_LARGE: "it takes too much memory",
    -signal.SIGXCPU: "it takes too long",
    -signal.SIGKILL: "it takes too long or too much memory",
}


def readable_attachments(document: Any) -> Iterator[File]:
    """Yield the attachments of `document` that the public may have and whose text can be read."""
    for oid in document.attachments:
        file = reach(oid, document)
        if isinstance(file, File) and file.media_type in READERS and is_public(file):
            yield file


def read_text(file: File) -> str:
    """Return the text of `file`; empty if it has none or cannot be read.

    The first time another process reads it, for `WAIT_SECONDS` at most: for the worker only.
    """
    place = _place(file)
    if place is not None and not place.exists():
        _extract(file, place)
    return _kept(place)


def kept_text(file: File) -> str:
    """Return the text of `file` if it has been read before, else an empty one."""
    return _kept(_place(file))


def _kept(place: Path | None) -> str:
    if place is None:
        return ""
    try:
        return without_controls(place.read_text("utf-8", "replace"))
    except FileNotFoundError:
        return ""


def _place(file: File) -> Path | None:
    """Return where the text is kept; `None` if the content itself is lost."""
    folder: Path = get_current_registry()["settings"].copies_folder / "extracts"
    try:
        digest = _digest(file.blob.committed())
    except (POSKeyError, FileNotFoundError):
        log.warning("The content of file %d is lost", file.oid)
        return None
    return folder / digest[:2] / f"{digest}.txt"


@lru_cache(10_000)
def _digest(path: str) -> str:
    """Return the hash of a committed file, which never changes."""
    with Path(path).open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _extract(file: File, place: Path) -> None:
    """Write the text of `file` to `place`; an empty one if it cannot be read, once and for all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    begun = place.with_suffix(".begun")
    with Path(file.blob.committed()).open("rb") as content, begun.open("wb") as text:
        ended = run_reader(READERS[file.media_type], content, text, wait=WAIT_SECONDS)
        if ended:
            text.truncate(0)
            because = FAULTS.get(ended, f"its reader ended with {ended}")
            log.warning("The text of file %d cannot be searched: %s", file.oid, because)
    begun.replace(place)


def run_reader(reader: str, content: Any, text: Any, *, wait: float) -> int:
    """Let another process read one file and return how it ended, 0 for well.

    :param content: the file, open for reading; `text` the one that gets what was read.
    :param wait: longest time, in seconds.
    """
    program = [sys.executable, "-I", "-X", "utf8", textreader.__file__, reader]
    try:
        return subprocess.run(  # noqa: S603  # our own program; the file only goes to its input
            program,
            stdin=content,
            stdout=text,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=wait,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL
