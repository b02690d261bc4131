"""Large files that arrive in pieces, so that a broken connection costs one piece and not the file.

They are kept in a folder beside the content, for each person apart, and are gone after a day.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from portal.content.file.names import safe_file_name
from portal.content.file.operations import check_ending
from portal.content.file.schema import FILE_MAX_BYTES
from portal.errors import Refusal
from portal.i18n import _

PIECE_BYTES = 2_000_000
"""Size of the pieces that browsers are asked to send."""
PIECE_MAX_BYTES = 4_000_000
"""Largest piece that is taken."""
PERSON_MAX_BYTES = 1_000_000_000
"""Most bytes that one person may have begun to send, counted as the whole files."""
UPLOADS_MOST = 100
"""Most files that one person may have begun to send."""
KEPT_FOR = timedelta(days=1)
"""After so long without a piece a file that is not complete is forgotten."""
CONTENT = "content"
FACTS = "facts.json"
_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)


class OutOfStep(Exception):  # noqa: N818  # it names what happened
    """A piece does not follow on what is there.

    :ivar offset: where the next piece has to begin.
    """

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@dataclass(frozen=True)
class Begun:
    """A file that is on its way.

    :ivar key: names it among the files of the same person.
    :ivar offset: how many of its `size` bytes are here.
    """

    key: str
    name: str
    size: int
    offset: int


class Pieces:
    """The files that one person has begun to send to one place.

    :param folder: of the files of all people.
    :param place: identity of what they are sent to; what was begun elsewhere is not found here.
    """

    def __init__(self, folder: Path, login: str, place: int) -> None:
        self._folder = folder / _digest(login)
        self._place = place

    def begin(self, name: str, size: int, changed: str) -> Begun:
        """Begin a file, or go on with the one that the same choice has begun before.

        :param changed: tells versions of a file of the same name and size apart.
        :raises Refusal: when it would be refused in the end, or the person has begun too many.
        """
        key = _digest(json.dumps([self._place, name, size, changed]))
        known = self.find(key)
        if known is not None:
            return known
        _check(name, size)
        self._need_room(size)
        facts: dict[str, Any] = {"name": safe_file_name(name), "size": size, "place": self._place}
        kept = self._folder / key
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        (kept / CONTENT).touch()
        (kept / FACTS).write_text(json.dumps(facts), "utf-8")
        return Begun(key, facts["name"], size, 0)

    def find(self, key: str) -> Begun | None:
        """Return the file `key`, if this person has begun it here."""
        facts = _facts(self._folder / key) if _KEY.fullmatch(key) else None
        if facts is None or facts["place"] != self._place:
            return None
        offset = (self._folder / key / CONTENT).stat().st_size
        return Begun(key, facts["name"], facts["size"], offset)

    def add(self, begun: Begun, offset: int, piece: bytes) -> int:
        """Keep the piece that begins at `offset`; return where the next one begins.

        :raises OutOfStep: when it does not follow on what is there.
        :raises Refusal: when it is more than the file was to have.
        """
        with (self._folder / begun.key / CONTENT).open("r+b") as kept:
            fcntl.flock(kept, fcntl.LOCK_EX)
            here = kept.seek(0, os.SEEK_END)
            if here != offset:
                raise OutOfStep(here)
            if here + len(piece) > begun.size:
                raise Refusal(_("This is more than the file was to have."))
            _append(kept, piece, here)
        return here + len(piece)

    def open(self, key: str) -> tuple[str, BinaryIO] | None:
        """Return name and content of the file `key`; `None` unless all of it is here."""
        begun = self.find(key)
        if begun is None or begun.offset != begun.size:
            return None
        return begun.name, (self._folder / key / CONTENT).open("rb")

    def drop(self, key: str) -> None:
        """Forget the file `key`."""
        shutil.rmtree(self._folder / key, ignore_errors=True)

    def _need_room(self, size: int) -> None:
        begun = self._folder.iterdir() if self._folder.is_dir() else ()
        sizes = [facts["size"] for facts in map(_facts, begun) if facts]
        if len(sizes) >= UPLOADS_MOST or sum(sizes) + size > PERSON_MAX_BYTES:
            raise Refusal(
                _(
                    "Too many of your files are on their way and not complete. Please finish some "
                    "of them, or wait until tomorrow."
                )
            )


def forget_old(folder: Path) -> None:
    """Forget the files in `folder` that nobody has gone on with for a day."""
    oldest = time.time() - KEPT_FOR.total_seconds()
    for kept in folder.glob("*/*"):
        if (kept / CONTENT).exists() and (kept / CONTENT).stat().st_mtime > oldest:
            continue
        shutil.rmtree(kept, ignore_errors=True)


def _check(name: str, size: int) -> None:
    """Refuse at the beginning what would be refused in the end."""
    check_ending(PurePath(safe_file_name(name)).suffix.lower())
    if not 0 < size <= FILE_MAX_BYTES:
        raise Refusal(_("The file is too large.") if size > 0 else _("The file is empty."))


def _append(kept: BinaryIO, piece: bytes, here: int) -> None:
    try:
        kept.write(piece)
        kept.flush()
    except OSError:  # the disk is full: a part of a piece would be in the way of the whole one
        kept.truncate(here)
        raise


def _facts(kept: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((kept / FACTS).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
