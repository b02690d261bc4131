"""Keep the full-text index: a folder that can be thrown away and rebuilt."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Self, cast

from tantivy import Index, IndexWriter, Searcher

from portal.errors import DeploymentError
from portal.search.entry import Findable
from portal.search.query import Hits, Query, read
from portal.search.ranking import Wish, compose, loosened, wanted
from portal.search.schema import VERSION, as_document, build_schema
from portal.search.words import DICTIONARY

WRITER_BYTES = 64_000_000
"""Memory in which the one writing thread collects, in bytes."""
DEEPEST = 10_000
"""How many hits can be paged through."""
PAGE_MOST = 1_000
"""Most hits on one page."""


class IndexBusyError(DeploymentError):
    """Another process is writing to the index."""


class SearchIndex:
    """Full-text index in a folder: any number of readers, one writer among all processes.

    Any thread may search; only one thread at a time may change.

    :ivar is_fresh: whether nothing had been committed when it was opened, so that everything
        findable has to be fed; still so after a rebuild that broke off before its first commit.
    """

    def __init__(self, index: Index, folder: Path) -> None:
        self._index = index
        self._folder = folder
        self._writer: IndexWriter | None = None
        self.is_fresh = self.count() == 0

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in `folder`; make it, or start empty if it was cut by other rules.

        :raises DeploymentError: when its files cannot be read.
        """
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            files = _current_files(folder)
            try:
                index = Index(build_schema(), str(files))
            except ValueError as fault:
                raise DeploymentError(
                    f"The search index in {folder} cannot be read: {fault} "
                    f"Stop the portal and delete the folder; it is rebuilt from the content."
                ) from fault
        index.config_reader("manual")
        return cls(index, folder)

    def upsert(self, entries: Iterable[Findable]) -> None:
        """Put in each of `entries`, in place of an older one with its id.

        :raises DeploymentError: when another process is writing.
        """
        writer = self._writing()
        for entry in entries:
            writer.delete_documents_by_term("oid", entry.oid)
            writer.add_document(as_document(entry))

    def remove(self, oids: Iterable[int]) -> None:
        """Take out the entries with these ids; it is no error if there are none.

        :raises DeploymentError: when another process is writing.
        """
        writer = self._writing()
        for oid in oids:
            writer.delete_documents_by_term("oid", oid)

    def clear(self) -> None:
        """Take out everything.

        :raises DeploymentError: when another process is writing.
        """
        self._writing().delete_all_documents()

    def commit(self) -> None:
        """Bring all changes to disk; from now on every reader sees them."""
        if self._writer is not None:
            self._writer.commit()

    def close(self) -> None:
        """Let others write; changes since the last commit are lost."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer.wait_merging_threads()
            self._writer = None

    def count(self) -> int:
        """Return how many entries are committed."""
        return self._searcher().num_docs

    def search(self, query: Query) -> Hits:
        """Return what `query` finds, as of the last commit of any process."""
        asked = read(query.text)
        if not asked.words:
            return Hits(0, ())
        searcher = self._searcher()
        numbers = [key for key in asked.numbers if searcher.doc_freq("number", key)]
        hits = self._page(searcher, query, wanted(asked, numbers))
        if not hits.total:
            # What only loosely fits makes no sense by date.
            hits = self._page(searcher, replace(query, by_date=False), loosened(asked))
        return hits

    def _page(self, searcher: Searcher, query: Query, wish: Wish) -> Hits:
        result = searcher.search(
            compose(self._index.schema, query, wish),
            limit=min(max(query.size, 1), PAGE_MOST),
            offset=min(max(query.start, 0), DEEPEST),
            order_by_field="shown_at" if query.by_date else None,
            weight_by_field=None if query.by_date else "years",
        )
        total: int = result.count  # type: ignore[attr-defined]  # missing in tantivy's stubs
        if query.size < 1 or query.start > DEEPEST:
            return Hits(total, ())
        oids = searcher.fast_field_values("oid", [place for _, place in result.hits])
        return Hits(total, tuple(cast("list[int]", oids)))

    def _searcher(self) -> Searcher:
        self._index.reload()
        return self._index.searcher()

    def _writing(self) -> IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._index.writer(WRITER_BYTES, 1)
            except ValueError as fault:
                if "LockBusy" not in str(fault):
                    raise
                raise IndexBusyError(
                    f"Another process is writing to the search index in {self._folder}. "
                    f"Run only one worker."
                ) from fault
        return self._writer


def _current_files(folder: Path) -> Path:
    rules, files = folder / "version", folder / "files"
    wanted = f"fields {VERSION}, dictionary {DICTIONARY}\n"
    if not rules.exists() or rules.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(files, ignore_errors=True)
        rules.write_text(wanted, encoding="utf-8")
    files.mkdir(exist_ok=True)
    return files
