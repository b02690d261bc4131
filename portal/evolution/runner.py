"""Running the evolution steps that the data still needs, and refusing to run without them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from BTrees import family64
from substanced.evolution import FINISHED_KEY
from substanced.interfaces import IEvolutionSteps
from transaction import TransactionManager

from portal.errors import DeploymentError
from portal.evolution.sites import evolve_sites, require_fit_sites
from portal.site.routing import CLUSTER
from portal.substance import PortalEvolutionManager

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.registry import Registry


class QuietManager(PortalEvolutionManager):
    """Evolution that leaves it to the command to say what happens."""

    def out(self, msg: str) -> None:
        """Say nothing."""


@contextmanager
def manager_of(registry: Registry) -> Iterator[QuietManager]:
    """Open the database for evolution.

    :raises DeploymentError: when there is no cluster in it.
    """
    transactions = TransactionManager()
    connection = registry["database"].open(transactions)
    try:
        cluster = connection.root().get(CLUSTER)
        if cluster is None:
            raise DeploymentError(
                "There is no cluster in the database. Run `portal init INI`, "
                "or `portal demo INI` for a demonstration."
            )
        yield QuietManager(cluster, registry, transactions)
    finally:
        transactions.abort()
        connection.close()


def mark_all_done(cluster: Any, root: Any, registry: Registry) -> None:
    """Remember every step as done, for a new cluster has the layout of today."""
    root[FINISHED_KEY] = family64.OO.BTree()
    QuietManager(cluster, registry).mark_unfinished_as_finished()


def pending(manager: PortalEvolutionManager) -> list[str]:
    """Return the names of the steps that the data still needs, oldest first."""
    return [name for name, _step in manager.get_unfinished_steps()]


def unknown(manager: PortalEvolutionManager, registry: Registry) -> list[str]:
    """Return the names of steps that the data went through and the code does not know."""
    sorter: Any = registry.queryUtility(IEvolutionSteps)
    known = {entry[1][0] for entry in sorter.sorted()} if sorter else set()
    return sorted(name for name in manager.get_finished_steps() if name not in known)


def require_evolved(registry: Registry) -> None:
    """Let the process go on only when code and data fit together.

    :raises DeploymentError: saying what to run.
    """
    registry["ledger"].check()
    with manager_of(registry) as manager:
        if steps := unknown(manager, registry):
            raise DeploymentError(
                f"The database was made by a newer version of the portal: it went through "
                f"{steps[0]!r}, which this code does not know. Install that version."
            )
        if steps := pending(manager):
            raise DeploymentError(
                f"The database waits for {len(steps)} evolution step(s), first {steps[0]!r}. "
                f"Make a backup and run `portal evolve INI`."
            )
        require_fit_sites(manager.context, registry)


def evolve(registry: Registry) -> list[str]:
    """Run every pending step, each in a transaction of its own, and return their names.

    First those of the cluster, then those of the add-ons, site by site. After an interruption the
    next run goes on where this one stopped.

    :raises DeploymentError: when a step of an add-on fails; what was done before it stays.
    """
    registry["ledger"].upgrade()
    with manager_of(registry) as manager:
        done: list[str] = manager.evolve()
        return [*done, *evolve_sites(manager.context, registry, manager.transaction)]
