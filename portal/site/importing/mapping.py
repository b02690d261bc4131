"""Turn a record of another system into the values of a document."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from portal.content.document.schema import (
    BODY_MAX,
    HISTORY_LINE_MAX,
    LINE_MAX,
    SUMMARY_MAX,
    TITLE_MAX,
    DocumentData,
)
from portal.content.plaintext import clean_line
from portal.content.richtext import clean, from_text
from portal.i18n import _
from portal.site.importing import problems
from portal.site.importing.problems import MappingError
from portal.site.importing.reader import Record

ZONE = ZoneInfo("Asia/Shanghai")
"""Zone of the days in records."""
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
"""Days outside are taken for mistakes."""
ID_MAX = 200
ADDRESS_MAX = 2_000
VALIDITY: Mapping[str, str] = tomllib.loads(
    (Path(__file__).parent / "data" / "validity.toml").read_text("utf-8")
)


@dataclass(frozen=True)
class ImportedDocument:
    """A document as another system had it.

    :ivar source_id: names the document in the other system, for ever.
    :ivar section_titles: titles of the sections that lead to it, the outermost first.
    :ivar attachments: addresses of its files.
    :ivar digest: SHA-256 of the record; a record that has not changed has the same.
    """

    source_id: str
    section_titles: tuple[str, ...]
    values: DocumentData
    attachments: tuple[str, ...]
    digest: str


def to_values(record: Record) -> ImportedDocument:
    """Return `record` as a document, cleaned.

    :raises MappingError: when a value has the wrong shape, is too long, or a day is impossible.
    """
    given = record.values
    return ImportedDocument(
        source_id=_source_id(given),
        section_titles=_section_titles(given),
        values=_values(given),
        attachments=_attachments(given),
        digest=_digest(given),
    )


def _values(given: Mapping[str, Any]) -> DocumentData:
    issuer = _line(given, "issuer")
    written_on, effective_on = _day(given, "issued_on"), _day(given, "effective_on")
    return DocumentData(
        title=_title(given),
        subtitle=_line(given, "subtitle", TITLE_MAX),
        summary=_line(given, "summary", SUMMARY_MAX),
        body=_body(given),
        source=issuer,
        source_address=_address("url", _text(given, "url")),
        author_name="",
        issuer=issuer,
        document_number=_line(given, "doc_no"),
        index_number=_line(given, "index_no"),
        keywords=_lines(given, "keywords", LINE_MAX),
        region=_line(given, "region"),
        written_on=written_on,
        effective_on=effective_on,
        expired_on=None,
        validity=_validity(given),
        history=_lines(given, "history", HISTORY_LINE_MAX),
        displayed_at=_midnight(_day(given, "published_on") or written_on or effective_on),
    )


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise MappingError(problems.is_no_text(key))
    return value


def _texts(given: Mapping[str, Any], key: str) -> list[str]:
    value = given.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise MappingError(problems.is_no_list(key))
    return value


def _line(given: Mapping[str, Any], key: str, limit: int = LINE_MAX) -> str:
    return clean_line(_text(given, key), limit)


def _lines(given: Mapping[str, Any], key: str, limit: int) -> tuple[str, ...]:
    lines = (clean_line(each, limit) for each in _texts(given, key))
    return tuple(line for line in lines if line)


def _attachments(given: Mapping[str, Any]) -> tuple[str, ...]:
    addresses = (_address("attachments", each) for each in _texts(given, "attachments"))
    return tuple(address for address in addresses if address)


def _source_id(given: Mapping[str, Any]) -> str:
    source_id = clean_line(_text(given, "id"), ID_MAX + 1)
    if not source_id:
        raise MappingError(problems.is_missing("id"))
    if len(source_id) > ID_MAX:
        raise MappingError(problems.is_too_long("id", ID_MAX))
    return source_id


def _title(given: Mapping[str, Any]) -> str:
    title = clean_line(_text(given, "title"), TITLE_MAX)
    if not title:
        raise MappingError(problems.is_missing("title"))
    return title


def _body(given: Mapping[str, Any]) -> str:
    source, text = _text(given, "body_html"), _text(given, "body_text")
    if max(len(source), len(text)) > BODY_MAX:
        raise MappingError(problems.is_too_long("body_text", BODY_MAX))
    if not source.strip() and not text.strip():
        raise MappingError(problems.is_missing("body_text"))
    body = clean(source) or from_text(text)
    if not body:
        raise MappingError(_("The text has nothing that can be shown."))
    return body


def _section_titles(given: Mapping[str, Any]) -> tuple[str, ...]:
    steps = f"{_text(given, 'category')}/{_text(given, 'subcategory')}".split("/")
    titles = (clean_line(step, LINE_MAX) for step in steps)
    return tuple(title for title in titles if title)


def _address(key: str, value: str) -> str:
    address = clean_line(value, ADDRESS_MAX)
    if not address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise MappingError(problems.is_no_address(key, address)) from None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise MappingError(problems.is_no_address(key, address))
    return address


def _day(given: Mapping[str, Any], key: str) -> date | None:
    text = _text(given, key).strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise MappingError(problems.is_no_day(key, text)) from None
    if not EARLIEST <= day < LATEST:
        raise MappingError(problems.is_no_real_day(key, text))
    return day


def _midnight(day: date | None) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def _validity(given: Mapping[str, Any]) -> str:
    status = _line(given, "status")
    if status and status not in VALIDITY:
        raise MappingError(problems.is_unknown("status", status))
    return VALIDITY.get(status, "")


def _digest(given: Mapping[str, Any]) -> str:
    canonical = json.dumps(given, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
