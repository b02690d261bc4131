"""What one piece of content tells the search about itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Findable:
    """One findable piece of content, as plain values.

    :ivar oid: its id, signed, 64 bits; a second one with the same id takes its place.
    :ivar site: id of its site, signed, 64 bits.
    :ivar section: id of its section, signed, 64 bits.
    :ivar kind: name of its content type, such as `interaction.letter`.
    :ivar summary: its first sentences where nobody wrote a summary.
    :ivar body: plain text, without markup; it is indexed, not kept.
    :ivar document_number: as it is printed, empty where there is none.
    :ivar keywords: separated by anything that is not a letter.
    :ivar shown_at: the moment shown to readers, aware; the year in its zone is that of the entry.
    :ivar section_kind: kind of its section, such as `policy`; empty for none.
    """

    oid: int
    site: int
    section: int
    kind: str
    title: str
    summary: str
    body: str
    document_number: str
    keywords: str
    shown_at: datetime
    section_kind: str = ""
