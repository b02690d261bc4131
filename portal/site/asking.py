"""What a reader asks of the search page: read from its address, and written into one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from portal.content.content import is_public
from portal.content.section.schema import KINDS
from portal.content.section.views import page_number
from portal.search.chinese import simplified

if TYPE_CHECKING:
    from pyramid.request import Request

    from portal.content.content import Home
    from portal.site.cluster import Cluster
    from portal.site.site import Site

QUERY_MAX = 200
"""Characters of a query that are kept; what follows is left out."""
LAST_PAGE = 50
"""Last page of results that is offered; who has not found it by then needs other words."""
NESTED_MOST = 8
"""Sites above a site, at most."""
YEAR = re.compile(r"-?[12][0-9]{3}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A search with what narrows it; what an address says amiss is as if it were not there.

    :ivar site: narrows a search of the whole cluster, `None` for all sites.
    :ivar kind: kind of sections, one of `KINDS`; empty for all.
    :ivar year: `2026`, or `-2015` for that year and those before; empty for all.
    :ivar number: of the page of results, counted from 1.
    """

    text: str
    everywhere: bool
    site: Site | None
    kind: str
    year: str
    by_date: bool
    number: int

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year, `None` for all."""
        if not self.year:
            return None
        return (0 if self.year.startswith("-") else int(self.year), abs(int(self.year)))

    @property
    def is_narrowed(self) -> bool:
        """Whether less than the place that is searched is looked through."""
        return bool(self.site or self.kind or self.year)

    def query(self, **changes: str) -> str:
        """Return the query of the address of this search, with `changes`, on its first page."""
        values = {
            "q": self.text,
            "scope": "cluster" if self.everywhere else "site",
            "site": name_of(self.site) if self.site is not None else "",
            "kind": self.kind,
            "year": self.year,
            "sort": "date" if self.by_date else "relevance",
        }
        return urlencode({name: value for name, value in (values | changes).items() if value})


def asking_of(home: Home, request: Request) -> Asking:
    """Return what the address of `request` asks, at the site or the cluster `home`."""
    values = request.GET
    kind, year = values.get("kind", ""), values.get("year", "")
    everywhere = not home.is_site or values.get("scope") == "cluster"
    return Asking(
        text=simplified(values.get("q", "").strip()[:QUERY_MAX]),
        everywhere=everywhere,
        site=site_called(request.cluster, values.get("site", "")) if everywhere else None,
        kind=kind if kind in KINDS else "",
        year=year if YEAR.fullmatch(year) else "",
        by_date=values.get("sort") == "date",
        number=min(page_number(request), LAST_PAGE),
    )


def name_of(site: Site) -> str:
    """Return the name of `site` in the cluster, such as `fgw`, or `fgw/jgj` for one below it."""
    name, above = str(site.__name__), site.__parent__.__parent__
    return f"{name_of(above)}/{name}" if above.is_site else name


def site_called(cluster: Cluster, name: str) -> Site | None:
    """Return the site that `name_of` calls so, if there is one that the public may see."""
    place: Any = cluster
    for step in name.split("/")[:NESTED_MOST]:
        sites = place.get("sites")
        place = None if sites is None else sites.get(step)
        if place is None:
            return None
    return place if place.is_site and is_public(place) else None
