"""Keeping the index of the object database on disk, so that a killed process starts fast again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ZODB.FileStorage import FileStorage

if TYPE_CHECKING:
    from ZODB.DB import DB

KEEP_EVERY = 8_000_000
"""Bytes after which the index is saved, which takes 0.05 s, as does reading them at a start."""


class IndexKeeper:
    """Saves where in its file each object lies, when much was written since the last time.

    A start that does not find this index, or an old one, reads the file instead: minutes for a
    large one. FileStorage saves it when it is closed, and else only when as many objects were
    written as there are. Other storages have no such index.
    """

    def __init__(self, database: DB) -> None:
        storage = database.storage
        self._storage: Any = storage if isinstance(storage, FileStorage) else None
        self._kept_at = 0 if self._storage is None else self._storage.getSize()

    def keep(self) -> None:
        """Save the index if it is time; cheap to ask after each transaction."""
        if self._storage is not None and self._storage.getSize() - self._kept_at >= KEEP_EVERY:
            self._kept_at = self._storage.getSize()
            with self._storage._lock:  # noqa: SLF001  # as its pack does; there is no public way
                self._storage._save_index()  # noqa: SLF001
