"""Prove that the installed packages fit each other, but for the one known exception."""

from __future__ import annotations

import re
import subprocess
import sys

import click

KNOWN = re.compile(
    r"substanced \S+ has requirement pyramid<2\.0dev\S*, but you have pyramid 2\.\S+\."
)
"""portal/substance.py holds what substanced needs to run on Pyramid 2."""


@click.command(help=__doc__)
def main() -> None:
    """Print each conflict that is not known."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    known = [line for line in lines if KNOWN.fullmatch(line)]
    others = [line for line in (*lines, *done.stderr.splitlines()) if line not in known]
    if len(known) != 1:
        others.append(f"The known conflict of substanced and pyramid is there {len(known)} times.")
    click.echo("\n".join(others) or "The installed packages fit each other.")
    sys.exit(1 if others else 0)


if __name__ == "__main__":
    main()
