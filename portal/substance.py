"""What substanced needs to run on Pyramid 2 and without its console.

Each adapter names the symptom that it cures; tests/portal/test_substance.py fails without it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pyramid.config import Configurator
from pyramid.path import caller_package
from substanced.evolution import VERSION, EvolutionManager, add_evolution_step, legacy_to_new
from substanced.objectmap import ObjectMap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CATEGORIES = ("pyramid", "substanced")


class PortalConfigurator(Configurator):
    """A configurator whose scans find substanced's decorators too.

    Pyramid 2 scans the category `pyramid` only, substanced decorates in one of its own: without
    this, including it registers nothing and says nothing.
    """

    def scan(
        self, package: Any = None, categories: Iterable[str] | None = CATEGORIES, **options: Any
    ) -> None:
        """Scan `package`, by default the caller's, for decorators of both kinds."""
        super().scan(package or caller_package(), categories=categories, **options)


class PortalObjectMap(ObjectMap):
    """Identities of objects and their paths, without copies of access control lists.

    Permissions follow from the state on each request (see `portal.workflow`), so there is nothing
    to copy; substanced would try to store the method `__acl__` and fail.
    """

    def set_acl(self, obj_objectid_or_path_tuple: Any, acl: Any) -> None:
        """Keep nothing."""


class PortalEvolutionManager(EvolutionManager):
    """Evolution whose list of finished steps can be read; BTrees lost the method that it used."""

    def get_finished_steps_by_value(self) -> list[tuple[float, str]]:
        """Return moments (seconds since 1970) and names of the finished steps, oldest first."""
        return sorted((moment, name) for name, moment in self.get_finished_steps().items())


def without_console(config: Configurator, *args: Any, **options: Any) -> None:
    """Ignore a page for the console, which is off."""


def older_steps(config: Configurator) -> None:
    """Name substanced's own evolution steps without importing what they need.

    Every database has gone through them. Imported, they bring substanced's catalog, forms and
    console with them, a quarter of a second of each start.
    """
    config.add_directive("add_evolution_step", add_evolution_step)
    config.add_evolution_step(legacy_to_new)
    for number in range(1, VERSION + 1):
        module = f"substanced.evolution.evolve{number}"
        config.add_evolution_step(_step_of(module), name=f"{module}.evolve")


def _step_of(module: str) -> Callable[[Any, Any], None]:
    def evolve(root: Any, registry: Any) -> None:
        import_module(module).evolve(root, registry)

    return evolve


def includeme(config: Configurator) -> None:
    """Include the parts of substanced that the portal uses."""
    config.add_directive("add_mgmt_view", without_console)
    config.include("substanced.content")
    config.include(older_steps)
    config.include("substanced.objectmap")
    config.scan("substanced.objectmap", categories=("substanced",), ignore=[".tests", ".views"])
