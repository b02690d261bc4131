"""What several commands have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Entry = TypeVar("Entry")

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


def tracked(entries: Iterable[Entry], title: str, total: int | None = None) -> Iterator[Entry]:
    """Return `entries` one by one, with a bar that moves along."""
    with bar() as progress:
        yield from progress.track(entries, total=total, description=title)
