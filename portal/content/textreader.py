"""Read the text of one file from the standard input: a program of its own, with hard limits.

Files come from outside and their readers are large, so that a broken or hostile one may take this
process down, but nothing else. It imports nothing of the portal, to be quick and to know nothing.
"""

from __future__ import annotations

import base64
import codecs
import json
import os
import re
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from zipfile import ZipFile

TEXT_MOST = 100_000
"""Characters that are kept of a file; a book has more, but is found by its beginning."""
PAGES_MOST = 1_000
"""Pages of a PDF that are looked at."""
UNPACKED_MOST = 300_000_000
"""Most bytes that a Word file with its pictures unpacks to."""
PICTURES_MOST = 200
PICTURE_BYTES = 20_000_000
"""Largest picture that is taken out of a Word file."""
UNREADABLE, TOO_LARGE, MACROS = 3, 4, 5
"""Exit codes: the reader says that it is no such file, memory is used up, it holds programs."""
PROGRAMS = ("vbaproject.bin", "vbadata.xml")
"""Ends of the names of what makes a Word file run something."""
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='portal centred'] => p.centred:fresh
p[style-name='portal right'] => p.right:fresh
u => u
"""
"""What becomes of styles of Word, beside what mammoth knows itself."""
ALIGNED = {"center": "portal centred", "right": "portal right", "end": "portal right"}

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


class HoldsPrograms(Exception):  # noqa: N818  # it names what was found
    """A file would run something when it is opened."""


def word(file: BinaryIO) -> Iterator[str]:
    """Yield a Word file as JSON: its HTML, and the pictures that this names by their number.

    Such as `{"html": "<p><img src="picture-0" /></p>", "pictures": [{"kind": "image/png",
    "content": "aGk="}]}`, the content in base64, an empty one for a picture that is too large.
    """
    import mammoth  # noqa: PLC0415  # only one of the readers is needed

    _look_into(file)
    pictures: list[dict[str, str]] = []

    def keep(image: Any) -> dict[str, str]:
        content = b""
        if len(pictures) < PICTURES_MOST:
            with image.open() as source:
                content = source.read()
        taken = base64.b64encode(content) if len(content) <= PICTURE_BYTES else b""
        pictures.append({"kind": image.content_type, "content": taken.decode()})
        return {"src": f"picture-{len(pictures) - 1}"}

    converted = mammoth.convert_to_html(
        file,
        style_map=STYLES,
        include_embedded_style_map=False,
        transform_document=mammoth.transforms.paragraph(_with_alignment),
        convert_image=mammoth.images.img_element(keep),
    )
    yield json.dumps({"html": converted.value, "pictures": pictures})


def _look_into(file: BinaryIO) -> None:
    """Make sure that a Word file runs nothing and unpacks to no more than is good."""
    with ZipFile(file) as package:
        parts = package.infolist()
    if any(part.filename.lower().endswith(PROGRAMS) for part in parts):
        raise HoldsPrograms
    if sum(part.file_size for part in parts) > UNPACKED_MOST:
        raise MemoryError
    file.seek(0)


def _with_alignment(paragraph: Any) -> Any:
    """Return a paragraph of Word whose style says how it is aligned; headings and lists stay."""
    style = ALIGNED.get(paragraph.alignment, "")
    named = (paragraph.style_name or "").lower()
    if not style or paragraph.numbering or named.startswith(("heading", "title")):
        return paragraph
    return paragraph.copy(style_id="", style_name=style)


@dataclass(frozen=True)
class Reader:
    """A way to read a file, and what a harmless file needs for it.

    :ivar characters: that are written at most.
    :ivar memory: address space in bytes; readers and a large file take half of it.
    :ivar seconds: of computing.
    :ivar output: largest file that may be written, in bytes.
    """

    read: Callable[[BinaryIO], Iterator[str]]
    characters: int = TEXT_MOST
    memory: int = 800_000_000
    seconds: int = 20
    output: int = 1_000_000


READERS = {
    "pdf": Reader(pdf),
    "docx": Reader(docx),
    "plain": Reader(plain),
    "word": Reader(word, 200_000_000, 2_000_000_000, 60, 200_000_000),
}


def limit(reader: Reader) -> None:
    """Let this process have no more time, memory and output than a harmless file needs."""
    resource.setrlimit(resource.RLIMIT_AS, (reader.memory, reader.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (reader.seconds, reader.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (reader.output, reader.output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def main(name: str) -> int:
    """Write the text to the standard output, in UTF-8, and return the exit code."""
    reader = READERS[name]
    limit(reader)
    left = reader.characters
    try:
        for piece in reader.read(sys.stdin.buffer):
            sys.stdout.buffer.write(f"{piece[:left]}\n".encode("utf-8", "ignore"))
            left -= len(piece) + 1
            if left <= 0:
                break
        sys.stdout.buffer.flush()
    except MemoryError:
        return TOO_LARGE
    except HoldsPrograms:
        return MACROS
    except Exception:  # noqa: BLE001  # whatever a reader raises, it has not read the file
        return UNREADABLE
    return 0


if __name__ == "__main__":
    # Readers left open would be closed in no order at the end, and say so.
    os._exit(main(sys.argv[1]))
