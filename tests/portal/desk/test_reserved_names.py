"""No section can take an address that the portal needs for a page of its own."""

from __future__ import annotations

from collections.abc import Iterator

from portal.content.content import Container
from portal.content.names import RESERVED, is_name
from portal.testing import World


def names_of_pages(world: World) -> Iterator[str]:
    """Yield the names of views on what holds sections."""
    introspector = world.office.config.registry.introspector
    for entry in introspector.get_category("views") or []:
        view = entry["introspectable"]
        context = view["context"]
        if isinstance(context, type) and (
            issubclass(context, Container) or issubclass(Container, context)
        ):
            yield view["name"]


def test_the_names_of_all_pages_of_places_are_reserved(world: World) -> None:
    assert {name for name in names_of_pages(world) if is_name(name)} - RESERVED == set()
