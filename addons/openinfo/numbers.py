"""Numbers of documents and of records: read as people write them, kept in one form."""

from __future__ import annotations

import re
import unicodedata

from addons.openinfo.vocabulary import data

INDEX_NUMBER = re.compile(
    r"(?P<body>[0-9A-Z]{7,8}-?[0-9A-Z]|[0-9]{2}[0-9A-Z]{16})/(?P<year>[12][0-9]{3})-(?P<number>[0-9]{5,})",
    re.ASCII,
)
"""Body, year and number in five digits, such as `000014349/2017-00110`.

The body stands as the characters of its organisation code, eight or nine, or the eighteen of its
unified social credit code. Source: index numbers of the State Council and of local governments.
"""
BODY_CODE = re.compile(r"[0-9A-Z]{7,8}-?[0-9A-Z]|[0-9]{2}[0-9A-Z]{16}", re.ASCII)
READ_MOST = 300
"""Longest text that is looked at, in characters: no number is that long."""
DIGITS = 5
"""Least digits of the number in an index number."""
_SIGNS = data("signs")
_YEAR, _ORDINAL, _NUMBER = _SIGNS["year"], _SIGNS["ordinal"], _SIGNS["number"]
_OPENING, _CLOSING = r"\[({<\u3008\u3010\u3014\u3016\ufe5d", r"\])}>\u3009\u3011\u3015\u3017\ufe5e"
_YEARLY = re.compile(
    rf"(?P<mark>[^\W\d_][^\d{_OPENING}]*?)[\s_]*[{_OPENING}]?\s*(?P<year>[12]\d{{3}})\s*"
    rf"(?:[{_CLOSING}]|{_YEAR})\s*{_ORDINAL}?\s*(?P<number>\d{{1,5}})\s*{_NUMBER}?"
)
_ORDERLY = re.compile(
    rf"(?P<mark>[^\W\d_][^\d{_OPENING}]*?)\s*{_ORDINAL}\s*(?P<number>\d{{1,5}})\s*{_NUMBER}"
)


def document_number(text: str) -> str:
    """Return a document number in its normal form, whatever brackets, digits and blanks it has.

    That is the issuer's mark, the year in tortoise shell brackets, the number without zeros in
    front of it, and the sign for number; or for an order, the number after the ordinal sign. What
    cannot be read stays as it is, but for blanks around it.

    Source: Working Regulations on Official Documents of Party and Government Organs (2012),
    Article 9, and GB/T 9704-2012, 7.2.5.
    """
    if len(text) > READ_MOST:
        return text.strip()
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _YEARLY.fullmatch(plain):
        mark = re.sub(r"\s+", "", found["mark"]).rstrip(_ORDINAL)
        return f"{mark}\u3014{found['year']}\u3015{int(found['number'])}{_NUMBER}"
    if found := _ORDERLY.fullmatch(plain):
        mark = re.sub(r"\s+", "", found["mark"])
        return f"{mark}{_ORDINAL}{int(found['number'])}{_NUMBER}"
    return text.strip()


def index_number(text: str) -> str:
    """Return an index number without blanks, its letters large, its signs narrow."""
    if len(text) > READ_MOST:
        return text
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()


def is_index_number(text: str) -> bool:
    """Tell whether `text` is an index number by the rule."""
    return INDEX_NUMBER.fullmatch(text) is not None


def bodies_in(issuer: str) -> tuple[str, ...]:
    """Return the bodies that a joint document names, the leading one first, each once."""
    parts = re.split(rf"[{_SIGNS['joint']},;\uff0c\uff1b]", issuer)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
