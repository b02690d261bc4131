"""Words of the lists that the cluster keeps, found all at once."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pyramid.traversal import find_root

from portal.content.checks.accepting import acceptable
from portal.content.checks.declaration import WARN, Finding
from portal.content.checks.passages import fold
from portal.content.checks.secrecy import surrounds
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from portal.content.checks.declaration import Subject
    from portal.content.checks.passages import Passage

WORDS = "words"
WARNINGS_MOST = 1_000
"""Words after which no more are looked at that stop nothing."""
MATCHERS_MOST = 50
"""Versions of lists that a process keeps ready."""
_matchers: OrderedDict[str, Matcher] = OrderedDict()
_lock = Lock()


class Rule(NamedTuple):
    """A word of a list, what might stand there instead, how much it weighs, and what it is."""

    word: str
    suggestion: str
    level: str
    category: str


class KeptWords(Protocol):
    """What is asked of a list: the version that is used.

    :ivar key: another one for each version.
    :ivar contexts: a folded word to the folded texts inside of which it is right.
    """

    @property
    def key(self) -> str:
        """The name of the version, unlike that of any other."""

    @property
    def contexts(self) -> Mapping[str, Sequence[str]]:
        """Where words of the list are right."""

    def rules(self) -> Sequence[Rule]:
        """Return the words, no two of which are the same when folded."""


class Matcher:
    """All words of a list in one automaton, which reads a text once however many they are."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind  # noqa: PLC0415  # not at the start

        self.rules = rules
        self._words = [fold(rule.word) for rule in rules]
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)

    def hits(self, folded: str) -> Iterator[tuple[Rule, str, int, int]]:
        """Yield rule, folded word, begin and end of what stands in the text, the longest each."""
        for number, start, end in self._automaton.find_matches_as_indexes(folded):
            if not _cuts(folded, start, end):
                yield self.rules[number], self._words[number], start, end


def words(subject: Subject) -> Iterator[Finding]:
    """Find words of the lists of the cluster, but not where a list says that they are right."""
    cluster: Any = find_root(subject.document)
    warned = 0
    for kept in getattr(cluster, "words_in_use", ()):
        matcher = matcher_of(kept)
        for passage in subject.passages:
            for rule, word, start, end in matcher.hits(passage.folded):
                if rule.level == WARN and warned >= WARNINGS_MOST:
                    continue
                contexts = kept.contexts.get(word, ())
                if not any(surrounds(each, word, passage.folded, start) for each in contexts):
                    warned += rule.level == WARN
                    yield acceptable(_finding(rule, passage, start, end))


def matcher_of(kept: KeptWords) -> Matcher:
    """Return the automaton of `kept`, built once for each version and process."""
    key = kept.key
    with _lock:
        found = _matchers.pop(key, None) or Matcher(kept.rules())
        _matchers[key] = found
        if len(_matchers) > MATCHERS_MOST:
            _matchers.popitem(last=False)
    return found


def _finding(rule: Rule, passage: Passage, start: int, end: int) -> Finding:
    message = _("This is on the word list “${category}”.", mapping={"category": rule.category})
    place = passage.place(start, end)
    return Finding(
        check=WORDS, level=rule.level, message=message, place=place, suggestion=rule.suggestion
    )


def _cuts(text: str, start: int, end: int) -> bool:
    """Tell whether a Latin word or a number goes on before `start` or after `end`."""
    return (start > 0 and _latin(text[start]) and _latin(text[start - 1])) or (
        end < len(text) and _latin(text[end - 1]) and _latin(text[end])
    )


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
