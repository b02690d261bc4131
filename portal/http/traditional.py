"""Pages in Traditional Chinese: what people read is converted, the markup stays as it is."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from portal.search.chinese import traditional
from portal.site.reading import reading_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.registry import Registry
    from pyramid.request import Request
    from pyramid.response import Response

_VALUE = r"""\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?"""
_REST = rf"(?:[\s/]++|[^\s/>][^\s/>=]*+(?:{_VALUE})?+)*+(?:>|\Z)"
_RAW = "iframe|noembed|noframes|script|style|textarea|xmp"
_MARKUP = re.compile(
    r"(<!--(?:-?>|.*?(?:--!?>|\Z))|<!\[CDATA\[.*?(?:\]\]>|\Z)|(?:<[!?]|</[^a-z>])[^>]*+(?:>|\Z)"
    rf"|<({_RAW})(?=[\s/>]){_REST}|</?[a-z][^\s/>]*+{_REST})"
    r"(?(2)((?:[^<]++|<(?!/\2[\s/>]))*+))",
    re.IGNORECASE | re.DOTALL,
)
"""A comment or a tag; its name and its text if that text is not for reading.

Source: HTML, section 13.2.5, tokenization. Possessive, so that no page takes more than one look.
"""
_GIVEN = re.compile(
    r"""([^\s/>][^\s/>=]*+)(\s*+=\s*+)("[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)"""
    r"|[^\s/>][^\s/>=]*+"
)
_TAG_NAME = re.compile(r"<[a-z][^\s/>]*+", re.IGNORECASE)
_TOLD = frozenset(
    {"alt", "aria-description", "aria-label", "aria-roledescription", "aria-valuetext"}
    | {"label", "placeholder", "title"}
)
"""Attributes that are read out or seen."""
_BUTTONS = frozenset({"button", "reset", "submit"})
_NAME_MOST = 3
"""Most characters of a person's name."""


def traditional_tween(
    handler: Callable[[Request], Response], registry: Registry
) -> Callable[[Request], Response]:
    """Convert the pages of visitors who chose Traditional Chinese; feeds and files stay."""

    def handle(request: Request) -> Response:
        response = handler(request)
        if response.content_type == "text/html":
            response.vary = {*(response.vary or ()), "Cookie"}
            if reading_of(request).script == "hant" and response.body:
                response.text = traditional_page(response.text)
        return response

    return handle


def traditional_page(html: str) -> str:
    """Return the page `html` with its text, and the attributes that are read, in Traditional.

    The text of an element with `translate="no"` stays, and so does everything that forms send.
    """
    pieces = _MARKUP.split(html)
    stays = False
    for at in range(0, len(pieces), 4):  # text, markup, name of an element not to read, its text
        if not stays:
            pieces[at] = _text(pieces[at])
        if at + 1 < len(pieces):
            markup = pieces[at + 1]
            stays = _keeps_text(markup)
            pieces[at + 1] = markup if markup.isascii() else _tag(markup)
            pieces[at + 2] = ""
            pieces[at + 3] = pieces[at + 3] or ""
    return "".join(pieces)


def _keeps_text(markup: str) -> bool:
    """Tell whether the text behind a tag stays: it is sent, or says so."""
    if markup[:7].lower() == "<option":
        return "value" not in _given(markup)
    return "translate" in markup and _given(markup).get("translate") == "no"


def _given(tag: str) -> dict[str, str]:
    """Return the attributes of `tag` that have a value, in lower case."""
    found = _TAG_NAME.match(tag)
    given: dict[str, str] = {}
    for each in _GIVEN.finditer(tag, found.end()) if found else ():
        if each[1]:
            given.setdefault(each[1].lower(), each[3].strip("\"'").lower())
    return given


def _tag(tag: str) -> str:
    """Return `tag` with the attributes that people read in Traditional."""
    found = _TAG_NAME.match(tag)
    if found is None:
        return tag
    told = _told(found[0][1:].lower(), tag)

    def told_or_not(given: re.Match[str]) -> str:
        if given[1] is None or given[1].lower() not in told:
            return given[0]
        value = given[3].strip("\"'")
        return given[1] + given[2] + given[3].replace(value, _text(value), 1)

    return found[0] + _GIVEN.sub(told_or_not, tag[found.end() :])


def _told(name: str, tag: str) -> frozenset[str]:
    """Return the attributes of a `name` element that people read."""
    if name == "meta" and "http-equiv" not in _given(tag):
        return _TOLD | {"content"}
    if name == "input":
        given = _given(tag)
        kind = given.get("type")
        if kind == "search" or (kind in _BUTTONS and "name" not in given):
            return _TOLD | {"value"}
    return _TOLD


def _text(text: str) -> str:
    """Return `text` in Traditional; a text that is but a name keeps the surname it has."""
    if text.isascii():
        return text
    name = text.strip()
    if len(name) <= _NAME_MOST and (found := _names().fullmatch(name)):
        return text.replace(name, found[1] + traditional(found[2]))
    return traditional(text)


@cache
def _names() -> re.Pattern[str]:
    """Return what names look like whose surname would be converted into another word."""
    text = files("portal.http").joinpath("data", "surnames.txt").read_text("utf-8")
    rows = [line.split(" ") for line in text.splitlines() if not line.startswith("#")]
    surnames = (f"{row[0]}(?![{row[1]}])" if row[1:] else row[0] for row in rows)
    return re.compile(rf"({'|'.join(surnames)})([\u4e00-\u9fff]+)")
