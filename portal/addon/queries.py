"""Look-ups of what a site has of its add-ons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portal.addon.declaration import AddOn, Step
    from portal.site.site import Site


def needed(site: Site, name: str, addons: Mapping[str, AddOn]) -> tuple[str, ...]:
    """Return the add-ons that `site` has to enable before `name`, in this order."""
    found: dict[str, None] = {}

    def visit(wanted: str) -> None:
        for required in addons[wanted].requires:
            if not site.uses(required) and required not in found:
                visit(required)
                found[required] = None

    visit(name)
    return tuple(found)


def needing(site: Site, name: str, addons: Mapping[str, AddOn]) -> tuple[str, ...]:
    """Return the add-ons of `site` that cannot do without `name`, in the order to disable them."""
    found: list[str] = []
    for other in addons:  # each comes after those it requires
        if site.uses(other) and {name, *found} & {*addons[other].requires}:
            found.append(other)
    return tuple(reversed(found))


def pending_steps(site: Site, addon: AddOn) -> tuple[Step, ...]:
    """Return the steps that what `site` stores of `addon` still needs, oldest first.

    Also where it is disabled now: it can be enabled again at any time.
    """
    if addon.name not in site.addon_steps:
        return ()
    taken = site.addon_steps[addon.name]
    return tuple(step for step in addon.steps if step.name not in taken)


def unknown_steps(site: Site, addon: AddOn) -> tuple[str, ...]:
    """Return the names of the steps that `site` has behind it and this code does not know."""
    known = {step.name for step in addon.steps}
    return tuple(name for name in site.addon_steps.get(addon.name, ()) if name not in known)


def names_taken(site: Site, addon: AddOn) -> Iterator[tuple[str, Any]]:
    """Return the names of pages of `addon` that content of `site` has, and that content.

    It would hide the page. What is of the add-on itself may do so.
    """
    given = site.given.get(addon.name)
    pages = given.pages if given is not None else ()
    places: tuple[Any, ...] = (site, *_sections_below(site)) if pages else ()
    for place in places:
        names = {name for kind, name in pages if isinstance(place, kind)}
        for name in sorted(names):
            content = place.get(name)
            if content is not None and getattr(content, "of_addon", "") != addon.name:
                yield name, content


def _sections_below(place: Any) -> Iterator[Any]:
    for section in place.sections():
        yield section
        yield from _sections_below(section)


def settings_of(site: Site, addon: AddOn) -> dict[str, Any]:
    """Return what holds in `site` for `addon`, field to value; what nobody set is as usual."""
    if addon.settings is None:
        return {}
    usual = {node.name: node.missing for node in addon.settings().children}
    stored = site.addon_settings.get(addon.name, {})
    return {name: stored.get(name, value) for name, value in usual.items()}
