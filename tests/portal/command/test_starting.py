"""What a start waits for, and how it comes back after the process was killed."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from ZODB.fsIndex import fsIndex

from portal.command.storing import IndexKeeper

INDEX, CONTENT = "content.fs.index", "content.fs"
BEFORE_A_COMMAND = {"BTrees", "PIL", "ZODB", "chameleon", "deform", "rich", "sqlalchemy", "tantivy"}
NEVER_TO_SERVE = {
    "ahocorasick_rs",
    "alembic.config",
    "chinese_calendar",
    "docx",
    "feedgen",
    "hypatia",
    "mammoth",
    "opencc",
    "openpyxl",
    "pyramid_mailer",
    "pypinyin",
    "rich",
    "rjieba",
    "substanced.catalog",
    "substanced.sdi",
}
PUBLISH_AND_DIE = """
import os, signal
from pathlib import Path
from portal.command import storing
from portal.command.office import open_office
from portal.content.document.operations import publish_document
storing.KEEP_EVERY = {every}
with open_office(Path("a.ini")) as office:
    with office.transaction() as (cluster, act):
        section = cluster["sites"]["fgw"]["zwgk"]["tzgg"]
        publish_document(section, {{"title": {title!r}, "body": "<p>Text</p>"}}, act)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def loaded(words: str, folder: Path) -> set[str]:
    """Return the modules that a process has imported after `words`."""
    told = f"{words}\nimport sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=folder
    )
    return set(done.stdout.split())


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def served(installation: Any) -> Iterator[int]:
    """Serve an installation in a process of its own, which is killed at the end."""
    port = free_port()
    words = installation.words("serve", "--host", "127.0.0.1", "--port", port, "a.ini")
    with subprocess.Popen(words, cwd=installation.folder, stdout=subprocess.DEVNULL) as process:
        try:
            for _attempt in range(3_000):
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None
                time.sleep(0.01)
            yield port
        finally:
            process.send_signal(signal.SIGKILL)


def shown(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status == 200
    text = answer.read().decode()
    connection.close()
    return text


def publish_and_die(installation: Any, title: str, every: int = 10**9) -> None:
    """Release a document in a process that is then killed.

    :param every: bytes after which the index is saved.
    """
    done = subprocess.run(
        [sys.executable, "-c", PUBLISH_AND_DIE.format(title=title, every=every)],
        check=False,
        cwd=installation.folder,
    )
    assert done.returncode == -signal.SIGKILL


def titles(installation: Any) -> list[str]:
    """Return what the public is shown in the section, the newest first."""
    with installation.office() as office, office.transaction() as (cluster, _act):
        return [row.title for row in cluster["sites"]["fgw"]["zwgk"]["tzgg"].listing]


def position(folder: Path) -> int:
    """Return up to which byte of the database its index on disk reaches."""
    return int(fsIndex.load(str(folder / INDEX))["pos"])


def test_help_waits_for_no_store_and_no_form(tmp_path: Path) -> None:
    assert not loaded("import portal.command", tmp_path) & BEFORE_A_COMMAND


def test_a_start_does_not_import_what_it_does_not_use(installation: Any) -> None:
    start = (
        "from pathlib import Path; from portal.command.office import open_office\n"
        "with open_office(Path('a.ini')) as office: office.config.make_wsgi_app()"
    )
    assert not loaded(start, installation.folder) & NEVER_TO_SERVE


@pytest.mark.parametrize("index", ["missing", "old", "cut off"])
def test_what_was_committed_before_a_kill_is_there_without_a_good_index(
    installation: Any, index: str
) -> None:
    publish_and_die(installation, "Before the end")
    file = installation.folder / "var" / INDEX
    if index == "missing":
        file.unlink()
    elif index == "cut off":
        file.write_bytes(file.read_bytes()[:50])
    else:
        assert position(file.parent) < (file.parent / CONTENT).stat().st_size
    assert titles(installation) == ["Before the end"]
    assert position(file.parent) == (file.parent / CONTENT).stat().st_size


def test_of_a_transaction_that_a_kill_cut_off_nothing_is_left(installation: Any) -> None:
    content = installation.folder / "var" / CONTENT
    publish_and_die(installation, "Before the end")
    whole = content.stat().st_size
    publish_and_die(installation, "Cut off")
    with content.open("r+b") as file:
        file.truncate((whole + content.stat().st_size) // 2)
    assert titles(installation) == ["Before the end"]
    publish_and_die(installation, "Afterwards")
    assert titles(installation) == ["Afterwards", "Before the end"]


def test_a_killed_server_shows_the_same_page_again(installation: Any) -> None:
    publish_and_die(installation, "Before the end")
    for _start in range(2):
        with served(installation) as port:
            assert "Before the end" in shown(port, "/sites/fgw/zwgk/tzgg/")


def test_the_index_is_on_disk_after_much_was_written_although_the_process_was_killed(
    installation: Any,
) -> None:
    folder = installation.folder / "var"
    before = position(folder)
    publish_and_die(installation, "Before the end", every=1_000)
    assert before < position(folder) == (folder / CONTENT).stat().st_size


def test_the_index_is_left_alone_while_little_was_written(installation: Any) -> None:
    with installation.office() as office:
        keeper = IndexKeeper(office.database)
        saved = (installation.folder / "var" / INDEX).stat().st_mtime_ns
        keeper.keep()
        assert (installation.folder / "var" / INDEX).stat().st_mtime_ns == saved


def test_serving_founds_no_demonstration_where_there_is_a_cluster(installation: Any) -> None:
    words = installation.words("serve", "--or-demo", "--port", free_port(), "a.ini")
    with subprocess.Popen(words, cwd=installation.folder, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert b"served at" in process.stdout.readline()
        process.terminate()
    with installation.office() as office, office.transaction() as (cluster, _act):
        assert list(cluster["sites"]) == ["fgw"]
