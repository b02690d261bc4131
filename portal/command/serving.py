"""Serving the portal, and the worker beside it."""

from __future__ import annotations

import gc
import logging
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from portal.command.options import ini_argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

STOP_SECONDS = 15
"""How long a stop waits for the worker; it feeds the search for some seconds at a time."""


@click.command()
@ini_argument
@click.option("--port", default=6543, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--host",
    "hosts",
    multiple=True,
    default=("127.0.0.1", "[::1]"),
    show_default=True,
    help="Address to listen on; may be given several times.",
)
@click.option("--no-worker", is_flag=True, help="Leave jobs and the search to `portal worker`.")
@click.option("--or-demo", is_flag=True, help="If there is no cluster, found the demonstration.")
def serve(ini: Path, port: int, hosts: tuple[str, ...], *, no_worker: bool, or_demo: bool) -> None:
    """Serve the portal over HTTP until it is stopped."""
    from portal.command.demonstrating import found_if_none, print_sign_ins
    from portal.command.office import open_office
    from portal.command.server import listen, print_addresses, start_worker
    from portal.evolution.runner import require_evolved

    set_up_logging()
    with unswept() as settle, open_office(ini, checked=False) as office:
        if or_demo:
            found_if_none(office)
        require_evolved(office.registry)
        server = listen(office, hosts, port)
        print_addresses(office, port)
        print_sign_ins(office.settings)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        running = None if no_worker else start_worker(office)
        settle()
        try:
            server.run()
        finally:
            if running:
                running.stop(STOP_SECONDS)


@click.command()
@ini_argument
def worker(ini: Path) -> None:
    """Run jobs and feed the search, beside `portal serve --no-worker`.

    Both open the same database, so it has to be shared: ZEO or PostgreSQL, not a file.
    """
    from portal.command.office import open_office
    from portal.command.server import make_worker

    set_up_logging()
    with open_office(ini) as office:
        click.echo("The worker runs. Stop it with Ctrl-C.")
        make_worker(office).run()


@contextmanager
def unswept() -> Iterator[Callable[[], None]]:
    """Let nothing look for waste during a start, whose objects stay, nor among them afterwards.

    It takes a tenth of the start, and of each later look. Call what is given when it is over.
    """

    def settle() -> None:
        gc.freeze()
        gc.enable()

    gc.disable()
    try:
        yield settle
    finally:
        gc.enable()


def set_up_logging() -> None:
    """Log to the standard error output; waitress says too much of its queue under load."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("portal").setLevel(logging.INFO)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
