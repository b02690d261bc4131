"""The fields of the full-text index, and how an entry fills them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tantivy import Document, Schema, SchemaBuilder

from portal.search.entry import Findable
from portal.search.passages import passages_of
from portal.search.reach import is_national
from portal.search.words import document_number, words

Fields = dict[str, Any]
"""Name of a field of the index to its value."""

VERSION = 3
"""Number of this set of fields; raise it with every change, so that the index is rebuilt."""

TITLE_TIMES = 3
"""How often a word of the title counts in the whole text."""
KEYWORDS_TIMES = 2
"""How often a keyword counts in the whole text."""
YEAR_ZERO = 1949
"""Year from which years are reckoned; what is older ranks as if it were of this year."""

_BETWEEN = " | "
"""Keeps a phrase from reaching across two fields; `words` never makes such a word."""


def build_schema() -> Schema:
    """Return the fields: ids in signed ones, as deleting by an unsigned one does nothing."""
    builder = SchemaBuilder()
    builder.add_integer_field("oid", indexed=True, fast=True)
    builder.add_integer_field("site", indexed=True, fast=True)
    builder.add_integer_field("section", indexed=True)
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("number", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="whitespace")
    builder.add_text_field("summary", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("text", tokenizer_name="whitespace")
    builder.add_text_field("section_kind", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_integer_field("shown_at", fast=True)
    builder.add_float_field("years", fast=True)
    builder.add_integer_field("national", fast=True)
    return builder.build()


def fields_of(entry: Findable) -> Fields:
    """Return what of `entry` is indexed, its texts cut into words: plain values to hand around.

    This is most of the work of indexing, and may be done in another process. The body is in
    `passages` only, a field of the index of passages; `as_document` puts it together.
    """
    title, keywords, summary = words(entry.title), words(entry.keywords), words(entry.summary)
    text = [title] * TITLE_TIMES + [keywords] * KEYWORDS_TIMES
    text += [summary, words(entry.document_number)]
    number = document_number(entry.document_number)
    return {
        "oid": entry.oid,
        "site": entry.site,
        "section": entry.section,
        "kind": entry.kind,
        "number": [number] if number else [],
        "title": title,
        "summary": _BETWEEN.join((summary, keywords)),
        "text": _BETWEEN.join(text),
        "section_kind": entry.section_kind,
        "year": entry.shown_at.year,
        "shown_at": int(entry.shown_at.timestamp()),
        "years": _years(entry.shown_at),
        "national": int(is_national(entry.title, entry.keywords)),
        "passages": passages_of(entry.body),
    }


def as_document(fields: Fields) -> Document:
    """Return what `fields_of` made as tantivy takes it, with the whole text in one field."""
    text = _BETWEEN.join((fields["text"], " ".join(fields["passages"])))
    return Document(**{**fields, "text": text, "passages": []})


def _years(moment: datetime) -> float:
    since = moment - datetime(YEAR_ZERO, 1, 1, tzinfo=UTC)
    return max(0.0, since.days / 365.25)
