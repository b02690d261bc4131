"""Names of content in its folder: the day and a number, such as `20260302-7`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.content.content import site_of
from portal.content.names import is_name
from portal.errors import Refusal
from portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pyramid.i18n import TranslationString


def need_free_name(place: Any, name: str, reserved: frozenset[str] = frozenset()) -> None:
    """Make sure that something called `name` can be added to `place`.

    :raises Refusal: when the name cannot be part of an address, is reserved or taken.
    """
    if not is_name(name):
        raise Refusal(_("“${name}” cannot be part of an address.", mapping={"name": name}))
    if name in reserved or (reserved and is_kept(name, place)):
        raise Refusal(kept_for_a_page(name))
    if name in place:
        values = {"name": name}
        raise Refusal(_("There is already something called “${name}” here.", mapping=values))


def kept_for_a_page(name: str) -> TranslationString:
    """Say that the portal, or an add-on, has a page that is called `name`."""
    values = {"name": name}
    return _("“${name}” is a page of the portal. Please choose another name.", mapping=values)


def is_kept(name: str, place: Any) -> bool:
    """Tell whether an add-on that the site of `place` uses has a page called `name` there."""
    site = site_of(place)
    return site is not None and site.keeps(name, place)


def next_name(folder: Any, day: date, suffix: str = "") -> str:
    """Return the first free name for `day` in `folder`, such as `20260302-7`.

    Numbers are counted from 1; two people who add at once get the same name, and the second is
    repeated.
    """
    return first_free(folder, lambda number: f"{day:%Y%m%d}-{number}{suffix}")


def first_free(folder: Any, name: Callable[[int], str]) -> str:
    """Return `name` of the first number, counted from 1, that `folder` does not contain.

    Doubling and halving finds the end of a thousand names in twenty look-ups.
    """
    taken, free = 0, 1
    while name(free) in folder:
        taken, free = free, free * 2
    while free - taken > 1:
        middle = (taken + free) // 2
        if name(middle) in folder:
            taken = middle
        else:
            free = middle
    return name(free)
