"""Where a document holds what was asked for: in its own text, or in an attachment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.content.extraction import kept_text, readable_attachments
from portal.content.plaintext import plain
from portal.search.query import read
from portal.search.snippet import EXAMINED, highlight
from portal.search.words import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.content.values import Marked
    from portal.search.synonyms import Synonyms

SNIPPET_LENGTH = 120
"""Characters of a snippet."""
MORE = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True)
class Words:
    """What was asked for.

    :ivar asked: the words that were typed, as `normalise` leaves them.
    :ivar marked: the query and the synonyms that find something for it as well.
    """

    asked: tuple[str, ...]
    marked: str


def words_of(text: str, synonyms: Synonyms) -> Words:
    """Return what `text` asks for."""
    others = synonyms.within(normalise(text)).values()
    also = ("".join(other) for group in others for other in group)
    return Words(read(text).long, " ".join((text, *also)))


def best_snippet(found: Any, words: Words) -> tuple[Marked, str]:
    """Return a snippet, and the title of the attachment that it is from, if it is from one.

    It is where more of the words stand that were asked for, be they in the title as well.
    """
    body = _text(found)
    snippet, found_in = _snippet(body, words.marked), ""
    best = _worth(f"{found.title}\n{body}", snippet, words)
    if best < (len(words.asked), True):
        for file in readable_attachments(found):
            text = " ".join(kept_text(file).split())
            other = _snippet(text, words.marked)
            worth = _worth(text, other, words)
            if worth > best:
                best, snippet, found_in = worth, other, file.title
    return snippet, found_in


def _text(found: Any) -> str:
    """Return the text of the page of `found`; a type whose text is in fields has `shown_text`."""
    own: Callable[[], str] | None = getattr(found, "shown_text", None)
    return own() if own is not None else plain(found.body)


def _worth(text: str, snippet: Marked, words: Words) -> tuple[int, bool]:
    lowered = text.lower()
    return sum(word in lowered for word in words.asked), any(marked for _piece, marked in snippet)


def _first_place(body: str, text: str) -> int:
    """Return where to begin to look in `body`; a long one is not looked through by `highlight`."""
    if len(body) <= EXAMINED:
        return 0
    lowered = body.lower()
    places = (lowered.find(word) for word in read(text).long)
    return max(0, min((place for place in places if place >= 0), default=0) - SNIPPET_LENGTH)


def _snippet(body: str, text: str) -> Marked:
    """Return the best part of `body`, with dots where it goes on."""
    pieces = highlight(body[_first_place(body, text) :], text, SNIPPET_LENGTH)
    part = "".join(piece for piece, _marked in pieces)
    before = () if body.startswith(part) else ((MORE, False),)
    after = () if body.endswith(part) else ((MORE, False),)
    return (*before, *pieces, *after)
