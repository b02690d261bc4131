"""What several commands have in common."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

ini_argument = click.argument("ini", type=click.Path(path_type=Path))
console = Console(stderr=True)


def bar() -> Progress:
    """Return a progress bar; where nobody watches, it only prints its end."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
    )
