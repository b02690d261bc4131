"""The trash of a site."""

from __future__ import annotations

from BTrees.OOBTree import OOBTree

from portal.content.content import Container
from portal.content.workflow import TRASH_WORKFLOW

TRASH = "_trash"
"""Name of the trash in its site; no section can be called so."""


class Trash(Container):
    """The documents that were deleted from one site; the public sees none of them.

    :ivar by_time: pairs of `-seconds since 1970` and identity, to the name here.
    """

    workflow = TRASH_WORKFLOW

    def __init__(self) -> None:
        super().__init__()
        self.by_time = OOBTree()
