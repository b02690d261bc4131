"""Numbers that belong to a person: identity cards, mobile telephones, bank cards, vehicles."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.content.checks.declaration import STOP, Finding
from portal.content.checks.passages import NUMBERS
from portal.content.times import ZONE
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.content.checks.declaration import Subject
    from portal.content.checks.passages import Passage

PERSONAL = "personal"
OLDEST = 1900
"""Earliest year of birth."""
LABEL_NEAR = 40
"""How far before a number its label may stand, in characters."""
MESSAGES = {
    "identity": _(
        "This is a resident identity number. Please mask it, such as 110***********0011."
    ),
    "mobile": _("This is a mobile telephone number. Please mask it, such as 138****0000."),
    "bank": _("This is the number of a bank card. Please mask it, such as 6222 **** **** 0000."),
    "plate": _("This is the number of a vehicle. Please mask it, such as with ***."),
}
_GAP = "[ \u3000\u00a0\\-\u2010-\u2015\u2212\uff0d]?"
_BEFORE, _AFTER = r"(?<![0-9a-z_/=.@])", r"(?![0-9a-z_@])"
_IDENTITY = re.compile(
    rf"{_BEFORE}([1-9]\d{{5}}){_GAP}((?:19|20)\d{{6}}){_GAP}(\d{{3}}[\dx]){_AFTER}", re.ASCII
)
_MOBILE = re.compile(
    rf"{_BEFORE}(?:(?:\+|00)?86{_GAP})?1(?:3\d|4[5-9]|5[0-35-9]|6[25-7]|7[0-8]|8\d|9[0-35-9])"
    rf"{_GAP}\d{{4}}{_GAP}\d{{4}}{_AFTER}",
    re.ASCII,
)
_BANK = re.compile(
    rf"{_BEFORE}(?:\d{{16,19}}|\d{{4}}({_GAP})\d{{4}}\1\d{{4}}\1\d{{4}}(?:\1\d{{1,3}})?){_AFTER}",
    re.ASCII,
)
_UNION_PAY = re.compile("62|9558")
_OTHER_BANKS = re.compile("4|5[1-5]|35|6[05]|9")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_FEWEST_DIGITS = 3
"""Of a vehicle; other rows of letters mean something else."""

Found = tuple[str, int, int]
"""A key of `MESSAGES`, and where it begins and ends."""


def personal(subject: Subject) -> Iterator[Finding]:
    """Find numbers that belong to a person."""
    today = subject.revision.at.astimezone(ZONE).date()
    for passage in subject.passages:
        if passage.field not in NUMBERS:
            for kind, start, end in numbers_in(passage, today):
                place = passage.place(start, end)
                yield Finding(check=PERSONAL, level=STOP, message=MESSAGES[kind], place=place)


def numbers_in(passage: Passage, today: date) -> Iterator[Found]:
    """Yield the numbers of persons in `passage`, none of which is part of another."""
    text, ended = passage.folded, 0
    for kind, start, end in sorted(_candidates(text, today), key=lambda found: found[1:]):
        if start >= ended:
            yield kind, start, end
            ended = end


def is_identity(number: str, today: date) -> bool:
    """Tell whether `number` can be that of a resident: place, day of birth and check digit.

    Source: GB 11643-1999.
    """
    if int(number[:2]) not in _data()["provinces"]:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return born.year >= OLDEST and born <= today and "10x98765432"[total % 11] == number[17]


def is_organisation(number: str) -> bool:
    """Tell whether 18 digits are a unified social credit code. Source: GB 32100-2015."""
    total = sum(
        int(digit) * weight for digit, weight in zip(number, _ORGANISATION_WEIGHTS, strict=False)
    )
    check = (31 - total % 31) % 31
    return check == int(number[17])


def is_card(number: str) -> bool:
    """Tell whether the last of the digits checks the others. Source: ISO/IEC 7812-1, annex B."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(doubled)) % 10 == 0


def _candidates(text: str, today: date) -> Iterator[Found]:
    if not re.search(r"\d{4}", text, re.ASCII):
        return
    yield from _identities(text, today)
    yield from _mobiles(text)
    yield from _cards(text)
    yield from _vehicles(text)


def _identities(text: str, today: date) -> Iterator[Found]:
    for found in _IDENTITY.finditer(text):
        labelled = _has_before(text, found.start(), "organisation")
        if is_identity("".join(found.groups()), today) and not labelled:
            yield "identity", *found.span()


def _mobiles(text: str) -> Iterator[Found]:
    for found in _MOBILE.finditer(text):
        if not text[found.end() : found.end() + 4].lstrip().startswith(tuple(_data()["unit"])):
            yield "mobile", *found.span()


def _cards(text: str) -> Iterator[Found]:
    for found in _BANK.finditer(text):
        if _is_bank(re.sub(r"\D", "", found[0], flags=re.ASCII), text, found.start()):
            yield "bank", *found.span()


def _vehicles(text: str) -> Iterator[Found]:
    for found in _plate().finditer(text):
        if sum(each.isdigit() for each in found[0]) >= _FEWEST_DIGITS:
            yield "plate", *found.span()


def _is_bank(number: str, text: str, start: int) -> bool:
    if len(set(number)) == 1 or not is_card(number):
        return False
    if len(number) == len(_WEIGHTS) + 1 and is_organisation(number):
        return False
    if _has_before(text, start, "organisation"):
        return False
    if _UNION_PAY.match(number):
        return True
    return bool(_OTHER_BANKS.match(number)) and _has_before(text, start, "account")


def _has_before(text: str, start: int, labels: str) -> bool:
    near = text[max(0, start - LABEL_NEAR) : start].rpartition("\n")[2]
    return any(label in near for label in _data()[labels])


@cache
def _plate() -> re.Pattern[str]:
    return re.compile(_data()["plate"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "personal.toml").read_text("utf-8"))
