"""From a search to the results that a page shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from portal.content.content import is_public, site_of
from portal.content.section.schema import KIND_TITLES
from portal.content.times import minute
from portal.content.values import Result
from portal.search.query import Query
from portal.search.snippet import highlight
from portal.search.synonyms import Synonyms
from portal.site.routing import address_anywhere
from portal.site.snippets import SNIPPET_LENGTH, Words, best_snippet, words_of

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.content.content import Home
    from portal.search.facets import Counts
    from portal.search.index import SearchIndex
    from portal.site.asking import Asking

PAGE_SIZE = 20
TITLE_LENGTH = 300
"""Characters of a title that are shown."""


@dataclass(frozen=True)
class Found:
    """One page of results.

    :ivar total: number of hits on all pages.
    :ivar loose: whether they hold only some of the words.
    """

    total: int
    results: tuple[Result, ...]
    counts: Counts
    loose: bool


def sites_of(asking: Asking, home: Home) -> tuple[int, ...] | None:
    """Return the ids of the sites to search, `None` for all."""
    if not asking.everywhere:
        return (home.oid,)
    return None if asking.site is None else (asking.site.oid,)


def find(asking: Asking, home: Home, request: Request) -> Found:
    """Return what is found on the page that is asked for.

    The index may be a second behind, so each hit is asked again whether the public may see it.
    """
    index: SearchIndex = request.registry["search"]
    query = Query(
        asking.text,
        sites=sites_of(asking, home),
        section_kind=asking.kind or None,
        years=asking.years,
        start=(asking.number - 1) * PAGE_SIZE,
        size=PAGE_SIZE,
        by_date=asking.by_date,
        counted=True,
    )
    synonyms = _synonyms(request.cluster.synonyms)
    hits = index.search(query, synonyms)
    objects = (request.cluster.__objectmap__.object_for(oid) for oid in hits.oids)
    shown = [each for each in objects if each is not None and is_public(each)]
    words = words_of(asking.text, synonyms)
    results = tuple(result_of(each, words, request) for each in shown)
    return Found(hits.total, results, hits.counts, hits.loose)


def result_of(found: Any, words: Words, request: Request) -> Result:
    """Return the document `found` as a result of the search for `words`."""
    snippet, found_in = best_snippet(found, words)
    return Result(
        title=highlight(found.title, words.marked, TITLE_LENGTH),
        address=address_anywhere(found, request),
        snippet=snippet,
        site_title=site_of(found).title,
        section_title=found.__parent__.title,
        shown_at=minute(found.displayed_at),
        kind_title=KIND_TITLES.get(found.__parent__.kind, ""),
        found_in=found_in,
    )


def promoted_result(page: Any, text: str, request: Request) -> Result:
    """Return `page`, content of any type, as a result of the search for `text`."""
    about = getattr(page, "summary", "") or getattr(page, "description", "")
    return Result(
        title=highlight(page.title, text, TITLE_LENGTH),
        address=address_anywhere(page, request),
        snippet=highlight(about, text, SNIPPET_LENGTH),
        site_title=site_of(page).title,
        shown_at=minute(getattr(page, "displayed_at", None)),
    )


@lru_cache(maxsize=2)
def _synonyms(groups: tuple[tuple[str, ...], ...]) -> Synonyms:
    return Synonyms.of(groups)
