"""The demonstration, built and served by the commands that an operator uses."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.command.demonstrating import SIGN_INS

PORTAL = str(Path(sys.executable).with_name("portal"))
BUILT_WITHIN = 400
LISTENS_WITHIN = 60
STOPS_WITHIN = 30
"""Patience with the commands on a busy machine, in seconds."""
TROUBLE = re.compile("Traceback|WARNING|ERROR|CRITICAL")
SETTINGS = """\
[app:main]
use = egg:portal-cluster
portal.data = {data}
portal.secure_cookies = false
portal.addons = interaction openinfo onlineservice
"""


@dataclass(frozen=True)
class Demonstration:
    """A served demonstration.

    :ivar address: `http://127.0.0.1:<port>`, without a slash at the end.
    :ivar passwords: password of each account.
    """

    address: str
    passwords: dict[str, str]


def built_demonstration(common: Path) -> Path:
    """Return the data of the demonstration, built once in `common` for all processes of a run."""
    data, ini, ready = common / "built", common / "built.ini", common / "built.ready"
    with (common / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            data.mkdir()
            ini.write_text(SETTINGS.format(data=data), encoding="utf-8")
            command = [PORTAL, "demo", str(ini)]
            subprocess.run(command, check=True, timeout=BUILT_WITHIN, stdout=subprocess.DEVNULL)
            ready.touch()
    return data


@contextmanager
def served_demonstration(folder: Path, common: Path) -> Iterator[Demonstration]:
    """Serve a demonstration of its own in `folder`; its log must tell of no trouble."""
    data, ini, log = folder / "data", folder / "demonstration.ini", folder / "serve.log"
    shutil.copytree(built_demonstration(common), data)
    ini.write_text(SETTINGS.format(data=data), encoding="utf-8")
    passwords = json.loads((data / SIGN_INS).read_text(encoding="utf-8"))
    port = _free_port()
    with log.open("wb") as said, _serve(ini, port, said) as server:
        try:
            _wait_for(server, port)
            yield Demonstration(f"http://127.0.0.1:{port}", passwords)
        finally:
            server.terminate()
            server.wait(STOPS_WITHIN)
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if TROUBLE.search(line)] == []


def _serve(ini: Path, port: int, said: object) -> subprocess.Popen[bytes]:
    command = [PORTAL, "serve", "--host", "127.0.0.1", "--port", str(port), str(ini)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)  # type: ignore[call-overload, no-any-return]


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + LISTENS_WITHIN
    while time.monotonic() < until:
        assert server.poll() is None, "portal serve has stopped"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"portal serve does not listen after {LISTENS_WITHIN} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
