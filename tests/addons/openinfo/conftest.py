from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from addons.openinfo import addon
from addons.openinfo.disclosure.content import DISCLOSURE
from portal.addon.operations import change_settings, make_sections
from portal.testing import World, publish_one, turn

CODE = "000014349"
SECTION = "/sites/fgw/zfxxgk/fdzdgknr"


@pytest.fixture
def open_town(tmp_path: Path) -> Iterator[World]:
    """A site that enabled the add-on, made its sections and gave its code."""
    (tmp_path / "open").mkdir()
    world = World.make(tmp_path / "open", addons=("openinfo",))
    world.site("fgw", sponsor="示例市发展和改革委员会")
    turn(world, "fgw", "openinfo", on=True)
    with world.office.transaction() as (cluster, act):
        site = cluster["sites"]["fgw"]
        make_sections(site, addon, ("zfxxgk",), act)
        change_settings(site, addon, {"body_code": CODE, "publisher": "", "days": 20}, act)
    yield world
    world.close()


@pytest.fixture
def disclose(open_town: World) -> Callable[..., str]:
    """Release a record, and return its address."""

    def disclose(**data: Any) -> str:
        values: Any = {
            "title": "关于节水的通知",
            "issuer": "示例市发展和改革委员会",
            "written_on": date(2026, 3, 2),
            "topic": "0403",
            "genre": "notice",
        }
        return publish_one(open_town, DISCLOSURE, SECTION, **values | data)

    return disclose
