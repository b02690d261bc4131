"""With a real server and its worker, whatever leaves the public is nowhere within two seconds."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from review_town import SECTION, SITE, address_of, at_hand, by
from webtest.http import StopableWSGIServer
from ZODB.POSException import ConflictError

from portal.command.server import start_worker
from portal.content.document.operations import publish_document, withdraw_document
from portal.content.file.operations import add_file
from portal.testing import World

WITHIN = 2.0
"""Seconds."""
WORD = "涉密标题"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.make(tmp_path_factory.mktemp("at_once"))
    world.site("fgw")
    yield world
    world.close()


@pytest.fixture(scope="module")
def served(city: World) -> Iterator[str]:
    worker = start_worker(city.office)
    server = StopableWSGIServer.create(city.app)
    yield server.application_url
    server.shutdown()
    worker.stop()


def public(city: World, **values: Any) -> tuple[int, str]:
    """Release a document with a file; return its identity and the address of the file.

    The worker has begun meanwhile, and may be faster.
    """
    while True:
        with suppress(ConflictError):
            return _public(city, **values)


def _public(city: World, **values: Any) -> tuple[int, str]:
    with city.office.transaction() as (cluster, act):
        media = cluster["sites"]["fgw"]["media"]
        about: Any = {"title": WORD, "file_name": "a.txt"}
        file = add_file(media, about, b"text", act)
        data: Any = {"title": WORD, "body": "<p>文</p>", "source": "办公室", **values}
        data |= {"attachments": (file.oid,), "keywords": (WORD,)}
        document = publish_document(city.place(cluster, SECTION), data, by(act, "editor"))
        return int(document.oid), f"{SITE}/media/{file.__name__}"


def ask(address: str) -> tuple[int, str, str]:
    """Return status, text and what may be kept for how long."""
    try:
        with urllib.request.urlopen(address) as answer:
            text = answer.read().decode()
            return answer.status, text, answer.headers.get("Cache-Control", "")
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code, problem.read().decode(), problem.headers.get("Cache-Control", "")


def lists(served: str) -> list[str]:
    return [
        f"{served}{path}"
        for path in (
            f"{SECTION}/",
            f"{SITE}/",
            f"{SECTION}/feed.xml",
            f"{SITE}/rss.xml",
            f"{SITE}/sitemap.xml",
            f"{SITE}/search?q={quote(WORD)}",
        )
    ]


def wait(what: Callable[[], bool], seconds: float) -> float:
    begun = time.monotonic()
    while not what() and time.monotonic() - begun < seconds:
        time.sleep(0.02)
    return time.monotonic() - begun


def test_a_withdrawal_reaches_everything_within_two_seconds(city: World, served: str) -> None:
    oid, file = public(city)
    address, everywhere = address_of(city, oid), lists(served)
    name = address.rpartition("/")[2]
    wait(lambda: all(name in ask(each)[1] for each in everywhere), 10)
    assert [each for each in everywhere if name not in ask(each)[1]] == []
    assert ask(f"{served}{file}")[0] == 200
    with at_hand(city, oid) as (document, act):
        withdraw_document(document, act, reason="错")
    took = wait(lambda: not any(name in ask(each)[1] for each in everywhere), WITHIN)
    assert took < WITHIN
    assert {ask(each)[2] for each in everywhere} <= {"", "no-cache"}
    for gone in (address, file):
        status, text, kept = ask(f"{served}{gone}")
        assert (status, WORD in text, kept) == (410, False, "no-cache")


def test_what_expires_is_gone_within_two_seconds_of_its_moment(city: World, served: str) -> None:
    with city.office.transaction() as (_cluster, act):
        until = act.at + timedelta(seconds=2)
    oid, file = public(city, expires_at=until, expires_how="gone")
    address, everywhere = address_of(city, oid), lists(served)
    name = address.rpartition("/")[2]
    assert ask(f"{served}{address}")[0] == 200
    wait(lambda: ask(f"{served}{address}")[0] == 410, 6)
    assert wait(lambda: not any(name in ask(each)[1] for each in everywhere), WITHIN) < WITHIN
    with at_hand(city, oid) as (document, _act):
        assert document.changed_at
        assert until <= document.changed_at < until + timedelta(seconds=WITHIN)
    assert ask(f"{served}{file}")[0] == 410
