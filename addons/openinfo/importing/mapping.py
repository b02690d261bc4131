"""From a record of another system to the values of ours."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from addons.openinfo.catalogue.place import PUBLIC_MODE
from addons.openinfo.disclosure.schema import MODE_TITLES
from addons.openinfo.numbers import bodies_in, document_number, index_number, is_index_number
from addons.openinfo.settings import DAYS_MOST
from addons.openinfo.vocabulary import genre_by_title, genre_called, legal_items, topic_called
from portal.content.document.schema import LINE_MAX
from portal.content.plaintext import clean_line
from portal.site.importing import problems
from portal.site.importing.mapping import to_values
from portal.site.importing.problems import MappingError
from portal.site.importing.reader import Record

OTHER = "21"
"""Topic of what nothing tells one of."""
NO_TOPICS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class ImportedRecord:
    """A record as another system had it.

    :ivar line: of the file, counted from 1.
    :ivar source_id: names the record in the other system, for ever.
    :ivar values: all that its form asks for.
    :ivar attachments: addresses of its files.
    :ivar digest: of the line; one that has not changed has the same.
    """

    line: int
    source_id: str
    values: dict[str, Any]
    attachments: tuple[str, ...]
    digest: str


def to_record(record: Record, own_topics: Mapping[str, str] = NO_TOPICS) -> ImportedRecord:
    """Return `record`, cleaned and with its words as codes.

    Besides what every document may have (see `portal import documents`), a record may have
    `topic`, `genre`, `legal_item`, `disclosure_mode`, `publisher`, `audience` and `time_limit`.
    Without a topic or a genre, `subcategory` and the title tell them.

    :param own_topics: codes of topics that the site sets besides, by code and by title.
    :raises MappingError: when a value has the wrong shape, or a code or a number is none.
    """
    given = record.values
    document = to_values(record)
    values: dict[str, Any] = dict(document.values)
    values["document_number"] = document_number(values["document_number"])
    values["index_number"] = _index_number(given)
    values["topic"] = _topic(given, own_topics)
    values["genre"] = _code(given, "genre", genre_called) or genre_by_title(values["title"])
    values["legal_item"] = _legal_item(given)
    values["disclosure_mode"] = _code(given, "disclosure_mode", _mode) or PUBLIC_MODE
    values["facet"] = _line(given, "category")
    values["audience"] = _line(given, "audience")
    lead = next(iter(bodies_in(values["issuer"])), "")
    values["publisher"] = _line(given, "publisher") or lead
    values["time_limit"] = _days(given)
    return ImportedRecord(
        record.line, document.source_id, values, document.attachments, document.digest
    )


def topic_by_title(title: str) -> str:
    """Return the code of the topic that the longest known word in `title` tells; empty for none."""
    found = [(len(word), -title.index(word), code) for word, code in _words() if word in title]
    return max(found)[2] if found else ""


def _topic(given: Mapping[str, Any], own: Mapping[str, str]) -> str:
    named = _code(given, "topic", lambda text: own.get(text) or topic_called(text))
    told = topic_called(_line(given, "subcategory"))
    if named or told not in {"", OTHER}:
        return named or told
    return topic_by_title(given["title"]) or OTHER


def _index_number(given: Mapping[str, Any]) -> str:
    number = index_number(_line(given, "index_no"))
    if number and not is_index_number(number):
        raise MappingError(problems.is_invalid("index_no", number))
    return number


def _legal_item(given: Mapping[str, Any]) -> str:
    named = _code(given, "legal_item", lambda text: text if text in legal_items() else "")
    return named or str(_data()["items"].get(_line(given, "category"), ""))


def _mode(text: str) -> str:
    return text if text in MODE_TITLES else ""


def _days(given: Mapping[str, Any]) -> int:
    days = given.get("time_limit", 0)
    if not isinstance(days, int) or not 0 <= days <= DAYS_MOST:
        raise MappingError(problems.is_no_number("time_limit", DAYS_MOST))
    return days


def _code(given: Mapping[str, Any], key: str, find: Callable[[str], str]) -> str:
    """Return the code that a value stands for; empty where there is no value."""
    text = _line(given, key)
    code = find(text) if text else ""
    if text and not code:
        raise MappingError(problems.is_unknown(key, text))
    return code


def _line(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise MappingError(problems.is_no_text(key))
    return clean_line(value, LINE_MAX)


@cache
def _words() -> tuple[tuple[str, str], ...]:
    topics: dict[str, list[str]] = _data()["topics"]
    return tuple((word, code) for code, words in topics.items() for word in words)


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "words.toml"
    return tomllib.loads(path.read_text("utf-8"))
