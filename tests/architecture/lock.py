"""Prove that the lock files hold what the requirements ask for; `--write` resolves them anew.

Versions that are locked already stay as long as they fit, so that a new release of a library
changes nothing by itself.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]
LOCKS = (("requirements.in", "requirements.lock"), ("requirements-dev.in", "requirements-dev.lock"))
"""What is asked for, and what it is resolved to; the second pair is bound by the first."""
OPTIONS = (
    *("--override", "overrides.txt", "--python-version", "3.11"),
    *("--universal", "--generate-hashes", "--no-header", "--quiet"),
    *("--no-emit-index-url", "--no-emit-find-links"),
)
UNREACHABLE = re.compile(
    "failed to fetch|error sending request|connect error|timed out|dns error|network", re.IGNORECASE
)
ADDRESS = re.compile(r"\b(?:https?|file)://|--(?:extra-)?index-url|--find-links")
SHOWN = 20


class RegistryError(Exception):
    """The registry cannot be asked, so nothing can be said about the locks."""


@dataclass(frozen=True)
class Outcome:
    """A lock as it is and as it has to be."""

    name: str
    present: str
    wanted: str

    def problems(self, *, written: bool) -> Iterator[str]:
        """Say where the lock differs, and where it names a registry."""
        if ADDRESS.search(self.wanted):
            yield f"{self.name} would name a registry."
        if not written and self.present != self.wanted:
            lines = difflib.unified_diff(
                self.present.splitlines(),
                self.wanted.splitlines(),
                "is",
                "has to be",
                "",
                "",
                0,
                "",
            )
            changed = [line for line in lines if not line.lstrip("+- ").startswith("--hash")]
            yield f"{self.name} does not fit the requirements; run `make lock`."
            yield from changed[:SHOWN]


def resolve(folder: Path) -> list[Outcome]:
    """Resolve every pair in `folder`, which gets copies of the requirements and the locks.

    :raises RegistryError: when the registry is not reachable.
    """
    for name in ("overrides.txt", *(name for pair in LOCKS for name in pair)):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
    return [_resolve(folder, asked, lock) for asked, lock in LOCKS]


def _resolve(folder: Path, asked: str, lock: str) -> Outcome:
    place = folder / lock
    present = place.read_text("utf-8") if place.exists() else ""
    command = [sys.executable, "-m", "uv", "pip", "compile", asked, *OPTIONS, "-o", lock]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode and UNREACHABLE.search(done.stderr):
        raise RegistryError(done.stderr.strip())
    if done.returncode:
        raise click.ClickException(f"{asked} cannot be resolved:\n{done.stderr}")
    return Outcome(lock, present, place.read_text("utf-8"))


@click.command(help=__doc__)
@click.option("--write", is_flag=True)
def main(*, write: bool) -> None:
    """Compare, or write."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            outcomes = resolve(Path(folder))
    except RegistryError as error:
        click.echo(f"The locks were not checked, the registry is not reachable:\n{error}", err=True)
        sys.exit(1 if write or os.environ.get("CI") == "true" else 0)
    if write:
        for outcome in outcomes:
            (ROOT / outcome.name).write_text(outcome.wanted, "utf-8")
    found = [line for outcome in outcomes for line in outcome.problems(written=write)]
    click.echo("\n".join(found) or "The locks fit the requirements.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
