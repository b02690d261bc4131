"""Ways to narrow a search: by site, kind of section and year, with the number of hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.content.content import is_public
from portal.content.section.schema import KIND_TITLES
from portal.content.values import Choice, Facet
from portal.i18n import _
from portal.site.asking import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyramid.request import Request

    from portal.search.facets import Counts
    from portal.site.asking import Asking
    from portal.site.site import Site

    AddressOf = Callable[..., str]

YEARS_SHOWN = 10
"""Years that are offered one by one, the newest first; those before are one choice."""


def chosen(asking: Asking, address: AddressOf) -> tuple[Choice, ...]:
    """Return what narrows the search already, each with the address of a search without it."""
    found = []
    if asking.site is not None:
        found.append(Choice(_site_title(asking.site), address(site="")))
    if asking.kind:
        found.append(Choice(KIND_TITLES[asking.kind], address(kind="")))
    if asking.year:
        found.append(Choice(_year_title(asking.year), address(year="")))
    return tuple(found)


def facets(
    asking: Asking, counts: Counts, request: Request, address: AddressOf
) -> tuple[Facet, ...]:
    """Return the ways to narrow the search further; only those that make a difference."""
    of_sites = asking.everywhere and asking.site is None
    offered = (
        Facet(_("Site"), tuple(_sites(counts, request, address)) if of_sites else ()),
        Facet(_("Type"), () if asking.kind else tuple(_kinds(counts, address))),
        Facet(_("Year"), tuple(_years(counts, address))),
    )
    return tuple(each for each in offered if len(each.choices) > 1)


def _sites(counts: Counts, request: Request, address: AddressOf) -> Iterator[Choice]:
    for oid, count in counts.sites:
        site = request.cluster.__objectmap__.object_for(oid)
        if site is not None and is_public(site):
            yield Choice(_site_title(site), address(site=name_of(site)), count)


def _kinds(counts: Counts, address: AddressOf) -> Iterator[Choice]:
    for kind, count in counts.kinds:
        if kind in KIND_TITLES:
            yield Choice(KIND_TITLES[kind], address(kind=kind), count)


def _years(counts: Counts, address: AddressOf) -> Iterator[Choice]:
    for year, count in counts.years[:YEARS_SHOWN]:
        yield Choice(_year_title(str(year)), address(year=str(year)), count)
    older = counts.years[YEARS_SHOWN:]
    if older:
        until = f"-{older[0][0]}"
        yield Choice(_year_title(until), address(year=until), sum(pair[1] for pair in older))


def _site_title(site: Site) -> str:
    return site.short_title or site.title


def _year_title(year: str) -> str:
    if year.startswith("-"):
        title: str = _("${year} and before", mapping={"year": year[1:]})
    else:
        title = _("Year ${year}", mapping={"year": year})
    return title
