"""Requests a second of public pages, beside an empty Pyramid view and a bare function.

All are served by waitress with the same number of threads, one after another, and asked by wrk
(Debian's package) over the loopback address. Pages are rendered anew for each request. Run it
with the numbers of documents:

    .venv/bin/python bench/pages.py 100 10000

It also prints how long one page keeps the processor busy, in milliseconds, without a server.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import waitress
from pyramid.config import Configurator
from pyramid.response import Response
from webob import Request

from portal.content.document.operations import publish_document
from portal.testing import World

THREADS = 4
CONNECTIONS = 8
SECONDS = 5
ROUNDS = 100
BATCH = 500
TEXT = "".join(f"<p>{'The office has decided the following measures. ' * 4}</p>" for _ in range(5))


def bare(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer without any framework."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


def empty_view() -> Any:
    """Return a Pyramid application with one view that does nothing."""
    config = Configurator()
    config.add_route("home", "/")
    config.add_view(lambda _request: Response("hello"), route_name="home")
    return config.make_wsgi_app()


def fill(world: World, count: int) -> dict[str, str]:
    """Release `count` documents in a section; return the addresses of the pages to measure."""
    home = world.site("bench")
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    name = ""
    for first in range(0, count, BATCH):
        with world.office.transaction() as (cluster, act):
            section = cluster["sites"]["bench"]["zwgk"]["tzgg"]
            for number in range(first, min(first + BATCH, count)):
                data: Any = {
                    "title": f"Notice number {number} about the works of this month",
                    "body": TEXT,
                    "source": "The office",
                    "displayed_at": begin + timedelta(hours=number),
                    "displayed_because": "bench",
                }
                name = publish_document(section, data, act).__name__ or ""
    return {"home": home, "section": f"{home}zwgk/tzgg/", "document": f"{home}zwgk/tzgg/{name}"}


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve `app` in a process of its own on a free port; give its address."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen(256)
    child = os.fork()
    if child == 0:
        waitress.serve(app, sockets=[taken], threads=THREADS, _quiet=True)
        os._exit(0)
    try:
        time.sleep(0.5)
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        os.kill(child, 15)
        os.waitpid(child, 0)
        taken.close()


def rate(address: str) -> float:
    """Return the requests a second that wrk counts at `address`."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", address]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told:
        raise SystemExit(f"{address} does not answer 200:\n{told}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    return float(found[1]) if found else 0.0


def busy(app: Any, path: str) -> float:
    """Return the milliseconds of processor time of one request, without a server."""

    def ask() -> None:
        request = Request.blank(path)
        request.environ["HTTP_HOST"] = "127.0.0.1"
        if request.get_response(app).status_int != 200:
            raise SystemExit(f"{path} does not answer 200")

    for _warm in range(5):
        ask()
    begin = time.process_time()
    for _round in range(ROUNDS):
        ask()
    return (time.process_time() - begin) / ROUNDS * 1000


def main(counts: list[int]) -> None:
    """Print a line for each page and number of documents."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed: apt install wrk")
    print(f"{'':28}{'a second':>10}{'of empty':>10}{'ms busy':>10}")
    with served(bare) as address:
        print(f"{'waitress, a bare function':28}{rate(address + '/'):10.0f}")
    empty = empty_view()
    with served(empty) as address:
        base = rate(address + "/")
        print(f"{'waitress, empty Pyramid view':28}{base:10.0f}{1:10.2f}{busy(empty, '/'):10.2f}")
    for count in counts:
        with TemporaryDirectory() as name:
            measure(World.make(Path(name)), count, base)


def measure(world: World, count: int, base: float) -> None:
    """Print the figures of a portal with `count` documents."""
    pages = fill(world, count)
    times = {path: busy(world.app, path) for path in pages.values()}
    thread_server = waitress.create_server(world.app, host="127.0.0.1", port=0, threads=THREADS)
    Thread(target=thread_server.run, daemon=True).start()
    address = f"http://127.0.0.1:{thread_server.effective_port}"
    for kind, path in pages.items():
        found = rate(address + path)
        title = f"{kind}, {count} documents"
        print(f"{title:28}{found:10.0f}{found / base:10.2f}{times[path]:10.2f}")
    time.sleep(1)
    thread_server.close()
    time.sleep(1)
    world.close()


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [100, 10_000])
