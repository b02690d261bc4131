"""Long work with many documents: done by the worker in pieces, to be watched, stopped, undone."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from desk_places import OTHER, SECTION, SITE, choose, draft, drafts, oid_of, titles
from sqlalchemy import func, select

from portal.content.document.operations import save_draft
from portal.desk import working
from portal.desk.working import PIECE, work_on_batches
from portal.jobs.queue import Jobs, open_queue
from portal.jobs.worker import Worker
from portal.ledger.tables import AuditEntry
from portal.security.grants import take_role
from portal.settings import Settings
from portal.testing import World

ROOT = Path(__file__).parents[3]
MANY = 120
SCRIPT = """
import os, sys
from pathlib import Path
from portal.application import configure
from portal.command.office import Office
from portal.desk import working
from portal.settings import Settings

office = Office(configure(Settings(data=Path(sys.argv[1]), secure_cookies=False, secret="s" * 40)))
piece, done = working._piece, 0
def counted(*arguments):
    global done
    piece(*arguments)
    done += 1
    if done == 2:
        os.kill(os.getpid(), 9)  # after the deeds, before the commit
working._piece = counted
working.work_on_batches(office)
"""


@pytest.fixture
def city(world: World) -> World:
    world.site("fgw")
    return world


def many(city: World, count: int = MANY) -> None:
    drafts(city, *(f"第{number:05}号" for number in range(count)))


def begun(city: World, login: str, deed: str, **said: str) -> Any:
    """Begin something with all documents of the section; return the page that shows how far it is."""
    page = city.browser(login).get(f"{SECTION}/contents")
    form = page.forms["batch"]
    form["all"] = True
    sure = form.submit("deed", value=deed).forms["sure"]
    for name, value in said.items():
        sure[name] = value
    return sure.submit("sure", status=303).follow()


def again(page: Any) -> Any:
    return page.test_app.get(page.request.url)


def sums(page: Any) -> list[int]:
    """Return how many documents it was done with, and how many stayed as they were."""
    return [int(each.text) for each in page.html.select(".sums dd")]


def count(city: World, action: str) -> int:
    with city.office.ledger.engine.connect() as ledger:
        found = select(func.count()).where(AuditEntry.action == action)
        return int(ledger.scalar(found) or 0)


def inside(city: World, address: str) -> int:
    with city.office.transaction() as (cluster, _act):
        return len(city.place(cluster, address))


def work(city: World, pieces: int = 1_000) -> None:
    """Work as the worker does, but only so many pieces."""
    for _each in range(pieces):
        for key in working._running(city.office):
            working._try_piece(city.office, key)


def test_many_are_left_to_the_worker_which_is_watched(city: World) -> None:
    many(city)
    page = begun(city, "editor", "delete")
    assert (sums(page), inside(city, SECTION)) == ([0, 0], MANY)
    assert page.html.find(attrs={"data-renews": "1"})["href"] in page.request.url
    work(city, pieces=1)
    assert sums(again(page)) == [PIECE, 0]
    desk = page.test_app.get("/desk").html.find(id="running")
    assert f"{PIECE}" in desk.text
    page.test_app.get(desk.find("a")["href"], status=200)
    work(city)
    over = again(page)
    assert (sums(over), inside(city, SECTION)) == ([MANY, 0], 0)
    assert over.html.find(attrs={"data-renews": "1"}) is None
    assert page.test_app.get("/desk").html.find(id="running") is None


def test_the_worker_of_the_server_does_it_while_pages_are_served(city: World) -> None:
    many(city)
    queue = open_queue(city.office.settings.queue_file)
    worker = Worker(Jobs(queue, city.office, []), [partial(work_on_batches, city.office)])
    city.office.registry["wake_worker"] = worker.wake
    worker.start()
    try:
        page = begun(city, "editor", "delete")
        limit = time.monotonic() + 20
        while again(page).html.find(attrs={"data-renews": "1"}) and time.monotonic() < limit:
            time.sleep(0.05)
    finally:
        assert worker.stop(10)
        queue.storage.close()
    assert sums(again(page)) == [MANY, 0]


def test_many_moved_documents_are_moved_back_by_the_worker(city: World) -> None:
    many(city, 200)
    page = begun(city, "manager", "move", target=str(oid_of(city, OTHER)))
    work(city)
    assert (inside(city, SECTION), inside(city, OTHER)) == (0, 200)
    back = again(page).forms["work"].submit("undo", value="1", status=303).follow()
    work(city)
    assert (inside(city, SECTION), inside(city, OTHER)) == (200, 0)
    assert sums(again(back)) == [200, 0]
    assert "work" not in again(page).forms, "it is taken back once"


def test_copies_and_keywords_of_many_are_taken_back(city: World) -> None:
    many(city, 60)
    for deed, said in (("copy", {"target": str(oid_of(city, OTHER))}), ("add_keyword", {})):
        page = begun(city, "editor", deed, **(said or {"keyword": "医保"}))
        work(city)
        assert sums(again(page)) == [60, 0]
        again(page).forms["work"].submit("undo", value="1", status=303)
        work(city)
    assert inside(city, OTHER) == 0
    with city.office.transaction() as (cluster, _act):
        documents = list(city.place(cluster, SECTION).values())
        assert {len(each.revisions) for each in documents} == {1}


def test_a_killed_worker_loses_nothing_and_does_nothing_twice(world: World, tmp_path: Path) -> None:
    world.site("fgw")
    many(world)
    page = begun(world, "editor", "add_keyword", keyword="医保")
    address, settings = page.request.path_qs, world.office.settings
    world.close()
    killed = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, settings.data], cwd=ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    reopened = World(*_opened(settings))
    try:
        with reopened.office.transaction() as (cluster, _act):
            assert next(iter(cluster.batches.kept.values())).position == PIECE
        assert count(reopened, "document.draft_saved") == PIECE
        work(reopened)
        assert count(reopened, "document.draft_saved") == MANY
        with reopened.office.transaction() as (cluster, _act):
            documents = list(reopened.place(cluster, SECTION).values())
            assert {len(each.revisions) for each in documents} == {2}
        assert sums(reopened.browser("editor").get(address)) == [MANY, 0]
    finally:
        reopened.close()


def _opened(settings: Settings) -> tuple[Any, Any]:
    from portal.application import configure
    from portal.command.office import Office

    office = Office(configure(settings))
    return office, office.config.make_wsgi_app()


def test_what_is_stopped_stops_and_what_was_done_is_taken_back(city: World) -> None:
    many(city)
    page = begun(city, "editor", "delete")
    work(city, pieces=1)
    again(page).forms["work"].submit("stop", value="1", status=303)
    work(city)
    assert inside(city, SECTION) == MANY - PIECE
    over = again(page)
    assert sums(over) == [PIECE, 0]
    over.forms["work"].submit("undo", value="1", status=303)
    work(city)
    assert inside(city, SECTION) == MANY


def test_each_document_is_checked_again_with_the_rights_of_the_moment(city: World) -> None:
    many(city)
    page = begun(city, "editor", "delete")
    work(city, pieces=1)
    with city.office.transaction() as (cluster, act):
        take_role(cluster, "editor", "editor", act)
    work(city)
    assert inside(city, SECTION) == MANY - PIECE
    with city.office.transaction() as (cluster, _act):
        (batch,) = cluster.batches.kept.values()
        assert (batch.done, batch.position) == (PIECE, MANY)
    page.test_app.get(page.request.url, status=403)


def test_what_changed_or_went_meanwhile_is_left_out_and_named(city: World) -> None:
    many(city, 60)
    page = city.browser("manager").get(f"{SECTION}/contents")
    form = page.forms["batch"]
    form["all"] = True
    shown = form.submit("deed", value="delete")
    changed = city.browser("manager").get(f"{SECTION}/contents")
    with city.office.transaction() as (cluster, act):
        document = next(iter(city.place(cluster, SECTION).values()))
        data: Any = {"title": "改过"}
        save_draft(document, data, act)
    over = shown.forms["sure"].submit("sure", status=303).follow()
    work(city)
    over = again(over)
    assert sums(over) == [59, 1]
    assert over.html.select(".tasks a")[0].text == "改过"
    assert len(titles(changed)) == 50


def test_one_that_fails_holds_up_no_other(city: World, caplog: pytest.LogCaptureFixture) -> None:
    many(city, 60)
    page = begun(city, "editor", "add_keyword", keyword="医保")
    with city.office.transaction() as (cluster, _act):
        broken = sorted(city.place(cluster, SECTION).values(), key=lambda each: each.oid)[3]
        broken.revisions[-1].values = {**broken.revisions[-1].values, "keywords": 7}
        name = broken.newest_title
    work(city)
    over = again(page)
    assert sums(over) == [59, 1]
    assert over.html.select(".tasks a")[0].text == name
    assert "TypeError" in caplog.text


def test_nobody_sees_or_stops_the_work_of_others(city: World) -> None:
    many(city, 60)
    page = begun(city, "editor", "delete")
    other = city.browser("manager")
    other.get(page.request.url, status=404)
    token = other.get(f"{SECTION}/contents").forms["batch"]["csrf_token"].value
    name = page.request.params["batch"]
    sent = {"csrf_token": token, "batch": name, "stop": "1"}
    other.post(f"{SECTION}/progress", sent, status=404)
    page.test_app.get(f"{OTHER}/progress?batch={name}", status=404)
    page.test_app.get(f"{SECTION}/progress?batch=%00", status=404)


def test_after_a_conflict_a_smaller_piece_is_tried(city: World) -> None:
    many(city, 60)
    page = begun(city, "editor", "delete")
    piece, sizes = working._piece, list[int]()

    def disturbed(cluster: Any, key: Any, act: Any, size: int, broken: Any) -> None:
        piece(cluster, key, act, size, broken)
        sizes.append(size)
        if len(sizes) == 1:
            with city.office.transaction() as (theirs, theirs_act):
                data: Any = {"title": "同时"}
                document = next(iter(city.place(theirs, SECTION).values()))
                save_draft(document, data, theirs_act)

    working._piece = disturbed
    try:
        work(city, pieces=1)
    finally:
        working._piece = piece
    assert sizes == [PIECE, working.SIZES[1]]
    assert sum(sums(again(page))) == working.SIZES[1]
    work(city)
    assert sums(again(page)) == [59, 1]


def test_a_few_are_done_at_once(city: World) -> None:
    address = draft(city, "通知")
    page = city.browser("editor").get(f"{SITE}/contents")
    shown = choose(page, address, city=city).submit("deed", value="delete")
    assert "asked_at" not in shown.forms["sure"].fields
    shown.forms["sure"].submit("sure", status=303)
    assert inside(city, SECTION) == 0
