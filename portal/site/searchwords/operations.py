"""What can be done with the words of the search, independent of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.threadlocal import get_current_registry

from portal.content.times import ZONE
from portal.errors import Refusal
from portal.i18n import _
from portal.search.words import normalise
from portal.site.searchwords.events import (
    HotWordsSet,
    ResultPromoted,
    ResultUnpromoted,
    SynonymsSet,
)
from portal.site.searchwords.matching import words_of
from portal.site.searchwords.queries import can_be_promoted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from portal.act import Act
    from portal.site.cluster import Cluster

HOT_MOST = 20
HOT_LENGTH = 20
"""Most hot words, and the longest of them in characters."""
GROUPS_MOST = 3_000
GROUP_LEAST = 2
GROUP_MOST = 20
SYNONYM_LENGTH = 30
"""Most groups of synonyms; fewest and most words of one; the longest word in characters."""
PROMOTED_MOST = 500
PROMOTED_LENGTH = 60
"""Most promotions, and the longest words of one in characters."""


def set_hot_words(cluster: Cluster, words: Iterable[str], act: Act) -> None:
    """Show `words` below the search field, in this order; repeated ones once.

    :raises Refusal: when there are too many, or one is too long.
    """
    kept = tuple(dict.fromkeys(_clean(each, HOT_LENGTH) for each in words))
    if len(kept) > HOT_MOST:
        values = {"most": HOT_MOST, "count": len(kept)}
        raise Refusal(
            _("At most ${most} hot words can be shown; these are ${count}.", mapping=values)
        )
    cluster.hot_words = kept
    act.announce(HotWordsSet(cluster, act))


def set_synonyms(cluster: Cluster, groups: Iterable[Iterable[str]], act: Act) -> None:
    """Let the search take the words of each of `groups` for the same; repeated ones once.

    A word may be in several groups: husband and wife are both spouses, but not each other.

    :raises Refusal: when a group is too small or large, or a word is too long or there twice.
    """
    cleaned = (tuple(_clean(each, SYNONYM_LENGTH) for each in group) for group in groups)
    kept = tuple(dict.fromkeys(cleaned))
    _check_groups(kept)
    before, after = set(cluster.synonyms), set(kept)
    cluster.synonyms = kept
    act.announce(SynonymsSet(cluster, act, added=len(after - before), removed=len(before - after)))


def promote(
    cluster: Cluster, words: str, content: Any, act: Act, *, until: date | None = None
) -> None:
    """Show `content` above the results for `words`; doing it again changes the last day.

    :param content: a page of a site of the cluster; `None` if there is none at an address.
    :param until: last day, in the time zone of the sites; `None` for good.
    :raises Refusal: when it is no page that anyone may see, or the day is over.
    """
    kept = _clean(words, PROMOTED_LENGTH)
    if not words_of(kept):
        raise Refusal(_("“${word}” holds nothing to search for.", mapping={"word": kept}))
    if not can_be_promoted(content, get_current_registry()):
        raise Refusal(_("There is no page of this cluster that anyone may see at this address."))
    if until is not None and until < act.at.astimezone(ZONE).date():
        raise Refusal(_("This day is over."))
    others = _without(cluster, kept, content.oid)
    if len(others) >= PROMOTED_MOST:
        raise Refusal(_("At most ${most} pages can be promoted.", mapping={"most": PROMOTED_MOST}))
    cluster.promoted = (*others, (kept, content.oid, until))
    act.announce(ResultPromoted(cluster, act, words=kept, oid=content.oid))


def unpromote(cluster: Cluster, words: str, oid: int, act: Act) -> None:
    """Let the content `oid` be found for `words` as any other; nothing to do is no error."""
    others = _without(cluster, words, oid)
    if others != cluster.promoted:
        cluster.promoted = others
        act.announce(ResultUnpromoted(cluster, act, words=words, oid=oid))


def _without(cluster: Cluster, words: str, oid: int) -> tuple[tuple[str, int, date | None], ...]:
    return tuple(each for each in cluster.promoted if each[:2] != (words, oid))


def _check_groups(groups: tuple[tuple[str, ...], ...]) -> None:
    if len(groups) > GROUPS_MOST:
        values = {"most": GROUPS_MOST, "count": len(groups)}
        raise Refusal(_("At most ${most} groups can be kept; these are ${count}.", mapping=values))
    for group in groups:
        _check_group(group)


def _check_group(group: tuple[str, ...]) -> None:
    if not GROUP_LEAST <= len(group) <= GROUP_MOST:
        limits = {"least": GROUP_LEAST, "most": GROUP_MOST, "word": " ".join(group[:1])}
        raise Refusal(_("A group has ${least} to ${most} words; see “${word}”.", mapping=limits))
    seen: set[str] = set()
    for word in group:
        if normalise(word) in seen:
            raise Refusal(_("“${word}” stands twice in a group.", mapping={"word": word}))
        seen.add(normalise(word))


def _clean(words: str, longest: int) -> str:
    """Return `words` with single spaces.

    :raises Refusal: when they are too long, none, or hold what cannot be shown.
    """
    kept = " ".join(words.split())
    if not kept.isprintable() or not kept:
        raise Refusal(_("There are characters that cannot be shown."))
    if len(kept) > longest:
        values = {"most": longest, "word": f"{kept[:longest]}\N{HORIZONTAL ELLIPSIS}"}
        raise Refusal(_("“${word}” is longer than ${most} characters.", mapping=values))
    return kept
