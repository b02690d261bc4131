"""A class of an add-on that moved is found at its new place by what was stored at the old one."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from made_addons import NAME, PACKAGE, reachable, weather

from portal.application import configure
from portal.command.office import Office
from portal.content.document.operations import save_draft
from portal.settings import Settings
from portal.testing import World, publish_one, turn

SECTION = "/sites/fgw/zwgk/tzgg"
MOVED = f'    moved={{"{PACKAGE}.entry.content.Entry": "{PACKAGE}.report.content.Entry"}},\n'


def stored_before(tmp_path: Path) -> str:
    """Publish an entry with the first version of the add-on, and return its address."""
    (tmp_path / "data").mkdir()
    with weather(tmp_path / "made") as addon:
        world = World.make(tmp_path / "data", addons=(NAME,))
        world.site("fgw")
        turn(world, "fgw", NAME, on=True)
        page = publish_one(world, addon.types[0], SECTION, title="条目甲", place="东区")
        world.close()
    return page


@contextmanager
def later_version(tmp_path: Path, declared: str) -> Iterator[World]:
    """Give the same portal with a version of the add-on that has its class elsewhere."""
    package = tmp_path / "made" / PACKAGE
    if (package / "entry").exists():
        (package / "entry").rename(package / "report")
        for path in package.rglob("*.py"):
            path.write_text(path.read_text().replace(f"{PACKAGE}.entry", f"{PACKAGE}.report"))
    whole = package / "__init__.py"
    text = whole.read_text().replace(MOVED, "")
    whole.write_text(text.replace("    steps=STEPS,\n", f"    steps=STEPS,\n{declared}"))
    with reachable(tmp_path / "made"):
        importlib.import_module(PACKAGE)
        data = tmp_path / "data"
        settings = Settings(data=data, secret="s" * 40, secure_cookies=False, addons=(NAME,))
        office = Office(configure(settings))
        yield World(office, office.config.make_wsgi_app())
        office.close()


def test_what_was_stored_under_the_old_path_is_there_and_is_stored_anew_under_the_new_one(
    tmp_path: Path,
) -> None:
    page = stored_before(tmp_path)
    with later_version(tmp_path, "") as world:
        world.browser().get(page, status=404)
    with later_version(tmp_path, MOVED) as world:
        assert "东区" in world.browser().get(page).text
        with world.office.transaction() as (cluster, act):
            entry = world.place(cluster, page)
            assert type(entry).__module__ == f"{PACKAGE}.report.content"
            data: Any = {"place": "西区"}
            save_draft(entry, data, act)
            key = entry._p_oid
        record = world.office.database.storage.load(key)[0]
        assert f"{PACKAGE}.report.content".encode() in record
        assert f"{PACKAGE}.entry.content".encode() not in record
