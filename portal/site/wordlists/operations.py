"""What can be done with word lists, independent of the web."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.content.checks.passages import fold
from portal.errors import Refusal
from portal.i18n import _
from portal.site.wordlists.content import WordList, WordVersion
from portal.site.wordlists.events import WordAllowed, WordForbidden, WordsLoaded, WordsSwitched

if TYPE_CHECKING:
    from portal.act import Act
    from portal.content.checks.words import Rule
    from portal.site.cluster import Cluster
    from portal.site.wordlists.reading import Read

TITLE_MOST = 40
CONTEXT_MOST = 100
REASON_MOST = 200
"""Longest title, context and reason, in characters."""
LISTS_MOST = 50
CONTEXTS_MOST = 1_000
"""Most lists; most contexts of one."""


def add_list(cluster: Cluster, title: str) -> WordList:
    """Return a new list without words.

    :raises Refusal: when there is one of this title, there are too many, or the title is none.
    """
    said = _line(title, TITLE_MOST)
    if any(each.title == said for each in cluster.word_lists):
        raise Refusal(_("There is a list of this title already."))
    if len(cluster.word_lists) >= LISTS_MOST:
        raise Refusal(_("There can be ${most} lists.", mapping={"most": LISTS_MOST}))
    made = WordList(secrets.token_hex(8), said)
    cluster.word_lists = (*cluster.word_lists, made)
    return made


def load_words(
    cluster: Cluster, words: WordList, read: Read, act: Act, *, file_name: str
) -> WordVersion:
    """Make what was `read` the newest version of the list `words`, and use it from now on."""
    before = words.versions[-1] if words.versions else None
    version = WordVersion(
        number=before.number + 1 if before else 1,
        key=secrets.token_hex(16),
        file_name=file_name,
        by=act.by or "",
        at=act.at,
        rules=read.rules,
        changed=_changed(before, read.rules),
        left_out=read.left_out,
    )
    words.versions = (*words.versions, version)
    words.number = version.number
    act.announce(
        WordsLoaded(cluster, act, title=words.title, number=version.number, count=version.count)
    )
    return version


def use_version(cluster: Cluster, words: WordList, number: int, act: Act) -> None:
    """Check drafts for the version `number` of the list from now on, or with 0 for none of it.

    :raises Refusal: when there is no such version.
    """
    if number and words.version(number) is None:
        raise Refusal(_("There is no such version."))
    if number != words.number:
        words.number = number
        act.announce(WordsSwitched(cluster, act, title=words.title, number=number))


@dataclass(frozen=True)
class Allowed:
    """A word that is right wherever it is a part of `context`, and why."""

    word: str
    context: str
    reason: str


def allow_word(cluster: Cluster, words: WordList, allowed: Allowed, act: Act) -> None:
    """Let a word of the list be right in a context.

    :raises Refusal: when it is no part of it, something is missing, or there are too many.
    """
    word, context = _line(allowed.word, CONTEXT_MOST), _line(allowed.context, CONTEXT_MOST)
    reason = _line(allowed.reason, REASON_MOST)
    if fold(word) not in fold(context) or fold(word) == fold(context):
        raise Refusal(_("The context has to hold the word and more than that."))
    others = tuple(each for each in words.contexts if each[:2] != (word, context))
    if len(others) >= CONTEXTS_MOST:
        raise Refusal(_("A list can have ${most} exceptions.", mapping={"most": CONTEXTS_MOST}))
    words.contexts = (*others, (word, context, reason, act.by or "", act.at))
    told = {"word": word, "context": context, "reason": reason}
    act.announce(WordAllowed(cluster, act, title=words.title, **told))


def forbid_word(cluster: Cluster, words: WordList, word: str, context: str, act: Act) -> None:
    """Take an exception back; nothing to do is no error."""
    gone = next((each for each in words.contexts if each[:2] == (word, context)), None)
    if gone is not None:
        words.contexts = tuple(each for each in words.contexts if each is not gone)
        told = {"word": word, "context": context, "reason": gone[2]}
        act.announce(WordForbidden(cluster, act, title=words.title, **told))


def _changed(before: WordVersion | None, rules: tuple[Rule, ...]) -> tuple[int, int]:
    """Return how many words are new, and how many of `before` are there no more."""
    old = {rule.word for rule in before.words.rules()} if before else set()
    new = {rule.word for rule in rules}
    return len(new - old), len(old - new)


def _line(text: str, most: int) -> str:
    """Return `text` with single spaces.

    :raises Refusal: when it is empty, too long, or holds what cannot be shown.
    """
    kept = " ".join(text.split())
    if not kept:
        raise Refusal(_("Please fill in all fields."))
    if not kept.isprintable():
        raise Refusal(_("There are characters that cannot be shown."))
    if len(kept) > most:
        raise Refusal(_("This is longer than ${most} characters.", mapping={"most": most}))
    return kept
