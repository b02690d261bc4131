"""Look-ups of what the page of the hall shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from addons.onlineservice.i18n import _
from addons.onlineservice.service.content import PublicService
from addons.onlineservice.service.queries import badges
from addons.onlineservice.vocabulary import theme_groups, theme_titles
from portal.content.addresses import path_of
from portal.content.boundary import reach
from portal.content.content import is_public
from portal.content.values import Choice, Facet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyramid.request import Request

    from addons.onlineservice.hall.content import Hall

    AddressOf = Callable[..., str]

PAGE_SIZE = 20
"""Items on a page of a list."""
DEPARTMENT_MAX = 200


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see: empty for the whole hall.

    :ivar theme: key of a theme or of a group of themes.
    """

    theme: str = ""
    department: str = ""

    def __bool__(self) -> bool:
        """Tell whether a list is wanted."""
        return bool(self.theme or self.department)


@dataclass(frozen=True)
class Row:
    """An item in a list.

    :ivar badges: what one sees at a glance, such as that one need not come.
    """

    title: str
    address: str
    department: str
    badges: tuple[Any, ...]


@dataclass(frozen=True)
class Door:
    """A group of themes on the page of the hall.

    :ivar count: items under the group; `address` leads to all of them.
    """

    title: str
    address: str
    count: int
    choices: tuple[Choice, ...]


def asked_of(request: Request) -> Asked:
    """Return what the address asks for; what nobody knows counts as nothing."""
    theme = request.GET.get("theme", "")
    department = request.GET.get("department", "").strip()[:DEPARTMENT_MAX]
    return Asked(theme if theme in theme_titles() else "", department)


def rows(hall: Hall, asked: Asked, number: int, request: Request) -> tuple[Row, ...]:
    """Return the items on page `number`, counted from 1."""
    oids = hall.page(asked.theme, asked.department, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    found = (reach(oid, hall) for oid in oids)
    items = (each for each in found if isinstance(each, PublicService) and is_public(each))
    return tuple(
        Row(each.title, path_of(each, request), each.dept_name, badges(each)) for each in items
    )


def page_count(hall: Hall, asked: Asked) -> int:
    """Return the number of pages, at least 1."""
    return max(1, -(-hall.count(asked.theme, asked.department) // PAGE_SIZE))


def doors(hall: Hall, address: AddressOf) -> tuple[Door, ...]:
    """Return the groups of themes under which there is something."""
    found = (
        Door(
            group.title,
            address(theme=group.name),
            hall.count(group.name),
            tuple(_themes(hall, group.name, "", address)),
        )
        for group in theme_groups().values()
    )
    return tuple(door for door in found if door.count)


def departments(hall: Hall, theme: str, address: AddressOf) -> tuple[Choice, ...]:
    """Return the departments with items under `theme`, most items first; none if it is but one."""
    found = hall.departments(theme)
    if len(found) == 1:
        return ()
    return tuple(Choice(name, address(department=name), count) for name, count in found)


def chosen(asked: Asked, address: AddressOf) -> tuple[Choice, ...]:
    """Return what narrows the list already, each with the address of a list without it."""
    found = []
    if asked.theme:
        group, _dot, own = asked.theme.partition(".")
        titles = theme_titles()
        found.append(Choice(titles[group], address(theme="")))
        if own:
            found.append(Choice(titles[asked.theme], address(theme=group)))
    if asked.department:
        found.append(Choice(asked.department, address(department="")))
    return tuple(found)


def facets(hall: Hall, asked: Asked, address: AddressOf) -> tuple[Facet, ...]:
    """Return the ways to narrow the list further, or to look elsewhere; with their numbers."""
    group = asked.theme.partition(".")[0]
    themes = tuple(_themes(hall, group, asked.department, address)) if group else ()
    offered = (
        Facet(_("For whom"), () if group else tuple(_groups(hall, asked.department, address))),
        Facet(_("Theme"), () if asked.theme != group else themes),
        Facet(_("Department"), () if asked.department else departments(hall, asked.theme, address)),
    )
    return tuple(each for each in offered if each.choices)


def _groups(hall: Hall, department: str, address: AddressOf) -> Iterator[Choice]:
    for group in theme_groups().values():
        count = hall.count(group.name, department)
        if count:
            yield Choice(group.title, address(theme=group.name), count)


def _themes(hall: Hall, group: str, department: str, address: AddressOf) -> Iterator[Choice]:
    for theme in theme_groups()[group].themes:
        count = hall.count(theme.key, department)
        if count:
            yield Choice(theme.title, address(theme=theme.key), count)
