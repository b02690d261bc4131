"""From a search to the results that a page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.content import is_public, site_of
from portal.content.plaintext import plain
from portal.content.times import minute
from portal.content.values import Marked, Result
from portal.search.query import Query
from portal.search.snippet import highlight
from portal.site.routing import address_anywhere

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.search.index import SearchIndex
    from portal.site.site import Site

PAGE_SIZE = 20
TITLE_LENGTH = 300
SNIPPET_LENGTH = 120
"""Characters of a title and of a snippet that are shown."""
MORE = "\N{HORIZONTAL ELLIPSIS}"
SNIPPET_FROM = 30_000
"""Characters of a text in which the best place for the snippet is looked for."""
QUERY_MAX = 200
"""Characters of a query that are kept; what follows is left out."""


def find(
    request: Request, text: str, site: Site | None, number: int, *, by_date: bool
) -> tuple[int, tuple[Result, ...]]:
    """Return the number of hits for `text`, and those on page `number`, counted from 1.

    The index may be a second behind, so each hit is asked again whether the public may see it.

    :param site: search this site only; `None` for the whole cluster.
    """
    index: SearchIndex = request.registry["search"]
    query = Query(
        text,
        sites=None if site is None else (site.oid,),
        start=(number - 1) * PAGE_SIZE,
        size=PAGE_SIZE,
        by_date=by_date,
    )
    hits = index.search(query)
    objects = (request.cluster.__objectmap__.object_for(oid) for oid in hits.oids)
    shown = [each for each in objects if each is not None and is_public(each)]
    return hits.total, tuple(_result(each, text, request) for each in shown)


def _result(found: Any, text: str, request: Request) -> Result:
    body = plain(found.body)[:SNIPPET_FROM]
    return Result(
        title=highlight(found.title, text, TITLE_LENGTH),
        address=address_anywhere(found, request),
        snippet=_snippet(body, text),
        site_title=site_of(found).title,
        section_title=found.__parent__.title,
        shown_at=minute(found.displayed_at),
    )


def _snippet(body: str, text: str) -> Marked:
    """Return the best part of `body`, with dots where it goes on."""
    pieces = highlight(body, text, SNIPPET_LENGTH)
    part = "".join(piece for piece, _marked in pieces)
    before = () if body.startswith(part) else ((MORE, False),)
    after = () if body.endswith(part) else ((MORE, False),)
    return (*before, *pieces, *after)
