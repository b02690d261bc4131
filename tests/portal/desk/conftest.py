from __future__ import annotations

import pytest

from portal.testing import World


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    return world
