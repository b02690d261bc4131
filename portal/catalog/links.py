"""Which documents of a site link to what."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIVE = 1
DRAFT = 2
"""Whether the text that the public sees has a link, or the newest one of staff."""
Linked = tuple[int, int]
"""Identity of what is linked to, and `LIVE` or `DRAFT`."""


class LinkIndex(Persistent):
    """The links between the contents of a site, found by where they lead.

    One flat set of `(target, source, kind)`: a target costs no object of its own, and two who
    save at once rarely change the same part of it.
    """

    def __init__(self) -> None:
        self._entries = OOTreeSet()

    def change(self, source: int, before: Iterable[Linked], after: Iterable[Linked]) -> None:
        """Note that the document `source` had the links `before` and has those `after`."""
        old, new = set(before), set(after)
        for target, kind in old - new:
            self._entries.discard((target, source, kind))
        for target, kind in new - old:
            self._entries.add((target, source, kind))

    def sources(self, target: int, most: int) -> dict[int, bool]:
        """Return the documents with links to `target`, and whether the public sees the link.

        :param most: links that are looked at.
        """
        found: dict[int, bool] = {}
        for source, kind in islice(self._of(target), most):
            found[source] = found.get(source, False) or kind == LIVE
        return found

    def _of(self, target: int) -> Iterator[Linked]:
        entries = self._entries.keys(min=(target,), max=(target + 1,), excludemax=True)
        return ((source, kind) for _target, source, kind in entries)
