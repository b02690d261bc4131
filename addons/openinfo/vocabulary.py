"""The words by which government information is sorted: topics, genres, and legal items."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TOP_LENGTH = 2
"""Characters of the code of a topic that stands below none."""
_STEP = re.compile(r"\s*[/\\>\u203a-]\s*")
_NOTE = re.compile(r"(?:[\uff08(][^\uff08()\uff09]*[\uff09)]|[\W_])$")
_AMISS = re.compile(r"[\W_]+|\uff08[^\uff09]*\uff09|\([^)]*\)")


@dataclass(frozen=True)
class Term:
    """One word of a vocabulary.

    :ivar code: permanent; that of a topic below another one begins with the other one's code.
    :ivar also: what else it is called elsewhere.
    :ivar endings: ends of titles that tell of it.
    """

    code: str
    title: str
    also: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


@cache
def topics() -> dict[str, Term]:
    """Return the topics by code, each after the one above it."""
    return {term.code: term for term in _topics(data("topics")["topics"])}


@cache
def genres() -> dict[str, Term]:
    """Return the genres by code."""
    return {term.code: term for term in _terms(data("genres")["genres"])}


@cache
def legal_items() -> dict[str, Term]:
    """Return by code the items of the law that demand disclosure."""
    return {term.code: term for term in _terms(data("legal")["items"])}


def top_of(topic: str) -> str:
    """Return the code of the topic that `topic` is or stands below."""
    return topic[:TOP_LENGTH]


def topic_title(code: str, known: Mapping[str, Term] | None = None) -> str:
    """Return the words for a topic with the one above it; empty for no topic.

    A code that nobody knows any more stands for itself.

    :param known: topics by code, those of the vocabulary without it.
    """
    if not code:
        return ""
    known = topics() if known is None else known
    own = known[code].title if code in known else code
    above = known.get(top_of(code))
    return own if above is None or above.code == code else f"{above.title} / {own}"


def genre_title(code: str) -> str:
    """Return the word for a genre; empty for none, the code where nobody knows it any more."""
    return genres()[code].title if code in genres() else code


def legal_title(code: str) -> str:
    """Return the words for an item of the law; empty for none, else at least the code."""
    return legal_items()[code].title if code in legal_items() else code


def topic_called(text: str) -> str:
    """Return the code of the topic that `text` names, by code or in words; empty for none.

    In words it may be one step or two, such as `A/B`, whatever stands between them.
    """
    if text in topics():
        return text
    names = _topic_names()
    above, step, below = _STEP.sub("/", text).partition("/")
    return names.get(f"{_bare(above)}/{_bare(below)}" if step else _bare(text), "")


def genre_called(text: str) -> str:
    """Return the code of the genre that `text` names, by code or in words; empty for none."""
    if text in genres():
        return text
    return _genre_names().get(_bare(text), "")


def genre_by_title(title: str) -> str:
    """Return the code of the genre that the end of a document's title tells; empty for none."""
    ends = sorted(
        ((end, term.code) for term in genres().values() for end in term.endings),
        key=lambda pair: -len(pair[0]),
    )
    bare = _without_notes(title)
    return next((code for end, code in ends if bare.endswith(end)), "")


@cache
def data(name: str) -> dict[str, Any]:
    """Return what the data file `name` of this add-on says."""
    text = files("addons.openinfo").joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def _topics(entries: Iterable[dict[str, Any]]) -> Iterator[Term]:
    for entry in entries:
        above, *_ = _terms([entry])
        yield above
        for place, title in enumerate(entry.get("below", ()), 1):
            yield Term(f"{above.code}{place:02}", title)


def _terms(entries: Iterable[dict[str, Any]]) -> Iterator[Term]:
    for entry in entries:
        also, endings = tuple(entry.get("also", ())), tuple(entry.get("endings", ()))
        yield Term(entry["code"], entry["title"], also, endings)


@cache
def _topic_names() -> dict[str, str]:
    """Return code by name: of the two steps, and of one of them where that says which."""
    found: dict[str, str] = {}
    for term in topics().values():
        top = topics()[top_of(term.code)]
        for name in (top.title, *top.also):
            found[_bare(name) if term is top else f"{_bare(name)}/{_bare(term.title)}"] = term.code
    alone = Counter(_bare(term.title) for term in topics().values())
    for term in topics().values():
        if alone[_bare(term.title)] == 1:
            found.setdefault(_bare(term.title), term.code)
    return found


@cache
def _genre_names() -> dict[str, str]:
    return {
        _bare(name): term.code for term in genres().values() for name in (term.title, *term.also)
    }


def _bare(text: str) -> str:
    return _AMISS.sub("", text).casefold()


def _without_notes(title: str) -> str:
    """Return `title` without the notes in brackets and the signs that it ends with."""
    previous = ""
    while previous != title:
        previous = title
        title = _NOTE.sub("", title.strip())
    return title
