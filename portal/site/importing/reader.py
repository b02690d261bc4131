"""Read records from a file with one JSON object a line, whatever state the file is in."""

from __future__ import annotations

import gzip
import io
import json
import logging
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pyramid.i18n import TranslationString

from portal.i18n import _

log = logging.getLogger(__name__)

LINE_LIMIT = 8_000_000
"""Longest line that is read, in bytes."""
PIECE = 65_536
"""How much of a line that is too long is skipped at once, in bytes."""
GZIP = b"\x1f\x8b"
"""How a gzip file begins. Source: RFC 1952, section 2.3.1."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
REASON_MOST = 300
"""Longest message about a line, and longest value in it, in characters."""
MOST = {"most": LINE_LIMIT // 1_000_000}
DAMAGED = _("The compressed file is damaged from here on.")


@dataclass(frozen=True)
class Record:
    """What one line says.

    :ivar line: counted from 1.
    :ivar values: of these nothing is checked.
    """

    line: int
    values: dict[str, Any]


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be used, counted from 1, and why, as a message for people."""

    line: int
    reason: str


def read_records(file: BinaryIO | Path) -> Iterator[Record | BadLine]:
    """Yield what each line of `file` says; empty lines are passed over.

    The file is plain or compressed with gzip, its text is UTF-8. One line at a time is in
    memory. A compressed file that is damaged ends with a `BadLine`.

    :raises OSError: when the file cannot be opened or read.
    """
    with ExitStack() as stack:
        source = stack.enter_context(file.open("rb")) if isinstance(file, Path) else file
        buffered = io.BufferedReader(_Unclosed(source))
        packed = buffered.peek(len(GZIP))[: len(GZIP)] == GZIP
        lines: gzip.GzipFile | io.BufferedReader[_Unclosed] = buffered
        if packed:
            lines = gzip.GzipFile(fileobj=buffered)
        number = 0
        try:
            for number, line in enumerate(_lines(lines), 1):
                read = _read_line(number, line)
                if read:
                    yield read
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            log.info("A compressed file is damaged: %s", error)
            yield BadLine(number + 1, DAMAGED)


class _Unclosed(io.RawIOBase):
    """Reads from a file that belongs to somebody else, and does not close it."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _lines(file: io.BufferedReader[_Unclosed] | gzip.GzipFile) -> Iterator[bytes | None]:
    """Yield the lines of `file`, `None` for one that is too long."""
    while line := file.readline(LINE_LIMIT + 1):
        if len(line) <= LINE_LIMIT or line.endswith(b"\n"):
            yield line
            continue
        del line
        while (piece := file.readline(PIECE)) and not piece.endswith(b"\n"):
            pass
        yield None


def _read_line(number: int, line: bytes | None) -> Record | BadLine | None:
    if line is None:
        return BadLine(number, _("This line is longer than ${most} MB.", mapping=MOST))
    if number == 1:
        line = line.removeprefix(BYTE_ORDER_MARK)
    if not line.strip():
        return None
    try:
        values = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        at = {"number": error.start + 1}
        return BadLine(number, _("Byte ${number} of this line is not UTF-8.", mapping=at))
    except (RecursionError, ValueError):
        return BadLine(number, _("This line is no JSON."))
    if isinstance(values, dict):
        return Record(number, values)
    return BadLine(number, _told_before(values) or _("This line is no JSON object."))


def written(entry: Record | BadLine) -> str:
    """Return the line by which a later reading gets `entry` again, also if nothing is in it."""
    if isinstance(entry, Record):
        return json.dumps(entry.values)
    return json.dumps([str(entry.reason), getattr(entry.reason, "mapping", None) or {}])


def _told_before(values: object) -> str:
    """Return the reason that `written` kept; empty where it kept none."""
    match values:
        case [str(message), dict(mapping)] if _is_short(message, *mapping, *mapping.values()):
            reason: str = TranslationString(message, domain="portal", mapping=mapping)
            return reason
    return ""


def _is_short(*said: object) -> bool:
    """Tell whether `said` can be from here: what somebody sent may look like it."""
    return all(isinstance(each, str | int) and len(str(each)) <= REASON_MOST for each in said)
