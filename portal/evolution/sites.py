"""The evolution of what add-ons store in sites: one site, one step, one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.threadlocal import manager as threadlocal

from portal.addon.queries import pending_steps, unknown_steps
from portal.addon.registry import loaded_addons
from portal.errors import DeploymentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyramid.registry import Registry

    from portal.addon.declaration import AddOn, Step
    from portal.site.cluster import Cluster
    from portal.site.site import Site

COMMAND = "Make a backup and run `portal evolve INI`."


def require_fit_sites(cluster: Cluster, registry: Registry) -> None:
    """Let the process go on only when what sites store of add-ons fits the code of the add-ons.

    :raises DeploymentError: saying what to run.
    """
    addons = loaded_addons(registry)
    for site in cluster.all_sites():
        _need_code(site, addons)
    for site, addon, steps in _pending(cluster, addons):
        raise DeploymentError(
            f"The site {site.__name__!r} waits for {len(steps)} evolution step(s) of the add-on "
            f"{addon.name!r}, first {steps[0].name!r}. {COMMAND}"
        )


def evolve_sites(cluster: Cluster, registry: Registry, transactions: Any) -> list[str]:
    """Run every pending step of every add-on in every site that ever enabled it.

    What was done is noted in the transaction that does it: whoever is killed or fails, the next
    run goes on where this one stopped.

    :raises DeploymentError: when a step fails, naming the site.
    """
    addons = loaded_addons(registry)
    for site in cluster.all_sites():
        _need_code(site, addons)
    found = [
        (site.oid, site.__name__, addon.name, step)
        for site, addon, steps in _pending(cluster, addons)
        for step in steps
    ]
    done: list[str] = []
    threadlocal.push({"registry": registry, "request": None})
    try:
        for oid, site_name, addon, step in found:
            name = f"{site_name}: {addon}: {step.name}"
            try:
                with transactions:
                    _take(cluster.__objectmap__.object_for(oid), addon, step)
            except Exception as error:
                raise DeploymentError(
                    f"The step {step.name!r} of the add-on {addon!r} failed in the site "
                    f"{site_name!r}: {type(error).__name__}: {error}. Nothing of it was kept; "
                    f"{len(done)} step(s) before it were. Correct the add-on or the data and run "
                    f"`portal evolve INI` again: it goes on there."
                ) from error
            done.append(name)
    finally:
        threadlocal.pop()
    return done


def _take(site: Site, addon: str, step: Step) -> None:
    step.run(site)
    taken = site.addon_steps[addon]
    site.addon_steps = {**site.addon_steps, addon: (*taken, step.name)}


def _pending(
    cluster: Cluster, addons: Mapping[str, AddOn]
) -> Iterator[tuple[Site, AddOn, tuple[Step, ...]]]:
    for addon in addons.values():
        if addon.steps:
            for site in cluster.all_sites():
                if steps := pending_steps(site, addon):
                    yield site, addon, steps


def _need_code(site: Site, addons: Mapping[str, AddOn]) -> None:
    """Make sure that the code of each add-on of `site` is there and knows what it went through.

    :raises DeploymentError: when it is not.
    """
    for name in site.addons:
        if name not in addons:
            raise DeploymentError(
                f"The site {site.__name__!r} uses the add-on {name!r}, which is not loaded. "
                f"Install it and name it in the setting portal.addons, or run "
                f"`portal addon disable INI {name} {site.__name__}`: its data stays."
            )
    for addon in addons.values():
        if unknown := unknown_steps(site, addon):
            raise DeploymentError(
                f"The data of the add-on {addon.name!r} in the site {site.__name__!r} was made by "
                f"a newer version of it: it went through {unknown[0]!r}. Install that version."
            )
