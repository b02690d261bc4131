"""Fixtures that every test may ask for."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from portal import testing
from portal.security import passwords
from portal.testing import World

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one process more than there are processors: browsers and clocks are waited for."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what was imported, as it stays until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Let a password cost a millisecond instead of a fifth of a second; tests set thousands."""
    usual = passwords._HASHER
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=1_024, parallelism=1)
    yield
    passwords._HASHER = usual


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let all processes of a run share what they compile of templates."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "templates"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(testing, "compiled_templates", lambda: folder)
        yield


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A whole portal on real files, with an account for each role and no sites."""
    made = World.make(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real documents; a test that asks for it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the real documents in ../shared/data are not here")
    return SHARED
