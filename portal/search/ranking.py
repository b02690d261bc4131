"""Turn what was asked into a tantivy query; what people type never meets a query parser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from tantivy import Occur
from tantivy import Query as Search

if TYPE_CHECKING:
    from tantivy import Schema

    from portal.search.query import Asked, Query

NUMBER_SCORE = 1_000.0
"""Score of an exact document number: above whatever words can reach."""
TITLE_PHRASE = 2.0
"""Weight of the whole query standing in the title."""
TEXT_PHRASE = 0.5
"""Weight of the whole query standing anywhere, and of each two words that stand together."""
WORD_WEIGHTS = (("text", 1.0), ("title", 0.2), ("summary", 0.3))
"""Weight of a word by field; the text contains the title three times already."""
ALL_WORDS_UP_TO = 3
"""Most words of a query that a hit has to contain all."""
NEAR = 3
"""Words that may stand between two to count as together; they include words within words."""


@dataclass(frozen=True)
class Wish:
    """What a hit has to fulfil.

    :ivar numbers: keys of document numbers that exist; their documents come first.
    :ivar least: how many of the long words a hit contains at least; with 0, any word does.
    :ivar quoted: phrases that a hit contains.
    """

    asked: Asked
    numbers: tuple[str, ...]
    least: int
    quoted: tuple[tuple[str, ...], ...]


def wanted(asked: Asked, numbers: Sequence[str]) -> Wish:
    """Return the wish to try first: few words all, of a sentence one half.

    Who names a document number wants this document and those that cite it, not more.
    """
    count = len(set(asked.long))
    least = count if numbers or count <= ALL_WORDS_UP_TO else ceil(count / 2)
    return Wish(asked, tuple(numbers), least, asked.quoted)


def loosened(asked: Asked) -> Wish:
    """Return the wish to try when nothing was found: any word."""
    return Wish(asked, (), 0, ())


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
    scored = Search.boolean_query([(Occur.Should, _word(schema, it)) for it in wish.asked.words])
    if not wish.least:
        return scored
    long = [Search.term_query(schema, "text", word) for word in dict.fromkeys(wish.asked.long)]
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


def _together(schema: Schema, asked: Asked) -> list[Search]:
    title = Search.boost_query(_phrase(schema, "title", asked.phrase), TITLE_PHRASE)
    if len(asked.long) == 1:
        return [title]
    pairs = (
        Search.phrase_query(schema, "text", [first, second], NEAR)
        for first, second in pairwise(asked.long)
    )
    return [
        title,
        Search.boost_query(_phrase(schema, "text", asked.phrase), TEXT_PHRASE),
        *(Search.boost_query(pair, TEXT_PHRASE) for pair in pairs),
    ]


def _phrase(schema: Schema, field: str, words: Sequence[str]) -> Search:
    if len(words) == 1:  # tantivy panics at a phrase of one word
        return Search.term_query(schema, field, words[0])
    return Search.phrase_query(schema, field, list(words))


def _filters(schema: Schema, query: Query) -> list[Search]:
    places = (("site", query.sites), ("section", query.sections))
    filters = [
        Search.term_set_query(schema, field, oids) for field, oids in places if oids is not None
    ]
    if query.kind is not None:
        kind = query.kind.encode("utf-8", "replace").decode()
        filters.append(Search.term_query(schema, "kind", kind))
    return [Search.const_score_query(only, 0.0) for only in filters]
