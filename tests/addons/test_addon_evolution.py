"""What add-ons stored in sites follows their code, site by site, and the process waits for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from made_addons import NAME, weather

from portal.addon.declaration import AddOn, Step
from portal.addon.settling import settle
from portal.application import configure
from portal.command import portal
from portal.command.office import Office, open_office
from portal.errors import DeploymentError
from portal.evolution.runner import evolve, require_evolved
from portal.settings import Settings
from portal.site.site import Site
from portal.testing import World, publish_one, turn

SECTION = "/sites/fgw/zwgk/tzgg"
NAMES = tuple(f"s{number:02}" for number in range(40))


def plus(site: Any) -> None:
    site.contact += "+"


def failing_at(name: str) -> Callable[[Any], None]:
    def run(site: Any) -> None:
        site.contact += "+"
        if site.__name__ == name:
            raise RuntimeError("no rain gauge")

    return run


def with_steps(world: World, made: AddOn, **steps: Callable[[Any], None]) -> None:
    declared = tuple(Step(f"2026-03 {name}", run) for name, run in steps.items())
    world.office.registry.addons[NAME] = replace(made, steps=declared)


def forty(world: World) -> None:
    with world.office.transaction() as (cluster, _act):
        for name in NAMES:
            site = Site()
            site.title, site.contact = name, "a"
            site.addons, site.addon_steps = (NAME,), {NAME: ()}
            cluster["sites"].add(name, site)


def ini_of(folder: Path, *lines: str) -> Path:
    ini = folder / "portal.ini"
    usual = (f"data = {folder / 'data'}", f"secret = {'s' * 40}", "secure_cookies = false")
    ini.write_text("\n".join(("[app:main]", *(f"portal.{each}" for each in usual), *lines)))
    return ini


def settled(world: World) -> None:
    while settle(world.office):
        pass
    world.feed()


def contacts(world: World) -> list[str]:
    with world.office.transaction() as (cluster, _act):
        return [cluster["sites"][name].contact for name in NAMES]


def test_the_process_waits_for_a_pending_step_and_says_what_to_run(
    town: World, made: AddOn
) -> None:
    turn(town, "fgw", NAME, on=True)
    require_evolved(town.office.registry)
    with_steps(town, made, contacts=plus)
    said = r"'fgw' waits for 1 evolution step.*'weather', first '2026-03 contacts'.*portal evolve"
    with pytest.raises(DeploymentError, match=said):
        require_evolved(town.office.registry)
    assert evolve(town.office.registry) == ["fgw: weather: 2026-03 contacts"]
    assert evolve(town.office.registry) == []
    require_evolved(town.office.registry)


def test_a_new_site_replays_no_history(town: World, made: AddOn) -> None:
    with_steps(town, made, contacts=plus)
    turn(town, "fgw", NAME, on=True)
    assert evolve(town.office.registry) == []


def test_what_a_site_keeps_of_a_disabled_addon_follows_too(town: World, made: AddOn) -> None:
    turn(town, "fgw", NAME, on=True)
    turn(town, "fgw", NAME, on=False)
    with_steps(town, made, contacts=plus)
    assert evolve(town.office.registry) == ["fgw: weather: 2026-03 contacts"]
    turn(town, "fgw", NAME, on=True)


def test_a_step_that_fails_in_the_middle_of_forty_sites_goes_on_there(
    town: World, made: AddOn
) -> None:
    forty(town)
    with_steps(town, made, contacts=failing_at("s17"))
    said = "failed in the site 's17': RuntimeError: no rain gauge.*17 step.s. before it were"
    with pytest.raises(DeploymentError, match=said):
        evolve(town.office.registry)
    assert contacts(town) == ["a+"] * 17 + ["a"] * 23
    with pytest.raises(DeploymentError, match="'s17' waits"):
        require_evolved(town.office.registry)
    with_steps(town, made, contacts=plus)
    assert len(evolve(town.office.registry)) == 23
    assert contacts(town) == ["a+"] * 40


KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from portal.addon.declaration import Step
from portal.application import configure
from portal.evolution.runner import evolve
from portal.settings import Settings

def run(site):
    site.contact += "+"
    if site.__name__ == "s23":
        os.kill(os.getpid(), signal.SIGKILL)

config = configure(Settings(data=Path(sys.argv[1]), secret="s" * 40, addons=("weather",)))
addons = config.registry.addons
addons["weather"] = replace(addons["weather"], steps=(Step("2026-03 contacts", run),))
evolve(config.registry)
"""


def test_a_step_that_is_killed_goes_on_where_it_was(made: AddOn, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    world = World.make(data, addons=(NAME,))
    forty(world)
    world.close()
    paths = os.pathsep.join((str(tmp_path / "made"), str(Path.cwd())))
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLED, str(data)],
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    office = Office(configure(Settings(data=data, secret="s" * 40, addons=(NAME,))))
    world = World(office, None)
    try:
        assert contacts(world) == ["a+"] * 23 + ["a"] * 17
        with_steps(world, made, contacts=plus)
        assert len(evolve(office.registry)) == 17
        assert contacts(world) == ["a+"] * 40
    finally:
        office.close()


def test_the_data_of_a_newer_version_is_not_touched(town: World, made: AddOn) -> None:
    with_steps(town, made, contacts=plus)
    turn(town, "fgw", NAME, on=True)
    with_steps(town, made)
    for start in (require_evolved, evolve):
        with pytest.raises(DeploymentError, match="made by a newer version of it"):
            start(town.office.registry)


def test_an_addon_whose_code_is_gone_can_be_disabled_and_the_rest_goes_on(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with weather(tmp_path / "made") as made:
        world = World.make(data, addons=(NAME,))
        world.site("fgw")
        turn(world, "fgw", NAME, on=True)
        page = publish_one(world, made.types[0], SECTION, title="条目甲")
        world.publish(SECTION, title="条目乙")
        world.feed()
        world.close()
    ini = ini_of(tmp_path)
    said = "'fgw' uses the add-on 'weather', which is not loaded.*portal addon disable INI weather"
    with pytest.raises(DeploymentError, match=said), open_office(ini):
        pass
    told = CliRunner().invoke(portal, ["addon", "disable", str(ini), NAME], catch_exceptions=False)
    assert "is disabled in 1 site(s)" in told.output
    with open_office(ini) as office:
        world = World(office, office.config.make_wsgi_app())
        settled(world)
        citizen, editor = world.browser(), world.browser("editor")
        citizen.get(page, status=404)
        for path in (SECTION, "/sites/fgw/", "/sites/fgw/search?q=%E6%9D%A1%E7%9B%AE"):
            assert page not in citizen.get(path).text
        for path in (f"{SECTION}/contents", "/sites/fgw/contents", "/desk"):
            assert page not in editor.get(path).text


def test_the_list_of_addons_says_where_each_is(town: World, tmp_path: Path) -> None:
    turn(town, "fgw", NAME, on=True)
    town.close()
    ini = ini_of(tmp_path, f"portal.addons = {NAME}")
    told = CliRunner().invoke(portal, ["addon", "list", str(ini)], catch_exceptions=False)
    assert "weather\tinstalled\tloaded\t1" in told.output
    assert "openinfo\tinstalled\t-\t0" in told.output
