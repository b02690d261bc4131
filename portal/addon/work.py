"""The work lists of add-ons: which ones a person may use in a site, and what waits there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.addon.registry import loaded_addons
from portal.addon.sheltering import sheltered_list
from portal.content.addresses import path_of
from portal.content.values import Link
from portal.site.routing import address_anywhere

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyramid.i18n import TranslationString
    from pyramid.request import Request

    from portal.addon.declaration import WorkList
    from portal.site.site import Site


@dataclass(frozen=True)
class WorkPlace:
    """A work list of one site; `waiting` is `None` where nobody counts."""

    site: str
    address: str
    waiting: int | None


@dataclass(frozen=True)
class WorkPile:
    """A work list over all sites of a person; `total` is `None` where nobody counts."""

    name: str
    title: TranslationString
    places: tuple[WorkPlace, ...]

    @property
    def total(self) -> int | None:
        """How many entries wait in all of them."""
        counted = [each.waiting for each in self.places if each.waiting is not None]
        return sum(counted) if counted else None


def work_lists(site: Site, request: Request) -> Iterator[WorkList]:
    """Return the work lists of the add-ons of `site` that the person may use there."""
    for addon in loaded_addons(request.registry).values():
        if site.uses(addon.name):
            for each in addon.work_lists:
                if request.has_permission(each.permission, site):
                    yield each


def links_to_work(site: Site, request: Request) -> tuple[Link, ...]:
    """Return where the person finds the work lists of `site`."""
    here = path_of(site, request)
    current = request.view_name if request.context is site else ""
    return tuple(
        Link(each.title, f"{here}{each.view}", current=each.view == current)
        for each in work_lists(site, request)
    )


def work_of(sites: Iterable[Site], request: Request) -> tuple[WorkPile, ...]:
    """Return the work lists that the person may use in any of `sites`, most work first."""
    piles: dict[str, tuple[WorkList, list[WorkPlace]]] = {}
    for site in sites:
        for each in work_lists(site, request):
            _list, places = piles.setdefault(each.name, (each, []))
            address = f"{address_anywhere(site, request)}{each.view}"
            places.append(
                WorkPlace(site.title, address, sheltered_list(each).waiting(site, request))
            )
    return tuple(
        WorkPile(name, each.title, tuple(sorted(places, key=_urgency)))
        for name, (each, places) in piles.items()
    )


def _urgency(place: WorkPlace) -> int:
    return -(place.waiting or 0)
