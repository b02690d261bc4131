"""The hall: the section that lists the service items of a site by theme and department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from BTrees.LOBTree import LOBTree
from BTrees.OIBTree import OIBTree
from BTrees.OLBTree import OLBTree
from BTrees.OOBTree import OOBTree, OOTreeSet

from addons.onlineservice.i18n import _
from portal.content.declaration import ContentType
from portal.content.section.content import Section
from portal.content.section.schema import SectionSchema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.content.section.schema import SectionData

TAB = "\t"
"""Stands between the theme and the department in a key; no name of a department has one."""
LAST = "\uffff"
"""Comes after every department."""
Entry = tuple[tuple[str, ...], str, bytes]
"""What is listed of an item: its themes, its department, and what sorts it by its title."""


class Hall(Section):
    """A section whose page leads to the items of the whole site, wherever they are.

    Each item stands under every theme, every group of themes and no theme at all, each with and
    without its department, so that no list has to be put together when it is read: about ten
    entries for an item, of 60 bytes each.

    :ivar rows: flat set of `(theme, tab, department; title; identity)`.
    :ivar counts: how many rows each theme with each department has.
    :ivar listed: identity of an item to its entry; only what the public may see now stands here.
    :ivar codes: code of an item, released or not, to its identity.
    :ivar imported: code of an item that an import brought, to the digest of its row and whether
        the import withdrew it.
    """

    is_hall = True

    def __init__(self, data: SectionData) -> None:
        super().__init__(data)
        self.rows = OOTreeSet()
        self.counts = OIBTree()
        self.listed = LOBTree()
        self.codes = OLBTree()
        self.imported = OOBTree()

    def put(self, oid: int, themes: tuple[str, ...], department: str, title: str) -> None:
        """Let the item `oid` be listed, or be listed differently."""
        entry = themes, department, title.encode("gb18030", "replace")
        if self.listed.get(oid) == entry:
            return
        self.take(oid)
        self.listed[oid] = entry
        for key in _keys(entry):
            self.rows.add((key, entry[2], oid))
            self.counts[key] = self.counts.get(key, 0) + 1

    def take(self, oid: int) -> None:
        """Let the item `oid` be listed no more."""
        entry = self.listed.pop(oid, None)
        for key in _keys(entry) if entry is not None else ():
            self.rows.discard((key, entry[2], oid))
            left = self.counts[key] - 1
            if left:
                self.counts[key] = left
            else:
                del self.counts[key]

    def count(self, theme: str = "", department: str = "") -> int:
        """Return how many items there are under `theme`, in `department`, or in both."""
        return int(self.counts.get(f"{theme}{TAB}{department}", 0))

    def departments(self, theme: str = "") -> list[tuple[str, int]]:
        """Return the departments with items under `theme` and their numbers, most first."""
        start = f"{theme}{TAB}"
        found = self.counts.items(min=start, max=f"{start}{LAST}", excludemin=True)
        pairs = ((key[len(start) :], int(count)) for key, count in found)
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def page(self, theme: str, department: str, start: int, size: int) -> list[int]:
        """Return the identities of `size` items from place `start` on, in the order of titles."""
        key = f"{theme}{TAB}{department}"
        found = self.rows.keys(min=(key,), max=(f"{key}\0",), excludemax=True)
        return [oid for _key, _title, oid in found[start : start + size]]


def _keys(entry: Entry) -> Iterator[str]:
    themes, department, _title = entry
    groups = (theme.partition(".")[0] for theme in themes)
    for theme in dict.fromkeys(("", *groups, *themes)):
        yield f"{theme}{TAB}"
        if department:
            yield f"{theme}{TAB}{department}"


HALL = ContentType(
    name="onlineservice.hall",
    title=_("Service hall"),
    factory=Hall,
    schema=SectionSchema,
    permission="portal.manage",
)
