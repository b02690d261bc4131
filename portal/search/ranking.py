"""Turn what was asked into a tantivy query; what people type never meets a query parser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log2
from typing import TYPE_CHECKING

from tantivy import FieldType, Occur
from tantivy import Query as Search

from portal.search.passages import SYNONYM

if TYPE_CHECKING:
    from tantivy import Schema

    from portal.search.query import Asked, Query
    from portal.search.synonyms import Others

NUMBER_SCORE = 1_000.0
"""Score of an exact document number: above whatever words can reach."""
TITLE_PHRASE = 4.0
"""Weight of the whole query, or one of its pieces, standing in the title."""
TITLE_STANDS = 10.0
"""Score for the same, also where its words are so common that they weigh nothing."""
TEXT_PHRASE = 0.5
"""Weight of the whole query standing anywhere."""
WORD_WEIGHTS = (("text", 1.0), ("title", 0.2), ("summary", 0.3))
"""Weight of a word by field; the text contains the title three times already."""
ALL_WORDS_UP_TO = 3
"""Most words of a query that a hit has to contain all."""
ENOUGH, ENOUGH_TO_ASK = 2, 4
"""Of more words a hit contains one of so many; who asks a question uses words of his own."""
RERANKED = 60
"""How many of the best hits are put in order again by their passages."""
PASSAGE = 3.0
"""Weight of the best passages, beside that of the whole text."""
NATIONAL = 1.25
"""What multiplies the score of what holds in the whole country, unless a place is named."""


@dataclass(frozen=True)
class Wish:
    """What a hit has to fulfil.

    :ivar numbers: keys of document numbers that exist; their documents come first.
    :ivar least: how many of the long words a hit contains at least; with 0, any word does.
    :ivar quoted: phrases that a hit contains.
    :ivar others: synonyms, which help to fulfil it.
    """

    asked: Asked
    numbers: tuple[str, ...]
    least: int
    quoted: tuple[tuple[str, ...], ...]
    others: Others


def wanted(asked: Asked, numbers: Sequence[str], others: Others) -> Wish:
    """Return the wish to try first: few words all, of many one half, of a question one quarter.

    Who names a document number wants this document and those that cite it, not more.
    """
    count = len(set(asked.long))
    least = count
    if not numbers and (asked.asks or count > ALL_WORDS_UP_TO):
        least = ceil(count / (ENOUGH_TO_ASK if asked.asks else ENOUGH))
    return Wish(asked, tuple(numbers), least, asked.quoted, others)


def loosened(asked: Asked, others: Others) -> Wish:
    """Return the wish to try when nothing was found: any word."""
    return Wish(asked, (), 0, (), others)


@dataclass(frozen=True)
class Found:
    """A hit that is to find its place among the first.

    :ivar score: of its whole text, which its years have multiplied already.
    :ivar years: since 1949, as the index keeps them.
    :ivar is_national: whether it holds in the whole country.
    """

    oid: int
    score: float
    years: float
    is_national: bool


def in_order(found: Sequence[Found], passages: Mapping[int, float], *, at_home: bool) -> list[int]:
    """Return the ids of what was `found`, the best first, of alike ones as they come.

    :param passages: score of the passages by id.
    :param at_home: whether the query names a place.
    """

    def worth(each: Found) -> float:
        passage = PASSAGE * passages.get(each.oid, 0.0) * log2(2.0 + each.years)
        favour = NATIONAL if each.is_national and not at_home else 1.0
        return (each.score + passage) * favour

    return [each.oid for each in sorted(found, key=worth, reverse=True)]


def compose(schema: Schema, query: Query, wish: Wish) -> Search:
    """Return the search for `wish` within the sites and the type of `query`."""
    found = [(Occur.Should, _words(schema, wish))]
    if wish.numbers:
        exact = Search.term_set_query(schema, "number", wish.numbers)
        found.append((Occur.Should, Search.const_score_query(exact, NUMBER_SCORE)))
    parts = [(Occur.Must, Search.boolean_query(found, 1))]
    parts += [(Occur.Must, _phrase(schema, "text", phrase)) for phrase in wish.quoted]
    parts += [(Occur.Must, only) for only in _filters(schema, query)]
    parts += [(Occur.Should, better) for better in _together(schema, wish.asked)]
    return Search.boolean_query(parts)


def _words(schema: Schema, wish: Wish) -> Search:
    scoring = [_word(schema, word) for word in wish.asked.words]
    scoring += [_best(schema, others) for others in wish.others.values()]
    scored = Search.boolean_query([(Occur.Should, each) for each in scoring])
    if not wish.least:
        return scored
    long = [_met(schema, word, wish.others) for word in dict.fromkeys(wish.asked.long)]
    needed = Search.boolean_query([(Occur.Should, word) for word in long], wish.least)
    return Search.boolean_query(
        [(Occur.Must, Search.const_score_query(needed, 0.0)), (Occur.Should, scored)]
    )


def _word(schema: Schema, word: str) -> Search:
    fields = (
        Search.boost_query(Search.term_query(schema, field, word), weight)
        for field, weight in WORD_WEIGHTS
    )
    return Search.boolean_query([(Occur.Should, field) for field in fields])


def _best(schema: Schema, others: Sequence[Sequence[str]]) -> Search:
    """Return the search for the best of some synonyms, so that many of one do not add up."""
    best = Search.disjunction_max_query([_phrase(schema, "text", other) for other in others])
    return Search.boost_query(best, SYNONYM)


def _met(schema: Schema, word: str, others: Others) -> Search:
    """Return the search for `word` or for a synonym of what it is a part of."""
    ways = [Search.term_query(schema, "text", word)]
    ways += [
        _phrase(schema, "text", other)
        for whole, each in others.items()
        if word in whole
        for other in each
    ]
    return Search.boolean_query([(Occur.Should, way) for way in ways]) if ways[1:] else ways[0]


def _together(schema: Schema, asked: Asked) -> Iterator[Search]:
    for piece in (asked.phrase, *asked.pieces):
        title = _phrase(schema, "title", piece)
        yield Search.boost_query(title, TITLE_PHRASE)
        yield Search.const_score_query(title, TITLE_STANDS)
    if len(asked.long) > 1:
        yield Search.boost_query(_phrase(schema, "text", asked.phrase), TEXT_PHRASE)


def _phrase(schema: Schema, field: str, words: Sequence[str]) -> Search:
    if len(words) == 1:  # tantivy panics at a phrase of one word
        return Search.term_query(schema, field, words[0])
    return Search.phrase_query(schema, field, list(words))


def _filters(schema: Schema, query: Query) -> list[Search]:
    places = (("site", query.sites), ("section", query.sections))
    filters = [
        Search.term_set_query(schema, field, oids) for field, oids in places if oids is not None
    ]
    kinds = (("kind", query.kind), ("section_kind", query.section_kind))
    filters += [
        Search.term_query(schema, field, kind.encode("utf-8", "replace").decode())
        for field, kind in kinds
        if kind is not None
    ]
    if query.years is not None:
        years = Search.range_query(schema, "year", FieldType.Integer, *query.years)
        filters.append(years)
    return [Search.const_score_query(only, 0.0) for only in filters]
