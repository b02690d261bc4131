"""From a line of another system to a letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from addons.interaction.i18n import _
from addons.interaction.letter.schema import TOPICS, WISHES, on_one_line, readable
from portal.content.plaintext import clean_line
from portal.content.times import minute, moment_of
from portal.ledger.tables import SUBJECT_MAX
from portal.site.importing.columns import DAY, Column
from portal.site.importing.problems import (
    MappingError,
    is_missing,
    is_no_day,
    is_no_real_day,
    is_no_text,
    is_too_long,
    is_unknown,
)
from portal.site.importing.reader import BadLine, Record

LINE_MAX = 254
"""Longest name, telephone number, mail address or identity, in characters."""
TEXT_MAX = 100_000
"""Longest letter or reply of another system, in characters."""
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No letter came through a web site before."""
COLUMNS = (
    Column(name="id", title=_("Number in the earlier system"), required=True),
    Column(name="subject", title=_("Subject"), required=True),
    Column(name="body", title=_("Your letter"), required=True),
    Column(name="received_on", title=_("Received"), kind=DAY, required=True),
    Column(name="mailbox", title=_("Mailbox")),
    Column(name="topic", title=_("What it is about"), codes=tuple(TOPICS.items())),
    Column(name="addressee", title=_("Addressed to")),
    Column(name="name", title=_("Name")),
    Column(name="telephone", title=_("Telephone")),
    Column(name="email", title=_("Mail address")),
    Column(name="publish", title=_("Agrees to publication"), codes=tuple(WISHES.items())),
    Column(name="reply", title=_("The reply")),
    Column(name="replied_on", title=_("Answered on"), kind=DAY),
)
"""What a line may say of a letter."""
PERSONAL = ("addressee", "name", "telephone", "email")


@dataclass(frozen=True)
class ImportedLetter:
    """A letter as another system had it.

    :ivar line: of the file, counted from 1.
    :ivar old_id: names the letter in the other system, for ever.
    :ivar mailbox: title of the mailbox; empty where the site has only one.
    :ivar data: what is kept of it, field to text, with the reply if there is one.
    """

    line: int
    old_id: str
    mailbox: str
    topic: str
    subject: str
    received_at: datetime
    data: dict[str, str]


def mapped(record: Record | BadLine, now: datetime) -> ImportedLetter | BadLine:
    """Return `record` as a letter, or why it is none.

    :param now: nothing was received after it.
    """
    if isinstance(record, BadLine):
        return record
    try:
        return _letter(record, now)
    except MappingError as error:
        return BadLine(record.line, error.reason)


def _letter(record: Record, now: datetime) -> ImportedLetter:
    given = record.values
    subject, old_id = _needed(given, "subject"), _needed(given, "id")
    received_at = _moment(given, "received_on", now)
    if received_at is None:
        raise MappingError(is_missing("received_on"))
    replied_at = _moment(given, "replied_on", now)
    more = {
        **{name: _line(given, name) for name in PERSONAL},
        "publish": _code(given, "publish", WISHES),
        "reply": _text(given, "reply", TEXT_MAX, readable),
        "replied_on": minute(replied_at).partition(" ")[0],
    }
    topic = _code(given, "topic", TOPICS)
    data = {
        "old_id": old_id,
        "topic": topic,
        "subject": subject,
        "text": _needed(given, "body", TEXT_MAX, readable),
        **{name: text for name, text in more.items() if text},
    }
    title = clean_line(subject, SUBJECT_MAX)
    mailbox = _line(given, "mailbox")
    return ImportedLetter(record.line, old_id, mailbox, topic, title, received_at, data)


def _needed(
    given: Mapping[str, Any],
    key: str,
    longest: int = LINE_MAX,
    cleaned: Callable[[str], Any] = on_one_line,
) -> str:
    text = _text(given, key, longest, cleaned)
    if not text:
        raise MappingError(is_missing(key))
    return text


def _line(given: Mapping[str, Any], key: str) -> str:
    return _text(given, key, LINE_MAX, on_one_line)


def _text(given: Mapping[str, Any], key: str, longest: int, cleaned: Callable[[str], Any]) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise MappingError(is_no_text(key))
    text = cleaned(value) or ""
    if len(text) > longest:
        raise MappingError(is_too_long(key, longest))
    return str(text)


def _code(given: Mapping[str, Any], key: str, known: Mapping[str, str]) -> str:
    text = _line(given, key)
    if text and text not in known:
        raise MappingError(is_unknown(key, text))
    return text


def _moment(given: Mapping[str, Any], key: str, now: datetime) -> datetime | None:
    """Return a moment; of a day without a time, its beginning on the sites."""
    text = _line(given, key)
    moment = moment_of(text) if text else None
    if text and moment is None:
        raise MappingError(is_no_day(key, text))
    if moment is not None and not EARLIEST <= moment < now + timedelta(days=1):
        raise MappingError(is_no_real_day(key, text))
    return moment
