"""The `portal` command: what it does, and how it says what it cannot do."""

from __future__ import annotations

import re
import socket
import sqlite3
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import webtest

from portal.audit.job import seal_entries
from portal.evolution.runner import manager_of

MISTAKE, REFUSED = 2, 1


def one_line(done: subprocess.CompletedProcess[str], code: int) -> str:
    """Return what was said, after making sure that it is one line and no traceback."""
    lines = [line for line in done.stderr.splitlines() if line]
    assert done.returncode == code, done.stderr
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_the_one_time_passwords_of_a_new_cluster_work(tmp_path: Path, installation: Any) -> None:
    new = type(installation)(tmp_path / "new")
    (new.folder / "var").mkdir(parents=True)
    new.ini.write_text(installation.ini.read_text("utf-8"), "utf-8")
    told = new.call("init", "a.ini", "--title", "新市政府网站群")
    drawn = [line.split() for line in told.stdout.splitlines()[1:]]
    roles = [(login, role) for login, _password, role in drawn]
    assert roles == [
        ("admin", "administrator"),
        ("security", "security"),
        ("auditor", "auditor"),
    ]
    with new.office() as office:
        client = webtest.TestApp(
            office.config.make_wsgi_app(),
            extra_environ={"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"},
        )
        assert "新市政府网站群" in client.get("/")
        for login, password, _role in drawn:
            client.reset()
            form = next(f for f in client.get("/sign-in").forms.values() if "password" in f.fields)
            form["login"], form["password"] = login, password
            assert form.submit(status=303).follow().html.select_one("p.problem")
    assert "already" in one_line(new.call("init", "a.ini"), MISTAKE)
    assert (new.folder / "var" / "secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "There is no settings file"),
        ("rubbish", "cannot be read"),
        (
            "[app:main]\nportal.data = %(here)s/var\nportal.colour = red\n",
            "'portal.colour' is not known",
        ),
        ("[app:main]\nportal.data = %(here)s/nothing\n", "does not exist"),
        ("[app:main]\nportal.data = %(nothing)s/var\n", "cannot be read"),
        ("[server:main]\nport = 1\n", "'portal.data' is missing"),
    ],
)
def test_a_wrong_settings_file_is_told_in_one_line(
    installation: Any, text: str | None, said: str
) -> None:
    place = installation.folder / "wrong.ini"
    if text is not None:
        place.write_text(text, "utf-8")
    assert said in one_line(installation.run("check", place), MISTAKE)


def test_a_second_process_is_told_that_the_database_is_in_use(installation: Any) -> None:
    with installation.office():
        assert "Another process" in one_line(installation.run("site", "list", "a.ini"), MISTAKE)


def test_data_of_a_newer_version_is_not_touched(installation: Any) -> None:
    with installation.office() as office, manager_of(office.registry) as steps:
        steps.add_finished_step("2099-01 the future began")
        steps.transaction.commit()
    assert "newer version" in one_line(installation.run("site", "list", "a.ini"), MISTAKE)


@pytest.mark.parametrize(
    ("revision", "said"), [("m9999_future", "newer version"), (None, "no tables")]
)
def test_a_ledger_that_does_not_fit_stops_the_process(
    installation: Any, revision: str | None, said: str
) -> None:
    with sqlite3.connect(installation.folder / "var" / "ledger.sqlite") as ledger:
        ledger.execute("DELETE FROM alembic_version")
        if revision:
            ledger.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
    ledger.close()
    assert said in one_line(installation.run("site", "list", "a.ini"), MISTAKE)


def test_sites_are_founded_and_listed(installation: Any) -> None:
    assert (
        installation.call(
            "site",
            "found",
            "a.ini",
            "jyj",
            "教育局",
            "--host",
            "教育.政务",
            "--below",
            "fgw",
            "--planning",
        ).returncode
        == 0
    )
    lines = [
        line.split("\t") for line in installation.call("site", "list", "a.ini").stdout.splitlines()
    ]
    assert [(line[0], line[1], line[2], line[4]) for line in lines] == [
        ("fgw", "department", "online", "发展改革委"),
        ("jyj", "department", "planning", "教育局"),
    ]
    assert lines[1][3].startswith("xn--")
    taken = installation.call("site", "found", "a.ini", "wjw", "卫健委", "--host", lines[1][3])
    assert "belongs to another site" in one_line(taken, REFUSED)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Bad Name", "x"), "cannot be part"),
        (("fgw", "x"), "already"),
        (("new", ""), "title"),
        (("new", "x", "--class", "nothing"), "no site class"),
        (("new", "x", "--code", "12"), "ten letters"),
        (("new", "x", "--host", "a b"), "no name of a host"),
    ],
)
def test_an_impossible_site_is_told_in_one_line(
    founded: Any, words: tuple[str, ...], said: str
) -> None:
    assert said in one_line(founded.call("site", "found", "a.ini", *words), REFUSED)


def test_accounts_are_added_and_their_passwords_replaced(installation: Any) -> None:
    added = installation.call("user", "add", "a.ini", "li", "--role", "editor", "--site", "fgw")
    renewed = installation.call("user", "passwd", "a.ini", "li")
    first, second = (told.stdout.splitlines()[-1].strip() for told in (added, renewed))
    assert first != second
    with installation.office() as office, office.transaction() as (cluster, _act):
        from portal.security.grants import roles_at
        from portal.security.passwords import is_password

        account = cluster["people"]["li"]
        assert is_password(second, account.password)
        assert not is_password(first, account.password)
        assert account.must_change
        assert roles_at(cluster["sites"]["fgw"], "li") == {"editor"}
    assert "no role" in one_line(
        installation.call("user", "add", "a.ini", "wang", "--role", "king"), REFUSED
    )
    assert "no account" in one_line(installation.call("user", "passwd", "a.ini", "wang"), MISTAKE)
    lost = ("user", "no-factor", "a.ini", "li", "--reason", "lost")
    assert "no second factor" in one_line(installation.call(*lost), REFUSED)


def test_the_operator_names_the_other_administrators(installation: Any) -> None:
    installation.call("user", "add", "a.ini", "wei")
    give = ("user", "role", "a.ini", "wei", "security", "--reason", "after the upgrade")
    assert installation.call(*give).returncode == 0
    both = ("user", "role", "a.ini", "wei", "auditor", "--reason", "x")
    assert "Nobody is" in one_line(installation.call(*both), REFUSED)
    nobody = ("user", "role", "a.ini", "wang", "auditor", "--reason", "x")
    assert "no account" in one_line(installation.call(*nobody), MISTAKE)
    assert installation.call(*give, "--take").returncode == 0
    last = ("user", "role", "a.ini", "security", "security", "--take", "--reason", "x")
    assert "needs somebody" in one_line(installation.call(*last), REFUSED)


def test_a_fresh_installation_has_nothing_to_complain_about(installation: Any) -> None:
    for words in (("check",), ("reindex",), ("pack",), ("evolve",), ("check",)):
        done = installation.call(*words, "a.ini")
        assert done.returncode == 0, done.stderr
    assert "Everything fits" in done.stdout


def test_check_finds_an_audit_entry_that_was_changed_by_hand(installation: Any) -> None:
    with installation.office() as office:
        seal_entries(office)
    place = installation.folder / "var" / "ledger.sqlite"
    with sqlite3.connect(place) as ledger:
        ledger.execute("UPDATE audit_entry SET subject = '/sites/other/' WHERE id = 2")
    ledger.close()
    done = installation.call("check", "a.ini")
    assert done.returncode == 1
    assert "Entry 2 was changed" in done.stdout


def test_check_misses_what_is_not_in_the_search(installation: Any) -> None:
    with installation.office() as office:
        with office.transaction() as (cluster, act):
            from portal.content.document.operations import publish_document

            publish_document(
                cluster["sites"]["fgw"]["zwgk"]["tzgg"], {"title": "通知", "body": "x"}, act
            )
        while office.feed_search():
            pass
        office.search.clear()
        office.search.commit()
    assert installation.call("check", "a.ini").returncode == 1
    assert installation.call("reindex", "a.ini").returncode == 0
    assert installation.call("check", "a.ini").returncode == 0


def test_a_port_in_use_is_told_in_one_line(installation: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = installation.run("serve", "a.ini", "--port", port, "--host", "127.0.0.1")
    assert "cannot be listened on" in one_line(done, MISTAKE)


def test_the_portal_is_served_and_stopped(installation: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = installation.words("serve", "a.ini", "--port", port, "--host", "127.0.0.1")
    served = subprocess.Popen(
        words, cwd=installation.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        page = fetched(f"http://127.0.0.1:{port}/sites/fgw/")
        assert "发展改革委" in page
    finally:
        served.send_signal(2)
        told, _nothing = served.communicate(timeout=60)
    assert "Traceback" not in told
    assert re.search(r"http://127\.0\.0\.1:\d+/sites/fgw/", told)


def fetched(address: str) -> str:
    """Return the page at `address`, waiting ten seconds at most until something answers."""
    for _try in range(100):
        try:
            with urllib.request.urlopen(address) as response:
                return str(response.read().decode())
        except ConnectionRefusedError:
            time.sleep(0.1)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.1)
    raise TimeoutError(address)
