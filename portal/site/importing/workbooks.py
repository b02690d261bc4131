"""What a workbook may hold, looked at before a library takes it into memory."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

UNPACKED_MAX_BYTES = 100_000_000
"""Largest workbook, unpacked."""
ELEMENTS_MOST = 12_000_000
"""Most elements of a workbook: half a million rows with ten cells have fewer."""
ROW_MOST = 100_000
"""Most elements of one row: as many as 16,384 columns, the most of Excel, can have."""
OTHERS_MOST = 500_000
"""Most elements that are neither in a row nor in a text that cells share."""
FREED = frozenset({"row", "si"})
"""Elements that the library lets go one by one: a row, and a text that cells share."""
_ENCODINGS = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_UNKNOWN_ENCODING,
        expat.errors.XML_ERROR_INCORRECT_ENCODING,
    )
}


class Swollen(Exception):  # noqa: N818  # it names what it is
    """Reading a workbook would take more memory than any that people make."""


def check_parts(file: BinaryIO) -> None:
    """Make sure that `file` is a workbook that can be read without taking too much memory.

    :raises Swollen: when it would, or has entities of its own, which can grow without end.
    :raises BadZipFile: when it is too large, or no archive.
    """
    with ZipFile(file) as package:
        if sum(part.file_size for part in package.infolist()) > UNPACKED_MAX_BYTES:
            raise BadZipFile
        counting = _Counting()
        for part in package.infolist():
            with package.open(part) as source:
                counting.read(source)
    file.seek(0)


class _Counting:
    """Counts the elements of a workbook, those of each row by themselves."""

    def __init__(self) -> None:
        self._all = self._others = self._row = self._inside = 0

    def read(self, source: IO[bytes]) -> None:
        """Count those of one part, as far as it is XML; nobody reads on after a mistake in it."""
        self._inside = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.ParseFile(source)
        except expat.ExpatError as error:
            if error.code in _ENCODINGS:
                raise Swollen from error

    def _begin(self, name: str, _attributes: Mapping[str, str]) -> None:
        self._all += 1
        if self._inside:
            self._inside += 1
            self._row += 1
        elif name.rpartition(":")[2] in FREED:
            self._inside, self._row = 1, 0
        else:
            self._others += 1
        if self._all > ELEMENTS_MOST or self._row > ROW_MOST or self._others > OTHERS_MOST:
            raise Swollen

    def _end(self, _name: str) -> None:
        if self._inside:
            self._inside -= 1

    def _refuse(self, *_declared: object) -> None:
        raise Swollen
