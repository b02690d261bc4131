"""Reading the yearly notice on public holidays, as it was published or as lines of a table."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.i18n import TranslationString

LINE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*[,;\t\uff0c]\s*([^,;\t\uff0c]*)(?:[,;\t\uff0c](.*))?")
"""A day, `work` or `off`, and perhaps a name."""
NAME_MAX = 30
DAYS_MOST = 31
"""Longest holiday that is believed."""
DECEMBER = 12
WORDS = Path(__file__).parent / "data" / "notice.json"

Found = tuple[date, bool, str]
"""A day, whether there is work on it, and the name of the holiday."""


class NotUnderstood(Exception):  # noqa: N818  # it names what is the matter with a line
    """A line says something that cannot be so.

    :param why: a message for the person who gave it.
    """

    def __init__(self, why: TranslationString) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Read:
    """What a text says about days.

    :ivar days: each day once.
    :ivar problems: number of a line, from 1, and what is the matter with it.
    :ivar left_out: how many lines say nothing about days, such as the heading.
    """

    days: tuple[Found, ...]
    problems: tuple[tuple[int, TranslationString], ...]
    left_out: int


def read_notice(text: str, year: int) -> Read:
    """Return what `text` says, line by line, about days of `year` and of the December before it.

    A line is either a row like `2026-02-14, work, Spring Festival` or a paragraph of the notice.
    """
    days: dict[date, Found] = {}
    problems: list[tuple[int, TranslationString]] = []
    left_out = 0
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = "".join(line.split("\u3000")).strip()
        if not stripped:
            continue
        try:
            found = list(_read_line(stripped, year))
            _need_one_word(found, days)
        except NotUnderstood as error:
            problems.append((number, error.why))
            continue
        left_out += not found
        days.update({each[0]: each for each in found})
    return Read(tuple(days[day] for day in sorted(days)), tuple(problems), left_out)


def _read_line(line: str, year: int) -> Iterator[Found]:
    row = LINE.fullmatch(line)
    if row is not None:
        yield _row(row, year)
    elif re.search(_words()["about_days"], line):
        yield from _paragraph(line, year)
    elif re.match(r"\d{4}-\d", line):
        raise NotUnderstood(_("Write it like 2026-02-14, work, Spring Festival."))


def _row(row: re.Match[str], year: int) -> Found:
    kind = _words()["kinds"].get(row[2].strip().lower())
    if kind is None:
        raise NotUnderstood(_("Write it like 2026-02-14, work, Spring Festival."))
    parts = [int(part) for part in row[1].split("-")]
    return _day(*parts, about=year), kind, (row[3] or "").strip()[:NAME_MAX]


def _paragraph(line: str, year: int) -> Iterator[Found]:
    words = _words()
    rest = re.sub(words["numeral"], "", line)
    named = re.match(words["name"], rest)
    name = named[1].strip() if named is not None else ""
    for sentence in re.split(words["sentence_ends"], rest[named.end() if named else 0 :]):
        said = sentence.strip()
        if said and not re.match(words["left_out"], said):
            yield from ((day, kind, name) for day, kind in _sentence(said, year))


def _sentence(said: str, year: int) -> Iterator[tuple[date, bool]]:
    """Return what one sentence says of its days: they are off, or there is work on them."""
    words = _words()
    first, at = _day_at(said, 0, year, None)
    days = [first]
    while True:
        joint = re.compile(f"({words['until']})|({words['and']})").match(said, at)
        if joint is None or not re.compile(words["day"]).match(said, joint.end()):
            break
        next_day, at = _day_at(said, joint.end(), year, days[-1])
        days += _between(days[-1], next_day) if joint[1] else [next_day]
    if re.compile(words["work"]).match(said, at):
        yield from ((day, True) for day in days)
    elif re.compile(words["off"]).match(said, at):
        _need_count(said, len(days))
        yield from ((day, False) for day in days)
    else:
        raise NotUnderstood(_("Not understood: “${words}”", mapping={"words": said[:NAME_MAX]}))


def _day_at(said: str, at: int, year: int, before: date | None) -> tuple[date, int]:
    """Return the day that stands in `said` at `at`, and where it ends.

    :param before: the day that was named before it, whose month and year count on.
    """
    found = re.compile(_words()["day"]).match(said, at)
    month = (found and found["month"]) or (before and before.month)
    if found is None or not month:
        raise NotUnderstood(_("Not understood: “${words}”", mapping={"words": said[:NAME_MAX]}))
    of_year = int(found["year"] or (before.year if before else year))
    day = _day(of_year, int(month), int(found["day"]), about=year)
    weekday = re.search(_words()["weekday"], found["said"] or "")
    if weekday is not None and _words()["weekdays"][weekday[1]] != day.weekday():
        raise NotUnderstood(_("${day} is another day of the week.", mapping={"day": str(day)}))
    return day, found.end()


def _day(year: int, month: int, day: int, *, about: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        named = {"day": f"{year}-{month}-{day}"}
        raise NotUnderstood(_("There is no day ${day}.", mapping=named)) from None
    if found.year != about and (found.year, found.month) != (about - 1, DECEMBER):
        named = {"day": str(found), "year": str(about)}
        raise NotUnderstood(_("${day} is not in the year ${year}.", mapping=named))
    return found


def _between(first: date, last: date) -> list[date]:
    """Return the days after `first` up to `last`."""
    count = (last - first).days
    if not 0 < count < DAYS_MOST:
        named = {"first": str(first), "last": str(last)}
        raise NotUnderstood(_("${first} to ${last} cannot be a holiday.", mapping=named))
    return [first + timedelta(days=number) for number in range(1, count + 1)]


def _need_count(said: str, count: int) -> None:
    told = re.search(_words()["count"], said)
    if told is not None and int(told[1]) != count:
        named = {"told": told[1], "count": str(count)}
        raise NotUnderstood(_("It says ${told} days, but names ${count}.", mapping=named))


def _need_one_word(found: list[Found], days: dict[date, Found]) -> None:
    """Make sure that no day is called a working day and a day off at once."""
    seen = {day: kind for day, kind, _name in days.values()}
    for day, kind, _name in found:
        if seen.setdefault(day, kind) is not kind:
            named = {"day": str(day)}
            raise NotUnderstood(_("${day} is a working day and a day off at once.", mapping=named))


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = json.loads(WORDS.read_text("utf-8"))
    return words
