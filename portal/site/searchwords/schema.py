"""What the office fills in to keep the words of the search."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import colander

from portal.i18n import _
from portal.site.searchwords.matching import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

HOT_TEXT_MAX = 5_000
SYNONYM_TEXT_MAX = 200_000
"""Longest text of a form, in characters."""
WORDS_MAX = 60
"""Longest words to which a page is promoted, in characters."""
ADDRESS_MAX = 500
_BETWEEN = re.compile(r"[\s,\u3001\uff0c]+")
"""Spaces, commas and the mark between the parts of an enumeration."""


class Day(colander.Date):
    """A day, as browsers send it."""

    err_template = _("Write the day as year, month and day, such as 2026-12-31.")


def searchable(node: colander.SchemaNode, value: str) -> None:
    """Refuse what holds no word, such as a mere sign."""
    if not words_of(value):
        raise colander.Invalid(
            node, _("“${word}” holds nothing to search for.", mapping={"word": value})
        )


@colander.deferred
def not_over(node: colander.SchemaNode, values: Any) -> colander.Range:
    """Refuse a day before `today`, which the schema is bound to."""
    return colander.Range(min=values["today"], min_err=_("This day is over."))


def _text(limit: int, *others: Any, **options: Any) -> colander.SchemaNode:
    length = colander.Length(
        max=limit,
        max_err=_("This is longer than ${most} characters.", mapping={"most": limit}),
    )
    return colander.SchemaNode(
        colander.String(), validator=colander.All(length, *others), **options
    )


class HotWordsSchema(colander.Schema):
    """Words that are shown below the search field, one a line."""

    hot_words = _text(HOT_TEXT_MAX, missing="")


class SynonymsSchema(colander.Schema):
    """Groups of words that mean the same, one group a line."""

    synonyms = _text(SYNONYM_TEXT_MAX, missing="")


class PromotionSchema(colander.Schema):
    """A page that is found first, the words for it, and until when."""

    words = _text(WORDS_MAX, searchable, missing_msg=_("Write the words that people search for."))
    address = _text(ADDRESS_MAX, missing_msg=_("Write the address of the page."))
    until = colander.SchemaNode(Day(), validator=not_over, missing=None)


def words_in(text: str) -> tuple[str, ...]:
    """Return the words in `text`, one a line, without empty lines."""
    return tuple(words for line in text.splitlines() if (words := " ".join(line.split())))


def groups_in(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the groups in `text`, one a line, of words with spaces or commas between them."""
    lines = (tuple(filter(None, _BETWEEN.split(line))) for line in text.splitlines())
    return tuple(group for group in lines if group)


def text_of(groups: Iterable[Iterable[str]]) -> str:
    """Return the text that `groups_in` reads as `groups`."""
    return "".join(f"{' '.join(group)}\n" for group in groups)
