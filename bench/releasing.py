"""How soon the public sees what was released, and sees no more what was withdrawn.

A real server with its worker, a reviewer at a browser as far as the protocol goes, and a reader who
asks again and again for the page, the list, the feed and the search.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.editors import Editor, hidden
from bench.worlds import SECTION, Built
from portal.act import Act
from portal.content.document.operations import create_document
from portal.content.document.review import hand_in

Seconds = dict[str, float]
PLACE = f"/sites/bench0/{SECTION}"
TIMES = 40
PATIENCE = 30.0
"""Seconds after which something counts as never seen."""
PAUSE = 0.005
"""Seconds between two looks of the reader."""
_FORM = re.compile(r'<form[^>]*id="decide-(\w+)".*?</form>', re.DOTALL)


@dataclass(frozen=True)
class Handed:
    """A draft that waits for its reviewer; `word` is in its title and nowhere else."""

    address: str
    word: str


def prepared(cluster: Built, count: int) -> list[Handed]:
    """Write `count` drafts, hand them in, and return them."""
    made = []
    with cluster.opened() as world:
        for number in range(count):
            word = f"Bekanntmachung{number:04}"
            data: Any = {"title": word, "body": f"<p>{word}</p>", "source": "An office"}
            with world.office.transaction() as (root, act):
                deed = Act(by="editor", at=act.at, announce=act.announce)
                document = create_document(world.place(root, PLACE), data, deed)
                hand_in(document, deed)
                made.append(Handed(f"{PLACE}/{document.__name__}", word))
        world.feed()
    return made


@contextmanager
def serving(cluster: Built, port: int) -> Iterator[None]:
    """Serve the cluster by the product's own command, with its worker."""
    command = [str(Path(sys.executable).parent / "portal"), "serve", "--port", str(port)]
    log = (cluster.folder / "serve.log").open("wb")
    server = subprocess.Popen([*command, str(cluster.ini)], stdout=log, stderr=log)
    try:
        _wait_until(lambda: _answers(port))
        yield
    finally:
        os.kill(server.pid, signal.SIGTERM)
        server.wait(30)
        log.close()


def _answers(port: int) -> bool:
    try:
        return Reader(port).status("/sites/bench0/") == http.client.OK
    except OSError:
        return False


class Reader:
    """Somebody without an account."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, path: str) -> tuple[int, str]:
        """Return status and text of the answer."""
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()

    def status(self, path: str) -> int:
        """Return the status of the answer."""
        return self.ask(path)[0]


def _wait_until(holds: Callable[[], bool]) -> float:
    """Return the seconds until `holds`."""
    begin = time.perf_counter()
    while not holds():
        if time.perf_counter() - begin > PATIENCE:
            raise SystemExit("never seen")
        time.sleep(PAUSE)
    return time.perf_counter() - begin


def decide(reviewer: Editor, address: str, name: str, **said: str) -> str:
    """Press the button `name` on the page of a draft and return where it leads."""
    _status, page = reviewer.ask(f"{address}/draft")
    form = next(found[0] for found in _FORM.finditer(page) if found[1] == name)
    status, answer = reviewer.ask(f"{address}/draft", hidden(form) | {name: "1"} | said)
    if status != http.client.SEE_OTHER:
        raise SystemExit(f"{name}: {status}\n{answer[:2000]}")
    return urlsplit(reviewer.location).path.removesuffix("/draft")


def until(reader: Reader, address: str, word: str, since: float, *, seen: bool) -> Seconds:
    """Return for each place the seconds from `since` until a reader meets the document, or not."""
    status = http.client.OK if seen else http.client.GONE
    found = {"page": _after(since, lambda: reader.status(address) == status)}
    search = f"/sites/bench0/search?{urlencode({'q': word})}"
    for name, path in (("list", f"{PLACE}/"), ("feed", f"{PLACE}/feed.xml"), ("search", search)):
        found[name] = _after(since, partial(_is_so, reader, path, address, seen))
    return found


def _is_so(reader: Reader, path: str, address: str, seen: bool) -> bool:  # noqa: FBT001
    return (address in reader.ask(path)[1]) == seen


def _after(since: float, holds: Callable[[], bool]) -> float:
    _wait_until(holds)
    return time.perf_counter() - since


def measure_visible(cluster: Built, port: int) -> None:
    """Print from the reviewer's click to what readers see, beside an answer without any work."""
    drafts = prepared(cluster, TIMES)
    with serving(cluster, port):
        reviewer, reader = Editor("reviewer", port), Reader(port)
        reviewer.sign_in()
        seen: dict[str, list[float]] = {}
        gone: dict[str, list[float]] = {}
        known = [_timed(lambda: reader.status("/robots.txt")) for _ in range(TIMES)]
        for draft in drafts:
            begin = time.perf_counter()
            address = decide(reviewer, draft.address, "approve")
            _note(seen, {"answered": time.perf_counter() - begin})
            _note(seen, until(reader, address, draft.word, begin, seen=True))
            begin = time.perf_counter()
            decide(reviewer, address, "withdraw", reason="A measurement")
            _note(gone, until(reader, address, draft.word, begin, seen=False))
    print(f"{TIMES} releases and withdrawals, milliseconds; robots.txt: {1e3 * median(known):.1f}")
    for title, found in (("released", seen), ("withdrawn", gone)):
        for name, times in found.items():
            p95 = quantiles(times, n=20)[-1]
            ratio = p95 / median(known)
            print(f"  {title:10}{name:10}{1e3 * median(times):9.0f}{1e3 * p95:9.0f}{ratio:9.0f}")


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _note(into: dict[str, list[float]], times: dict[str, float]) -> None:
    for name, seconds in times.items():
        into.setdefault(name, []).append(seconds)
