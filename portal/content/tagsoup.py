"""Read HTML of any quality as a row of texts and tags, in time that grows with its length.

Browsers disagree with tidy parsers about broken HTML; where text would be lost, text is kept.
Comments, declarations and the content of `UNSEEN` elements are left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.content.plaintext import without_controls

NAME = re.compile(r"(/?)([a-zA-Z][^\s/>]*+)")
QUOTED = re.compile(r"(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')|=(?!\s*+[\"']))*+>")
"""The rest of a tag whose values may hold a `>` in quotes."""
COMMENT_END = re.compile(r"--!?>")
ATTRIBUTE = re.compile(
    r"([^\s=>\"'/]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"']++)))?", re.ASCII
)
UNSEEN = frozenset({"script", "style", "noscript", "iframe", "noframes", "noembed", "title"})
"""Elements whose content a browser does not read as HTML and does not show."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag.

    :ivar name: in small letters.
    :ivar rest: what stands between the name and the `>`.
    """

    name: str
    closing: bool
    rest: str

    def attributes(self) -> dict[str, str]:
        """Return the values by their names in small letters; the first of a name counts."""
        found: dict[str, str] = {}
        for name, *values in ATTRIBUTE.findall(self.rest):
            found.setdefault(name.lower(), readable("".join(values)))
        return found


def readable(source: str) -> str:
    """Return what a piece of HTML source without tags says: entities resolved, no controls."""
    return without_controls(html.unescape(source) if "&" in source else source)


def tokens(source: str) -> Iterator[str | Tag]:
    """Yield the texts, as they are read by people, and the tags of `source`."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0
        self.last_end = source.rfind(">")
        self.quotes_close = True

    def read(self) -> Iterator[str | Tag]:
        while self.place < len(self.source):
            start = self.source.find("<", self.place)
            if start < 0 or start > self.last_end:
                yield readable(self.source[self.place :])
                return
            if start > self.place:
                yield readable(self.source[self.place : start])
            self.place = start + 1
            yield from self._after_bracket()

    def _after_bracket(self) -> Iterator[str | Tag]:
        name = NAME.match(self.source, self.place)
        if name:
            tag = self._tag(name)
            self._skip_unseen(tag)
            yield tag
        elif self.source.startswith("!--", self.place):
            self._skip_comment()
        elif self.source.startswith(("!", "?", "/"), self.place):
            self.place = self.source.index(">", self.place) + 1
        else:
            yield "<"

    def _tag(self, name: re.Match[str]) -> Tag:
        quoted = QUOTED.match(self.source, name.end()) if self.quotes_close else None
        if quoted:
            self.place = quoted.end()
        else:
            self.quotes_close = False
            self.place = self.source.index(">", name.end()) + 1
        rest = self.source[name.end() : self.place - 1]
        return Tag(name[2].lower(), name[1] == "/", rest)

    def _skip_comment(self) -> None:
        opening = re.compile(r"!---?>").match(self.source, self.place)
        end = opening or COMMENT_END.search(self.source, self.place + 3)
        self.place = end.end() if end else len(self.source)

    def _skip_unseen(self, tag: Tag) -> None:
        if tag.name not in UNSEEN or tag.closing:
            return
        end = re.compile(rf"</{tag.name}(?=[\s/>])", re.IGNORECASE).search(self.source, self.place)
        self.place = end.start() if end else len(self.source)
