"""Unpacking a file, and telling in which encoding its text is."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from portal.errors import Refusal
from portal.i18n import _
from portal.site.importing.reader import GZIP, LINE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

UNPACKED_MAX_BYTES = 1_000_000_000
"""Largest file, unpacked."""
PIECE = 1_000_000
"""Bytes that are looked at at once."""
LINES_SEEN = 500_000
"""Lines among which the first one with Chinese is looked for."""


def unpack(source: BinaryIO, plain: BinaryIO) -> bool:
    """Copy `source`, unpacked, and tell whether it broke off.

    :raises Refusal: when it is too large, which an archive does not tell before.
    """
    packed = source.read(len(GZIP)) == GZIP
    source.seek(0)
    # A longer read of a broken archive would keep for itself what came before the break.
    read: Callable[[int], bytes] = gzip.GzipFile(fileobj=source).read1 if packed else source.read
    size, is_damaged = 0, False
    while not is_damaged:
        try:
            piece = read(PIECE)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            is_damaged, piece = True, b""
        if not piece:
            break
        size += len(piece)
        if size > UNPACKED_MAX_BYTES:
            values = {"most": UNPACKED_MAX_BYTES // 1_000_000}
            raise Refusal(_("Unpacked, the file is larger than ${most} MB.", mapping=values))
        plain.write(piece)
    plain.seek(0)
    return is_damaged


def in_utf8(plain: BinaryIO, spare: BinaryIO) -> BinaryIO:
    """Return JSON lines in UTF-8: `plain` itself, or `spare` with those that were in GB18030.

    A line that is broken does not make a text in UTF-8 one in GB18030.
    """
    if _is_in(plain, "utf-8") or not _begins_otherwise(plain) or not _is_in(plain, "gb18030"):
        return plain
    decoder = codecs.getincrementaldecoder("gb18030")()
    while piece := plain.read(PIECE):
        spare.write(decoder.decode(piece).encode("utf-8"))
    spare.seek(0)
    return spare


def _begins_otherwise(plain: BinaryIO) -> bool:
    """Tell whether already the first line that is not all ASCII is not UTF-8."""
    lines = iter(partial(plain.readline, LINE_LIMIT), b"")  # a file may be one line
    first = next((line for line in islice(lines, LINES_SEEN) if not line.isascii()), b"")
    plain.seek(0)
    return not _is_in(io.BytesIO(first), "utf-8")


def encoding_of(plain: BinaryIO) -> str:
    """Return the encoding of a text.

    :raises Refusal: when it is none.
    """
    mark = plain.read(2)
    plain.seek(0)
    wide = mark in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        if _is_in(plain, encoding):
            return encoding
    raise Refusal(
        _("This file is no table and has no JSON lines. Save it as XLSX, or as CSV in UTF-8.")
    )


def _is_in(plain: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := plain.read(PIECE):
            if "\0" in decoder.decode(piece):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        plain.seek(0)
    return True
