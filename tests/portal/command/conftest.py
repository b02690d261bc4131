"""The real `portal` command on an installation in a folder of its own."""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from portal.command import main
from portal.command.office import Office, open_office

COMMAND = [sys.executable, "-c", "import sys; from portal.command import main; sys.exit(main())"]
INI = """[app:main]
use = egg:portal-cluster
portal.data = %(here)s/var
portal.secure_cookies = false
"""


@dataclass
class Installation:
    """A folder with `a.ini` and the data beside it."""

    folder: Path

    @property
    def ini(self) -> Path:
        """The settings file."""
        return self.folder / "a.ini"

    def run(self, *words: object, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run `portal` with `words` and return how it ended."""
        return subprocess.run(
            self.words(*words),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=self.folder,
            **options,
        )

    def call(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Do the same as `run` in this process, which is quicker."""
        out, err = io.StringIO(), io.StringIO()
        before = sys.argv
        sys.argv = ["portal", *(str(word) for word in words)]
        try:
            with contextlib.chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
                main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        finally:
            sys.argv = before
        return subprocess.CompletedProcess(sys.argv, code, out.getvalue(), err.getvalue())

    def words(self, *words: object) -> list[str]:
        """Return the whole command line of `portal` with `words`."""
        return [*COMMAND, *(str(word) for word in words)]

    @contextmanager
    def office(self) -> Iterator[Office]:
        """Open the stores in this process."""
        with open_office(self.ini) as office:
            yield office


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with the site `fgw`, to be copied and never changed."""
    made = Installation(tmp_path_factory.mktemp("founded"))
    made.ini.write_text(INI, "utf-8")
    (made.folder / "var").mkdir()
    assert made.run("init", "a.ini").returncode == 0
    assert made.call("site", "found", "a.ini", "fgw", "发展改革委").returncode == 0
    return made


@pytest.fixture
def copy(founded: Installation, tmp_path: Path) -> Callable[[], Installation]:
    """Make a copy of the founded installation."""

    def make() -> Installation:
        folder = tmp_path / "copy"
        shutil.copytree(founded.folder, folder)
        return Installation(folder)

    return make


@pytest.fixture
def installation(copy: Callable[[], Installation]) -> Installation:
    """A copy of the founded installation, for one test."""
    return copy()
