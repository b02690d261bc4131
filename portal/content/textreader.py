"""Read the text of one file from the standard input: a program of its own, with hard limits.

Files come from outside and their readers are large, so that a broken or hostile one may take this
process down, but nothing else. It imports nothing of the portal, to be quick and to know nothing.
"""

from __future__ import annotations

import codecs
import os
import re
import resource
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO

TEXT_MOST = 100_000
"""Characters that are kept of a file; a book has more, but is found by its beginning."""
PAGES_MOST = 1_000
"""Pages of a PDF that are looked at."""
MEMORY_BYTES = 800_000_000
"""Address space; readers and a large Word file take half of it."""
CPU_SECONDS = 20
OUTPUT_BYTES = 1_000_000
"""Largest file that may be written; `TEXT_MOST` characters take 400,000 bytes at most."""
UNREADABLE, TOO_LARGE = 3, 4
"""Exit codes: the reader says that it is no such file, and memory is used up."""

_BROKEN_LINE = re.compile(r"(?<=[\u3400-\u9fff])\s*\n\s*(?=[\u3400-\u9fff])")


def pdf(file: BinaryIO) -> Iterator[str]:
    """Yield the text of each page; lines of Chinese are joined, as words run across their ends."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415  # only one of the readers is needed

    document = PdfDocument(file)
    for number in range(min(len(document), PAGES_MOST)):
        page = document[number]
        lines = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
        yield _BROKEN_LINE.sub("", lines)
        page.close()


def docx(file: BinaryIO) -> Iterator[str]:
    """Yield each paragraph, also those in tables and text boxes."""
    from docx import Document  # noqa: PLC0415  # only one of the readers is needed
    from docx.oxml.ns import qn  # noqa: PLC0415

    for paragraph in Document(file).element.body.iter(qn("w:p")):
        yield "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))


def plain(file: BinaryIO) -> Iterator[str]:
    """Yield the text in UTF-8, UTF-16 with its mark, or else in GB18030."""
    beginning = file.read(4 * TEXT_MOST)
    marked = beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            # The end may be cut in the midst of a character, which is left out.
            yield codecs.getincrementaldecoder(encoding)().decode(beginning)
        except UnicodeDecodeError:
            continue
        return
    raise ValueError("neither UTF-8 nor GB18030")


READERS: dict[str, Callable[[BinaryIO], Iterator[str]]] = {"pdf": pdf, "docx": docx, "plain": plain}


def limit() -> None:
    """Let this process have no more time, memory and output than a harmless file needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def main(reader: str) -> int:
    """Write the text to the standard output, in UTF-8, and return the exit code."""
    limit()
    left = TEXT_MOST
    try:
        for piece in READERS[reader](sys.stdin.buffer):
            sys.stdout.buffer.write(f"{piece[:left]}\n".encode("utf-8", "ignore"))
            left -= len(piece) + 1
            if left <= 0:
                break
        sys.stdout.buffer.flush()
    except MemoryError:
        return TOO_LARGE
    except Exception:  # noqa: BLE001  # whatever a reader raises, it has not read the file
        return UNREADABLE
    return 0


if __name__ == "__main__":
    # Readers left open would be closed in no order at the end, and say so.
    os._exit(main(sys.argv[1]))
