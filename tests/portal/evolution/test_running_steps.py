"""Stored data follows the code, one step at a time, and the process waits for it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from portal.errors import DeploymentError
from portal.evolution.runner import evolve, manager_of, pending, require_evolved
from portal.site.cluster import Cluster
from portal.testing import World


def with_step(world: World, name: str, run: object) -> None:
    world.office.config.add_evolution_step(run, name=name)
    world.office.config.commit()


def rename(cluster: Cluster, registry: object) -> None:
    cluster.title = f"{cluster.title}+"


def fail(cluster: Cluster, registry: object) -> None:
    cluster.title = "half done"
    raise RuntimeError("no")


def title(world: World) -> str:
    with world.office.transaction() as (cluster, _act):
        return str(cluster.title)


def test_a_new_cluster_has_nothing_to_catch_up_with(world: World) -> None:
    require_evolved(world.office.registry)
    assert evolve(world.office.registry) == []


def test_a_process_waits_for_a_pending_step(world: World) -> None:
    with_step(world, "2026-03 the title gets a plus", rename)
    with pytest.raises(DeploymentError, match=r"waits for 1 evolution step.*the title gets a plus"):
        require_evolved(world.office.registry)


def test_a_pending_step_is_run_once(world: World) -> None:
    with_step(world, "2026-03 the title gets a plus", rename)
    assert evolve(world.office.registry) == ["2026-03 the title gets a plus"]
    assert evolve(world.office.registry) == []
    assert title(world) == "Cluster+"
    require_evolved(world.office.registry)


def test_a_step_that_fails_leaves_no_half_and_is_still_pending(world: World) -> None:
    with_step(world, "2026-03 it fails", fail)
    with pytest.raises(RuntimeError):
        evolve(world.office.registry)
    assert title(world) == "Cluster"
    with manager_of(world.office.registry) as manager:
        assert pending(manager) == ["2026-03 it fails"]


def test_data_that_went_further_than_the_code_is_refused(world: World) -> None:
    with manager_of(world.office.registry) as manager:
        manager.add_finished_step("2099-01 the future")
        manager.transaction.commit()
    with pytest.raises(DeploymentError, match="newer version"):
        require_evolved(world.office.registry)


def test_a_ledger_of_a_newer_version_is_refused(world: World) -> None:
    with world.office.ledger.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'm9999'"))
    with pytest.raises(DeploymentError, match="newer version"):
        require_evolved(world.office.registry)
    with pytest.raises(DeploymentError, match="newer version"):
        evolve(world.office.registry)
