"""One city that the tests of pages read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.testing import World


@pytest.fixture(scope="package")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A portal and a department with 45 notices, all findable."""
    world = World.make(tmp_path_factory.mktemp("pages"))
    world.site("main", "portal")
    world.site("fgw", hosts=("fgw.example.gov.cn",), identity_code="4403000052", sponsor="市发改委")
    with world.office.transaction() as (cluster, _act):
        cluster.main_site = "main"
    for number in range(45):
        world.publish("/sites/fgw/zwgk/tzgg", title=f"通知{number}", body=f"<p>内容{number}</p>")
    world.feed()
    yield world
    world.close()
