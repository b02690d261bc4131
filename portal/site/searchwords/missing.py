"""The page and the table of what people searched for and did not find."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyramid.response import Response
from pyramid.view import view_config

from portal.content.addresses import path_of
from portal.content.times import ZONE, day
from portal.i18n import _
from portal.ledger.searches import Asked, frequent, missed, searches_per_day
from portal.site.cluster import Cluster
from portal.site.routing import address_anywhere
from portal.site.searchwords.values import AskedRow, DayRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from pyramid.request import Request

    from portal.site.site import Site

DAYS = 30
"""Days that are looked back on, today included."""
SHOWN = 50
"""Most rows of each list on the page."""
EXPORTED = 5_000
"""Most rows of the table that is sent."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""Beginnings that a spreadsheet may run as a formula. Source: OWASP, CSV Injection."""


@view_config(
    context=Cluster,
    name="search-misses",
    request_method="GET",
    permission="portal.administer",
    renderer="templates/search_misses.pt",
)
def show(cluster: Cluster, request: Request) -> dict[str, Any]:
    """Show what was not found, what was asked for most, and how often people searched."""
    since, sites = _since(request), _sites(cluster)
    home = path_of(cluster, request)
    return {
        "title": _("What was not found"),
        "days": DAYS,
        "missed": tuple(_rows(missed(request.ledger, since, SHOWN), sites, request)),
        "frequent": tuple(_rows(frequent(request.ledger, since, SHOWN), sites, request)),
        "per_day": tuple(_per_day(searches_per_day(request.ledger, since), since)),
        "words_address": f"{home}search-words",
        "table_address": f"{home}search-misses.csv",
    }


@view_config(
    context=Cluster,
    name="search-misses.csv",
    request_method="GET",
    permission="portal.administer",
)
def send(cluster: Cluster, request: Request) -> Response:
    """Send what was not found as a table that spreadsheets open."""
    sites, say = _sites(cluster), request.localizer.translate
    heads = (_("Words"), _("Site"), _("Searched"), _("Not found"), _("Last on"))
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([say(head) for head in heads])
    for each in missed(request.ledger, _since(request), EXPORTED):
        site = sites[each.site].title if each.site in sites else each.site
        cells = (harmless(each.words), harmless(site))
        table.writerow([*cells, each.times, each.missed, day(each.missed_on)])
    response = Response(written.getvalue().encode("utf-8-sig"), content_type="text/csv")
    response.charset = "utf-8"
    response.content_disposition = f'attachment; filename="search-misses-{_today(request)}.csv"'
    return response


def harmless(text: str) -> str:
    """Return `text` as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip().startswith(DANGEROUS) else text


def _today(request: Request) -> date:
    today: date = request.act.at.astimezone(ZONE).date()
    return today


def _since(request: Request) -> date:
    return _today(request) - timedelta(days=DAYS - 1)


def _sites(cluster: Cluster) -> dict[str, Site]:
    return {site.__name__ or "": site for site in cluster.all_sites()}


def _rows(found: list[Asked], sites: Mapping[str, Site], request: Request) -> Iterator[AskedRow]:
    home = path_of(request.cluster, request)
    for each in found:
        site = sites.get(each.site)
        place = address_anywhere(site, request) if site is not None else home
        yield AskedRow(
            words=each.words,
            site_title=site.title if site is not None else each.site,
            times=each.times,
            missed=each.missed,
            missed_on=day(each.missed_on),
            search_address=f"{place}search?{urlencode({'q': each.words})}",
            synonym_address=f"{home}search-words?{urlencode({'synonym': each.words})}#synonyms",
            promote_address=f"{home}search-words?{urlencode({'promote': each.words})}#promoted",
        )


def _per_day(counted: Mapping[date, int], since: date) -> Iterator[DayRow]:
    """Return a row for each day, the newest first; nothing when nobody searched."""
    most = max(counted.values(), default=0)
    days = [since + timedelta(days=number) for number in reversed(range(DAYS))]
    return (DayRow(day(each), counted[each], most) for each in days if most)
