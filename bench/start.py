"""Seconds from the start of `portal serve` to its first answered page, beside an empty application.

The empty one is a Pyramid application with one view, served by waitress. Each start is a process
of its own, ended by SIGTERM (clean) or by SIGKILL, after which the index of the database is as old
as it gets; for one more start it is taken away altogether. The first start of all is called cold:
no template is compiled yet. Run it with the folder for the clusters and the numbers of documents:

    .venv/bin/python -m bench.start --keep ../clusters 100 100000
"""

from __future__ import annotations

import http.client
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench.worlds import Built, Size, built

COMMAND = "import sys; from portal.command import main; sys.exit(main())"
EMPTY = """
import sys, waitress
from pyramid.config import Configurator
from pyramid.response import Response
with Configurator() as config:
    config.add_route("home", "/")
    config.add_view(lambda _request: Response("hello"), route_name="home")
waitress.serve(config.make_wsgi_app(), port=int(sys.argv[1]), _quiet=True)
"""
TIMES = 3
"""Starts of each kind; the best and the worst are printed."""
LONGEST = 600
"""After so many seconds a start has failed."""


def start(words: list[str], port: int, path: str, end: signal.Signals) -> tuple[float, float]:
    """Return the seconds until `path` is answered, and the processor time of the process."""
    begin = time.perf_counter()
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL) as process:
        try:
            _wait(port, process)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
            connection.request("GET", path)
            if connection.getresponse().status != 200:
                raise SystemExit(f"{path} does not answer 200")
            took = time.perf_counter() - begin
            busy = _busy(process.pid)
            connection.close()
        finally:
            process.send_signal(end)
    return took, busy


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(LONGEST * 100):
        if process.poll() is not None:
            raise SystemExit("The server ended before it answered.")
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise SystemExit("The server does not answer.")


def _busy(pid: int) -> float:
    """Return the seconds of processor time that a process has used, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def line(title: str, results: list[tuple[float, float]]) -> None:
    """Print the best and the worst of some starts."""
    took = sorted(seconds for seconds, _busy in results)
    busy = sorted(seconds for _took, seconds in results)
    print(f"{title:52}{took[0]:7.2f} –{took[-1]:6.2f}{busy[0]:10.2f} –{busy[-1]:6.2f}", flush=True)


def measure(cluster: Built, port: int, title: str) -> None:
    """Print the starts of one cluster."""
    words = ["-c", COMMAND, "serve", "--port", str(port), str(cluster.ini)]
    path, index = cluster.pages["home"], cluster.data / "content.fs.index"

    def again(end: signal.Signals, times: int = TIMES) -> list[tuple[float, float]]:
        return [start(words, port, path, end) for _time in range(times)]

    shutil.rmtree(cluster.data / "copies", ignore_errors=True)
    line(f"{title}, cold", again(signal.SIGTERM, 1))
    line(f"{title}, after a clean stop", again(signal.SIGTERM))
    again(signal.SIGKILL, 1)
    line(f"{title}, after kill -9", again(signal.SIGKILL))
    index.unlink()
    line(f"{title}, without the index of the database", again(signal.SIGTERM, 1))


@click.command()
@click.option("--keep", type=click.Path(path_type=Path), help="Folder that keeps the clusters.")
@click.option("--port", default=6599, show_default=True)
@click.argument("counts", nargs=-1, type=int)
def main(keep: Path | None, port: int, counts: tuple[int, ...]) -> None:
    """Print seconds to the first page, and of processor time, for clusters of COUNTS documents."""
    print(f"{'best and worst':52}{'seconds':>15}{'busy':>18}")
    empty = ["-c", EMPTY, str(port)]
    line("empty Pyramid view", [start(empty, port, "/", signal.SIGTERM) for _ in range(TIMES)])
    with TemporaryDirectory() as name:
        for count in counts or (100, 100_000):
            size = Size(count)
            measure(built(keep or Path(name), size), port, size.title)


if __name__ == "__main__":
    main()
