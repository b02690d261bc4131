"""Index the passages of texts by themselves, so that one that says it all counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from tantivy import Document, Index, IndexWriter, Occur, SchemaBuilder
from tantivy import Query as Search

from portal.search.query import Asked
from portal.search.synonyms import Others
from portal.search.words import words

LENGTH = 1_000
"""Paragraphs are put together until they have so many characters."""
WRITER_BYTES = 32_000_000
"""Memory in which the one writing thread collects, in bytes."""
HITS_MOST = 300
"""Most passages that are looked at for one search."""
SYNONYM = 0.3
"""Weight of the best synonym of a word, beside that of the word itself."""
SECOND = 0.5
"""Weight of the second best passage of an entry; the best one has 1."""


def passages_of(body: str) -> list[str]:
    """Return the words of each passage of `body`: whole paragraphs, one or some short ones."""
    return [words(passage) for passage in _passages(body)]


class Passages:
    """An index of its own beside that of the entries, as both reckon with their average length.

    The words of passages have no positions and nothing but the id of the entry can be read back.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        builder = SchemaBuilder()
        builder.add_integer_field("oid", indexed=True, fast=True)
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        self._index = Index(builder.build(), str(folder))
        self._index.config_reader("manual")
        self._writer: IndexWriter | None = None

    def put(self, oid: int, passages: Iterable[str]) -> None:
        """Take in the cut `passages` of the entry `oid`, in place of those it had."""
        self.remove(oid)
        for passage in passages:
            self._writing().add_document(Document(oid=oid, text=passage))

    def remove(self, oid: int) -> None:
        """Take out the passages of the entry `oid`, if there are any."""
        self._writing().delete_documents_by_term("oid", oid)

    def clear(self) -> None:
        """Take out everything."""
        self._writing().delete_all_documents()

    def commit(self) -> None:
        """Bring all changes to disk."""
        if self._writer is not None:
            self._writer.commit()

    def close(self) -> None:
        """Let others write; changes since the last commit are lost."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer.wait_merging_threads()
            self._writer = None

    def best(self, oids: Sequence[int], asked: Asked, others: Others) -> Mapping[int, float]:
        """Return by id how well the best two passages of each of `oids` fit what was `asked`.

        Of a single word passages tell nothing, as they only show which words stand together.

        :param others: synonyms; a passage with all words of one has it.
        """
        if not oids or len(set(asked.long)) == 1:
            return {}
        self._index.reload()
        searcher = self._index.searcher()
        these = Search.term_set_query(self._index.schema, "oid", list(oids))
        fitting = [self._term(word) for word in asked.words]
        fitting += [self._best_of(each) for each in others.values()]
        found = searcher.search(
            Search.boolean_query(
                [
                    (Occur.Must, Search.const_score_query(these, 0.0)),
                    (Occur.Must, Search.boolean_query([(Occur.Should, each) for each in fitting])),
                ]
            ),
            limit=HITS_MOST,
            count=False,
        )
        values = searcher.fast_field_values("oid", [place for _, place in found.hits])
        scores: defaultdict[int, list[float]] = defaultdict(list)
        for oid, (score, _) in zip(cast("list[int]", values), found.hits, strict=True):
            scores[oid].append(score)
        return {oid: both[0] + SECOND * sum(both[1:2]) for oid, both in scores.items()}

    def _term(self, word: str) -> Search:
        return Search.term_query(self._index.schema, "text", word)

    def _best_of(self, others: Sequence[Sequence[str]]) -> Search:
        ways = [
            Search.boolean_query([(Occur.Must, self._term(word)) for word in other])
            for other in others
        ]
        return Search.boost_query(Search.disjunction_max_query(ways), SYNONYM)

    def _writing(self) -> IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(WRITER_BYTES, 1)
        return self._writer


def _passages(body: str) -> Iterator[str]:
    some: list[str] = []
    size = 0
    for line in body.splitlines():
        some.append(line)
        size += len(line)
        if size >= LENGTH:
            yield "\n".join(some)
            some, size = [], 0
    if size:
        yield "\n".join(some)
