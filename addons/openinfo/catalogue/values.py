"""Plain values of a catalogue."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Entry(NamedTuple):
    """A record as the lists of a catalogue show it; it is stored as it is here, so append only.

    :ivar oid: identity of the record, `section` that of its section, in which it is called `name`.
    :ivar day: on which it was written, or else published; in the time zone of the site.
    :ivar bodies: those that issued it, the leading one first.
    :ivar is_written: whether `day` is that on which it was written.
    :ivar topic: a code; so are `genre` and `validity`.
    """

    oid: int
    section: int
    name: str
    title: str
    day: date
    bodies: tuple[str, ...]
    topic: str
    genre: str
    index_number: str
    document_number: str
    validity: str
    is_written: bool = True
