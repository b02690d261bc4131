"""Keep the full-text index: a folder that can be thrown away and rebuilt."""

from __future__ import annotations

import fcntl
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, cast

from tantivy import DocAddress, Index, IndexWriter, Searcher

from portal.errors import DeploymentError
from portal.search.entry import Findable
from portal.search.facets import NO_COUNTS, counts_of
from portal.search.passages import Passages
from portal.search.query import Hits, Query, read
from portal.search.ranking import RERANKED, Found, Wish, compose, in_order, loosened, wanted
from portal.search.reach import names_place
from portal.search.schema import VERSION, Fields, as_document, build_schema, fields_of
from portal.search.synonyms import NO_SYNONYMS, Synonyms
from portal.search.words import DICTIONARY

WRITER_BYTES = 64_000_000
"""Memory in which the one writing thread collects, in bytes."""
DEEPEST = 10_000
"""How many hits can be paged through."""
PAGE_MOST = 1_000
"""Most hits on one page."""


Hit = tuple[Any, DocAddress]
"""A score or a date, and where the entry stands."""


class IndexBusyError(DeploymentError):
    """Another process is writing to the index."""


class SearchIndex:
    """Full-text index in a folder: any number of readers, one writer among all processes.

    Any thread may search; only one thread at a time may change.

    :ivar is_fresh: whether nothing had been committed when it was opened, so that everything
        findable has to be fed; still so after a rebuild that broke off before its first commit.
    """

    def __init__(self, index: Index, passages: Passages, folder: Path) -> None:
        self._index = index
        self._passages = passages
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
                passages = Passages(files / "passages")
            except ValueError as fault:
                raise DeploymentError(
                    f"The search index in {folder} cannot be read: {fault} "
                    f"Stop the portal and delete the folder; it is rebuilt from the content."
                ) from fault
        index.config_reader("manual")
        return cls(index, passages, folder)

    def upsert(self, entries: Iterable[Findable]) -> None:
        """Put in each of `entries`, in place of an older one with its id.

        :raises DeploymentError: when another process is writing.
        """
        self.put(map(fields_of, entries))

    def put(self, prepared: Iterable[Fields]) -> None:
        """Put in entries whose texts are cut already, each in place of an older one with its id.

        :raises DeploymentError: when another process is writing.
        """
        writer = self._writing()
        for fields in prepared:
            writer.delete_documents_by_term("oid", fields["oid"])
            writer.add_document(as_document(fields))
            self._passages.put(fields["oid"], fields["passages"])

    def remove(self, oids: Iterable[int]) -> None:
        """Take out the entries with these ids; it is no error if there are none.

        :raises DeploymentError: when another process is writing.
        """
        writer = self._writing()
        for oid in oids:
            writer.delete_documents_by_term("oid", oid)
            self._passages.remove(oid)

    def clear(self) -> None:
        """Take out everything.

        :raises DeploymentError: when another process is writing.
        """
        self._writing().delete_all_documents()
        self._passages.clear()

    def commit(self) -> None:
        """Bring all changes to disk; from now on every reader sees them."""
        if self._writer is not None:
            self._passages.commit()
            self._writer.commit()

    def close(self) -> None:
        """Let others write; changes since the last commit are lost."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer.wait_merging_threads()
            self._writer = None
            self._passages.close()

    def count(self) -> int:
        """Return how many entries are committed."""
        return self._searcher().num_docs

    def telling_words(self) -> Counter[str]:
        """Return the words of titles, summaries and keywords, and how often each stands there."""
        searcher, told = self._searcher(), Counter[str]()
        for field in ("title", "summary"):
            told.update(dict(searcher.terms_with_prefix(field, "")))
        return told

    def knows(self, word: str) -> bool:
        """Tell whether the normalised `word` occurs anywhere."""
        return bool(self._searcher().doc_freq("text", word))

    def search(self, query: Query, synonyms: Synonyms = NO_SYNONYMS) -> Hits:
        """Return what `query` finds, as of the last commit of any process."""
        asked = read(query.text)
        if not asked.words:
            return Hits(0, ())
        searcher = self._searcher()
        numbers = [key for key in asked.numbers if searcher.doc_freq("number", key)]
        others = synonyms.within(asked.text)
        hits = self._page(searcher, query, wanted(asked, numbers, others))
        if not hits.total:
            # What only loosely fits makes no sense by date.
            hits = self._page(searcher, replace(query, by_date=False), loosened(asked, others))
            hits = replace(hits, loose=hits.total > 0)
        return hits

    def _page(self, searcher: Searcher, query: Query, wish: Wish) -> Hits:
        composed = compose(self._index.schema, query, wish)
        start, size = min(max(query.start, 0), DEEPEST), min(max(query.size, 1), PAGE_MOST)
        is_top = start < RERANKED and not query.by_date
        result = searcher.search(
            composed,
            limit=max(start + size, RERANKED) if is_top else size,
            offset=0 if is_top else start,
            order_by_field="shown_at" if query.by_date else None,
            weight_by_field=None if query.by_date else "years",
        )
        total: int = result.count  # type: ignore[attr-defined]  # missing in tantivy's stubs
        counts = counts_of(searcher, composed) if query.counted and total else NO_COUNTS
        if query.size < 1 or query.start > DEEPEST:
            return Hits(total, (), counts)
        if is_top:
            top = self._top(searcher, wish, result.hits)
            return Hits(total, top[start : start + size], counts)
        return Hits(total, _ids(searcher, result.hits), counts)

    def _top(self, searcher: Searcher, wish: Wish, hits: list[Hit]) -> tuple[int, ...]:
        oids = _ids(searcher, hits)
        first = oids[:RERANKED]
        places = [place for _, place in hits[:RERANKED]]
        years = cast("list[float]", searcher.fast_field_values("years", places))
        national = map(bool, searcher.fast_field_values("national", places))
        scores = [score for score, _ in hits[:RERANKED]]
        found = [Found(*each) for each in zip(first, scores, years, national, strict=True)]
        best = self._passages.best(first, wish.asked, wish.others)
        ordered = in_order(found, best, at_home=names_place(wish.asked.long))
        return (*ordered, *oids[RERANKED:])

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


def _ids(searcher: Searcher, hits: list[Hit]) -> tuple[int, ...]:
    oids = searcher.fast_field_values("oid", [place for _, place in hits])
    return tuple(cast("list[int]", oids))


def _current_files(folder: Path) -> Path:
    rules, files = folder / "version", folder / "files"
    wanted = f"fields {VERSION}, dictionary {DICTIONARY}\n"
    if not rules.exists() or rules.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(files, ignore_errors=True)
        rules.write_text(wanted, encoding="utf-8")
    files.mkdir(exist_ok=True)
    return files
