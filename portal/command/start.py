"""The first transaction of an installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import DeploymentError
from portal.evolution.runner import mark_all_done
from portal.security.grants import give_role
from portal.security.operations import add_account
from portal.site.operations import found_cluster
from portal.site.routing import CLUSTER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.command.office import Office

Person = tuple[str, str, str, str]
"""Account name, name, role at the cluster (empty for none) and password."""


def has_cluster(office: Office) -> bool:
    """Tell whether the database holds a cluster."""
    with office.transaction() as (cluster, _act):
        return cluster is not None


def need_empty(office: Office) -> None:
    """Make sure that nothing is overwritten.

    :raises DeploymentError: when there is a cluster already.
    """
    if has_cluster(office):
        raise DeploymentError(
            f"There is a cluster in {office.settings.data} already. "
            f"Serve it with `portal serve INI`, or name another folder in 'portal.data'."
        )


def found(office: Office, title: str, people: Iterable[Person], *, one_time: bool) -> None:
    """Make the tables of the ledger, then the cluster and its first accounts, all or nothing."""
    office.ledger.upgrade()
    with office.opened() as (root, act):
        cluster = root[CLUSTER] = found_cluster(title)
        root._p_jar.add(cluster)  # noqa: SLF001  # so that the cluster knows its transaction
        mark_all_done(cluster, root, office.registry)
        for login, name, role, password in people:
            add_account(cluster["people"], login, name, password, act, one_time=one_time)
            if role:
                give_role(cluster, login, role, act)
