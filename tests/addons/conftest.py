from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_addons import NAME, weather

from portal.addon.declaration import AddOn
from portal.testing import World


@pytest.fixture
def made(tmp_path: Path) -> Iterator[AddOn]:
    """The add-on of a stranger, installed but not loaded."""
    with weather(tmp_path / "made") as addon:
        yield addon


@pytest.fixture
def town(made: AddOn, tmp_path: Path) -> Iterator[World]:
    """A cluster that has loaded the add-on of a stranger, with a site that has not enabled it."""
    (tmp_path / "data").mkdir()
    world = World.make(tmp_path / "data", addons=(NAME,))
    world.site("fgw")
    yield world
    world.close()
