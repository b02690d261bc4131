"""Read rows from a file with one JSON object a line, whatever state the file is in."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

ROW_MAX = 1_000_000
"""Longest row that is read, in bytes."""
PIECE = 65_536
"""How much of a row that is too long is skipped at once, in bytes."""
GZIP = b"\x1f\x8b"
"""How a gzip file begins. Source: RFC 1952, section 2.3.1."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Row:
    """What one line says; lines are counted from 1."""

    line: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """A line that is not taken over, and why, in English for the operator.

    :ivar code: of the item that the line is about; empty where it cannot be told.
    """

    line: int
    reason: str
    code: str = ""


def read_rows(file: BinaryIO) -> Iterator[Row | Problem]:
    """Yield what each line of `file` says; empty lines are passed over.

    The file is plain or compressed with gzip, its text is UTF-8. One line at a time is in memory.

    :param file: can be read from its beginning.
    """
    begin = file.read(len(GZIP))
    file.seek(-len(begin), io.SEEK_CUR)
    source: BinaryIO | gzip.GzipFile = gzip.GzipFile(fileobj=file) if begin == GZIP else file
    number = 0
    try:
        for number, line in enumerate(_lines(source), 1):
            read = _read(number, line)
            if read is not None:
                yield read
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Problem(number + 1, f"the compressed file is damaged from here on: {error}")


def _lines(source: BinaryIO | gzip.GzipFile) -> Iterator[bytes | None]:
    """Yield the lines of `source`, `None` for one that is too long."""
    while line := source.readline(ROW_MAX + 1):
        if len(line) <= ROW_MAX or line.endswith(b"\n"):
            yield line
            continue
        del line
        while (piece := source.readline(PIECE)) and not piece.endswith(b"\n"):
            pass
        yield None


def _read(number: int, line: bytes | None) -> Row | Problem | None:
    if line is None:
        return Problem(number, f"longer than {ROW_MAX} bytes")
    if number == 1:
        line = line.removeprefix(BYTE_ORDER_MARK)
    if not line.strip():
        return None
    values = _parsed(line)
    return Problem(number, values) if isinstance(values, str) else Row(number, values)


def _parsed(line: bytes) -> dict[str, Any] | str:
    """Return the values in `line`, or why there are none."""
    try:
        values = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return f"not UTF-8 at byte {error.start + 1} of the line"
    except RecursionError:
        return "not JSON: too many brackets inside each other"
    except ValueError as error:
        return f"not JSON: {error}"
    return values if isinstance(values, dict) else "not a JSON object"
