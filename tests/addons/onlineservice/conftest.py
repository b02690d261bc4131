from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.testing import World, turn


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[World]:
    """A cluster with a site that offers services."""
    world = World.make(tmp_path, addons=("onlineservice",))
    world.site("fgw")
    turn(world, "fgw", "onlineservice", on=True)
    yield world
    world.close()
