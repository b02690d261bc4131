"""An add-on of a third party, from `portal addon new` to its second version, in its own environment.

Nothing of it is imported here: it is built, installed and run by processes of their own, without
network, beside the portal that runs these tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DRIVER = Path(__file__).parent / "foreign_driver.py"
SECOND_STEP = """
from portal.addon.declaration import Step


def entries_are_in_the_east(site):
    for row in site["zwgk"]["tzgg"].listing:
        entry = site["zwgk"]["tzgg"][row.name]
        if getattr(entry, "place", None) == "West":
            entry.place = "East"


STEPS = (Step("2026-12 entries are in the east", entries_are_in_the_east),)
"""


class Environment:
    """A folder with the distribution, one where it is installed, and one for the portal's data."""

    def __init__(self, folder: Path) -> None:
        self.source, self.installed, self.data = (
            folder / name for name in ("source", "installed", "data")
        )
        self.data.mkdir()
        self.ini = folder / "portal.ini"
        self.ini.write_text(
            f"[app:main]\nportal.data = {self.data}\nportal.secret = {'s' * 40}\n"
            f"portal.secure_cookies = false\nportal.addons = rain_gauge\n"
        )

    def run(self, *command: str) -> str:
        paths = os.pathsep.join((str(self.installed), str(ROOT), str(DRIVER.parent)))
        env = {**os.environ, "PYTHONPATH": paths, "PIP_NO_INDEX": "1", "PIP_NO_INPUT": "1"}
        done = subprocess.run(
            [sys.executable, "-W", "ignore", *command],
            env=env,
            cwd=self.data,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def portal(self, *words: str) -> str:
        return self.run("-c", "from portal.command import main; main()", *words)

    def install(self) -> None:
        wanted = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
        target = ("--upgrade", "--target", str(self.installed))
        self.run("-m", "pip", "--quiet", "install", *wanted, *target, str(self.source))


@pytest.mark.slow
def test_a_foreign_addon_is_made_installed_used_disabled_and_upgraded(tmp_path: Path) -> None:
    place = Environment(tmp_path)
    place.portal("addon", "new", "rain_gauge", str(place.source), "--package", "org_rain")
    place.install()
    assert (place.installed / "org_rain" / "entry" / "templates" / "show.pt").is_file()
    assert list(place.installed.glob("org_rain/locale/zh_CN/LC_MESSAGES/*.mo"))

    quick = ("-p", "no:cacheprovider", "-p", DRIVER.stem)
    passed = place.run("-m", "pytest", "-q", *quick, str(place.source / "tests"))
    assert "4 passed" in passed

    page = place.run(str(DRIVER), "use", str(place.data)).strip()
    evolution = place.source / "org_rain" / "evolution.py"
    evolution.write_text(f'"""The changes of what was stored."""\n{SECOND_STEP}')
    version = place.source / "pyproject.toml"
    version.write_text(version.read_text().replace('"0.1.0"', '"0.2.0"'))
    place.install()

    told = place.portal("evolve", str(place.ini))
    assert "done: fgw: rain_gauge: 2026-12 entries are in the east" in told
    assert place.run(str(DRIVER), "look", str(place.data), page).strip() == "East"
    assert "rain_gauge\tinstalled\tloaded\t1" in place.portal("addon", "list", str(place.ini))
