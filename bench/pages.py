"""Requests a second of public pages, beside an empty Pyramid view and a bare function.

All are served by waitress with the same number of threads, one after another, and asked by wrk
(Debian's package) over the loopback address. Pages are rendered anew for each request. “Busy” is
the processor time of one request without a server, and “growth” how it compares with the smallest
cluster of at least a thousand documents. Below stands where it goes. Run it with the folder for
the clusters and the numbers of documents:

    .venv/bin/python -m bench.pages --keep ../clusters 100 1000 10000 100000

A cluster of 150 sites with 20 documents each is measured last, and its list of sites with it.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import waitress
from pyramid.config import Configurator
from pyramid.response import Response
from webob import Request

from bench.parts import Part, shares, told
from bench.worlds import Size, built

THREADS = 4
CONNECTIONS = 8
SECONDS = 5
ROUNDS = 300
TURNS = 6
"""How often two pages are asked in turns to compare them."""
MANY_SITES = Size(20, sites=150)
COMPARED_FROM = 1_000
"""Documents of the smallest cluster that others are compared with."""
NESTED: dict[str, Part] = {
    "tweens": (("pyramid/router.py", "handle_request"),),
    "routing and traversal": (("pyramid/view.py", "_call_view"),),
    "guards and permission": (("pyramid/viewderivers.py", "rendered_view"),),
}
"""What is done around each function, from the outermost on."""
INSIDE: dict[str, Part] = {
    "data of the frame": (("theme/__init__.py", "add_frame"),),
    "template": (("pyramid_chameleon/zpt.py", "__call__"),),
}


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
    told_by_wrk = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told_by_wrk:
        raise SystemExit(f"{address} does not answer 200:\n{told_by_wrk}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", told_by_wrk)
    return float(found[1]) if found else 0.0


def ask(app: Any, path: str, times: int = ROUNDS) -> None:
    """Ask for a page, without a server."""
    for _round in range(times):
        request = Request.blank(path)
        request.environ["HTTP_HOST"] = "127.0.0.1"
        if request.get_response(app).status_int != 200:
            raise SystemExit(f"{path} does not answer 200")


def busy(app: Any, path: str) -> float:
    """Return the milliseconds of processor time of one request, the best of three tries."""
    ask(app, path, 10)
    return min(spent(app, path) for _try in range(3))


def spent(app: Any, path: str) -> float:
    """Return the milliseconds of processor time of one request, the mean of some."""
    begin = time.process_time()
    ask(app, path)
    return (time.process_time() - begin) / ROUNDS * 1000


def growth(small: tuple[Any, str], large: tuple[Any, str]) -> float:
    """Return how much longer the second page takes, asked in turns so that the machine is one."""
    tries = [(spent(*small), spent(*large)) for _try in range(TURNS)]
    return min(each for _small, each in tries) / min(each for each, _large in tries)


def parts(app: Any, path: str) -> dict[str, float]:
    """Return which share of the time each part of a request takes."""
    around = {**NESTED, "view": (("pyramid/renderers.py", "render_view"),)}
    found = shares(lambda: ask(app, path), around | INSIDE)
    outer = 1.0
    taken: dict[str, float] = {}
    for title in NESTED:
        taken[title] = outer - found[title]
        outer = found[title]
    taken["queries of the view"] = outer - found["view"]
    return taken | {title: found[title] for title in INSIDE}


class Table:
    """Lines of figures, compared with those of the empty view and of a smaller cluster."""

    def __init__(self) -> None:
        print(f"{'':44}{'a second':>10}{'of empty':>10}{'ms busy':>10}{'growth':>10}")
        with served(bare) as address:
            print(f"{'waitress, a bare function':44}{rate(address + '/'):10.0f}")
        self._empty = empty_view()
        self._compared: tuple[Any, dict[str, str]] | None = None

    def add(self, app: Any, size: Size, pages: dict[str, str]) -> None:
        """Print the lines of one cluster."""
        base = self._beside()
        times = {kind: busy(app, path) for kind, path in pages.items()}
        with served(app) as address:
            for kind, path in pages.items():
                found = rate(address + path)
                line = f"{f'{kind}, {size.title}':44}{found:10.0f}{found / base:10.2f}"
                print(f"{line}{times[kind]:10.2f}{self._grown(app, kind, path)}")
        for kind, path in pages.items():
            print(f"  {kind}, ms: {told(parts(app, path), times[kind])}", flush=True)
        if size.documents >= COMPARED_FROM and self._compared is None:
            self._compared = app, pages

    def _grown(self, app: Any, kind: str, path: str) -> str:
        if self._compared is None or kind not in self._compared[1]:
            return ""
        small, pages = self._compared
        return f"{growth((small, pages[kind]), (app, path)):10.2f}"

    def _beside(self) -> float:
        """Measure the empty view again, for the machine is another one every few minutes."""
        with served(self._empty) as address:
            found = rate(address + "/")
        time_each = busy(self._empty, "/")
        title = "waitress, empty Pyramid view"
        print(f"{title:44}{found:10.0f}{1:10.2f}{time_each:10.2f}", flush=True)
        return found


@click.command()
@click.option("--keep", type=click.Path(path_type=Path), help="Folder that keeps the clusters.")
@click.argument("counts", nargs=-1, type=int)
def main(keep: Path | None, counts: tuple[int, ...]) -> None:
    """Print figures of pages in clusters of COUNTS documents, and in one of many sites."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed: apt install wrk")
    with TemporaryDirectory() as name:
        sizes = [Size(count) for count in counts or (100, 1_000, 10_000)] + [MANY_SITES]
        clusters = {size: built(keep or Path(name), size) for size in sizes}
        table = Table()
        with ExitStack() as opened:
            for size, cluster in clusters.items():
                pages = cluster.pages | ({"list of sites": "/"} if size.sites > 1 else {})
                table.add(opened.enter_context(cluster.opened()).app, size, pages)


if __name__ == "__main__":
    main()
