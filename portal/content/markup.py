"""Write HTML that is well-formed, whatever order of texts and tags comes in.

What a browser would have to repair is repaired here: open elements are closed, texts get their
paragraph, cells their row and table, list items their list. Elements without content vanish.
"""

from __future__ import annotations

import html
import re
from collections import Counter

from portal.content.elements import (
    CAPTIONS,
    ENCLOSED,
    IMPLIED_CHILD,
    IMPLIED_PARENT,
    INLINE,
    PARAGRAPH,
    PARAGRAPHS,
    PARENTS,
    SHAPE,
    Element,
    holds,
)

MAX_DEPTH = 40
"""How many elements may be inside each other; what is deeper keeps its text only.

A paragraph and its inline elements, twelve at most, come on top.
"""

SPACES = re.compile(r"[ \t\n]+")


class Writer:
    """Take texts and tags one by one; `finish` returns the HTML."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._open = [Element("", "body", bare=False)]
        self._refused: Counter[str] = Counter()
        self._solid = 0
        self._fresh = True
        self._paragraph = PARAGRAPH

    def finish(self) -> str:
        """Close what is open and return the HTML."""
        while len(self._open) > 1:
            self._pop()
        return "".join(self._out)

    def text(self, text: str) -> None:
        """Write `text` as it is read by people."""
        folded = SPACES.sub(" ", text)
        seen = bool(folded.strip())
        if not seen and (self._fresh or self._host().tag in IMPLIED_CHILD):
            return
        if seen:
            self._make_room()
            self._solid += 1
        self._put_text(html.escape(folded, quote=False))

    def void(self, tag: str, opening: str) -> None:
        """Write an element without content: `br`, `hr` or `img`."""
        if tag == "hr":
            self.boundary()
            if self._top().tag in CAPTIONS:
                return
            self._imply_children()
        elif tag == "img":
            self._make_room()
        elif self._fresh:
            return
        self._solid += tag != "br"
        self._out.append(opening)
        self._fresh = tag == "hr"

    def inline(self, source: str, tag: str, opening: str) -> None:
        """Open an inline element, or only remember its name where `tag` is empty or open."""
        if tag == "a":
            self.end(source, tag)
        if not tag or any(element.tag == tag for element in self._run()):
            self._remember(source)
            return
        if self._host().tag in IMPLIED_CHILD:
            self._break()
            self._imply_children()
        self._push(Element(source, tag, opening))

    def block(self, source: str, tag: str, opening: str) -> None:
        """Open a paragraph, a heading, a list, a table or a part of these."""
        if tag == "p" and self._in_empty_heading():
            return
        top = self._break()
        if tag in PARENTS:
            if self._enter_parent(tag):
                self._push(Element(source, tag, opening))
            else:
                self.boundary()
        elif top.tag in CAPTIONS:
            self._put_text(" ")
        else:
            self._imply_children()
            self._open_in_bounds(Element(source, tag, opening, bare=tag != "blockquote"))

    def boundary(self, paragraph: str = PARAGRAPH) -> None:
        """End the paragraph; text that follows in the same place begins another.

        :param paragraph: start tag of the paragraph that follows.
        """
        if self._in_empty_heading():
            return
        top = self._break()
        if top.tag in CAPTIONS:
            self._put_text(" ")
            return
        self._paragraph = paragraph
        if self._solid > top.solid:
            top.bare = False

    def end(self, source: str, tag: str) -> None:
        """Close the element that a tag `source` opened, if there is one to be closed."""
        if self._refused[source]:
            self._refused[source] -= 1
            return
        place = self._place_of(source, tag)
        while place and len(self._open) > place:
            self._pop()
        if tag in INLINE or not tag:
            host = self._host()
            host.floating = [element for element in host.floating if element.source != source]
        elif not place:
            self.boundary()

    def _top(self) -> Element:
        return self._open[-1]

    def _run(self) -> list[Element]:
        """Return the inline elements that are open in the paragraph, the innermost first."""
        run = []
        for element in reversed(self._open):
            if element.tag and element.tag not in INLINE:
                break
            run.append(element)
        return run

    def _host(self) -> Element:
        """Return the innermost element that is not inline."""
        return self._open[-1 - len(self._run())]

    def _push(self, element: Element) -> None:
        if element.tag not in INLINE:
            self._trim()
            self._fresh = True
            self._paragraph = PARAGRAPH
        element.start, element.solid = len(self._out), self._solid
        self._out.append(element.opening or f"<{element.tag}>")
        self._open.append(element)

    def _pop(self) -> None:
        element = self._open.pop()
        self._refused.clear()
        if not element.tag:
            return
        if element.tag not in INLINE:
            self._trim()
            self._fresh = True
        if self._solid > element.solid or element.tag in SHAPE:
            self._out.append(f"</{element.tag}>")
            if element.tag not in INLINE | CAPTIONS:
                self._top().bare = False
        else:
            self._unwrap(element)

    def _unwrap(self, element: Element) -> None:
        """Take back an element without content; spaces and line breaks inside a line stay."""
        rest = self._out[element.start + 1 :]
        del self._out[element.start :]
        for piece in rest if element.tag in INLINE else ():
            if piece == "<br>":
                self.void("br", piece)
            elif piece[0] != "<":
                self._put_text(piece)

    def _remember(self, source: str) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._refused[source] += 1
        else:
            self._open.append(Element(source, ""))

    def _break(self) -> Element:
        """Close the paragraph; inline elements outside of one float. Return what is open now."""
        run = [element for element in self._run() if element.tag]
        while not self._top().tag or self._top().tag in INLINE:
            self._pop()
        if self._top().tag in PARAGRAPHS:
            self._pop()
        elif self._top().tag not in CAPTIONS:
            self._float(run)
        return self._top()

    def _float(self, run: list[Element]) -> None:
        floating = self._top().floating
        known = {element.tag for element in floating}
        floating.extend(element for element in reversed(run) if element.tag not in known)

    def _in_empty_heading(self) -> bool:
        host = self._host()
        return host.tag in PARAGRAPHS - {"p"} and host.solid == self._solid

    def _open_in_bounds(self, element: Element) -> None:
        if len(self._open) < MAX_DEPTH or element.tag in PARAGRAPHS:
            self._open_block(element)
        else:
            self._refused[element.source] += 1
            self.boundary()

    def _open_block(self, element: Element) -> None:
        floating = self._top().floating if element.tag in PARAGRAPHS else []
        self._push(element)
        for each in floating:
            self._push(Element(each.source, each.tag, each.opening))

    def _make_room(self) -> None:
        """See to it that what is read next stands where text may stand."""
        host = self._host()
        if host.tag in IMPLIED_CHILD:
            self._break()
            self._imply_children()
            host = self._top()
        if host.floating or not host.bare or self._paragraph != PARAGRAPH:
            self._break()
            self._open_block(Element("p", "p", self._paragraph))

    def _imply_children(self) -> None:
        while self._top().tag in IMPLIED_CHILD:
            self._push(Element("", IMPLIED_CHILD[self._top().tag]))

    def _enter_parent(self, tag: str) -> bool:
        """Close elements until one that may hold `tag` is the innermost; open what is implied."""
        barrier = ENCLOSED if tag == "li" else frozenset({"table"})
        for place in range(len(self._open), 0, -1):
            found = self._open[place - 1].tag
            if found in PARENTS[tag]:
                while len(self._open) > place:
                    self._pop()
                return True
            if found in barrier:
                break
        implied = IMPLIED_PARENT.get(tag)
        if implied is None or not self._enter_parent(implied):
            return False
        self._push(Element("", implied))
        return True

    def _place_of(self, source: str, tag: str) -> int:
        """Return the place of the open element that the end tag closes, 0 if there is none."""
        inline = not tag or tag in INLINE
        for place in range(len(self._open) - 1, 0, -1):
            element = self._open[place]
            same_kind = element.tag in PARAGRAPHS and tag in PARAGRAPHS
            if element.source == source or same_kind:
                return place
            if element.tag and element.tag not in INLINE and (inline or holds(element.tag, tag)):
                break
        return 0

    def _trim(self) -> None:
        """Take the space away at the end of a block."""
        if self._out and self._out[-1][0] != "<":
            self._out[-1] = self._out[-1].rstrip(" ")
            if not self._out[-1]:
                self._out.pop()

    def _put_text(self, text: str) -> None:
        if self._fresh or (self._out and self._out[-1][0] != "<" and self._out[-1][-1] == " "):
            text = text.lstrip(" ")
        if text:
            self._out.append(text)
            self._fresh = False
