from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from huey import Huey

from portal.errors import DeploymentError
from portal.jobs.queue import Job, Jobs, open_queue
from portal.jobs.worker import Worker

ROOT = Path(__file__).parents[3]
SCRIPT = """
import os, signal, sys, time
from pathlib import Path
from portal.jobs.queue import Job, Jobs, open_queue
from portal.jobs.worker import Worker

def write(folder, text):
    with (folder / "done").open("a") as file:
        file.write(text)

def dwell(folder, text):
    (folder / "begun").touch()
    time.sleep(60)

folder = Path(sys.argv[1])
jobs = Jobs(open_queue(folder / "queue.sqlite"), folder, [Job("test.write", write), Job("test.dwell", dwell)])
"""


@contextmanager
def process(folder: Path, end: str) -> Iterator[subprocess.Popen[bytes]]:
    running = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", SCRIPT + end, folder], cwd=ROOT
    )
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def note(told: list[Any], **arguments: Any) -> None:
    told.append(arguments)


def until(true: Callable[[], object], within: float = 10.0) -> bool:
    limit = time.monotonic() + within
    while not true():
        if time.monotonic() > limit:
            return False
        time.sleep(0.01)
    return True


@contextmanager
def working(jobs: Jobs, *ticks: Callable[[], bool]) -> Iterator[Worker]:
    worker = Worker(jobs, ticks)
    worker.start()
    try:
        yield worker
    finally:
        assert worker.stop()


def test_a_running_worker_takes_what_is_queued(queue: Huey) -> None:
    told: list[Any] = []
    jobs = Jobs(queue, told, [Job("test.note", note)])
    with working(jobs):
        jobs.put("test.note", number=1)
        assert until(lambda: told == [{"number": 1}], within=3)


def test_a_running_worker_runs_periodic_jobs(queue: Huey) -> None:
    told: list[Any] = []
    with working(
        Jobs(queue, told, [Job("test.note", note, every=timedelta(milliseconds=1))])
    ) as worker:
        assert until(lambda: told)
        worker.wake()
        assert until(lambda: len(told) >= 2)


def test_a_tick_is_called_at_once_when_the_worker_is_woken(queue: Huey) -> None:
    ticked: list[float] = []

    def tick() -> bool:
        ticked.append(time.monotonic())
        return False

    with working(Jobs(queue, None, []), tick) as worker:
        assert until(lambda: ticked)
        time.sleep(0.1)
        called = time.monotonic()
        worker.wake()
        assert until(lambda: len(ticked) == 2)
        assert ticked[1] - called < 0.5


def test_a_tick_is_called_each_second_without_being_woken(queue: Huey) -> None:
    ticked: list[float] = []

    def tick() -> bool:
        ticked.append(time.monotonic())
        return False

    with working(Jobs(queue, None, []), tick):
        assert until(lambda: len(ticked) == 2)
    assert 0.9 < ticked[1] - ticked[0] < 2.5


def test_a_tick_with_more_to_do_is_called_again_without_a_pause_and_starves_no_job(
    queue: Huey,
) -> None:
    told: list[Any] = []
    ticked: list[float] = []

    def tick() -> bool:
        ticked.append(time.monotonic())
        return not (told and len(ticked) >= 20)

    jobs = Jobs(queue, told, [Job("test.note", note)])
    jobs.put("test.note")
    with working(jobs, tick):
        assert until(lambda: told)
        assert until(lambda: len(ticked) >= 20)
    assert ticked[19] - ticked[0] < 10, "20 rounds with pauses would take 19 seconds"


def test_a_failing_tick_is_logged_rests_and_ends_nothing(
    queue: Huey, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Any] = []
    tried: list[int] = []

    def tick() -> bool:
        tried.append(1)
        raise RuntimeError("The index is broken.")

    jobs = Jobs(queue, told, [Job("test.note", note)])
    with working(jobs, tick) as worker:
        assert until(lambda: tried)
        for number in range(20):
            jobs.put("test.note", number=number)
            worker.wake()
        assert until(lambda: len(told) == 20)
        assert len(tried) < 5
        assert until(lambda: len(tried) >= 2), "it is tried again"
    assert "The index is broken." in caplog.text
    assert "Traceback" in caplog.text


def test_an_idle_worker_stops_within_a_second(queue: Huey) -> None:
    worker = Worker(Jobs(queue, None, []))
    worker.start()
    time.sleep(0.1)
    began = time.monotonic()
    assert worker.stop()
    assert time.monotonic() - began < 1


def test_a_busy_worker_finishes_its_job_and_tells_that_it_did_not_stop_in_time(queue: Huey) -> None:
    begun, end, told = threading.Event(), threading.Event(), []

    def dwell(context: object) -> None:
        begun.set()
        end.wait(30)
        told.append("finished")

    jobs = Jobs(queue, None, [Job("test.dwell", dwell)])
    jobs.put("test.dwell")
    worker = Worker(jobs)
    worker.start()
    assert begun.wait(10)
    assert not worker.stop(timeout=0.05)
    end.set()
    assert worker.stop()
    assert told == ["finished"]


def test_only_one_worker_runs_on_a_queue(queue: Huey) -> None:
    jobs = Jobs(queue, None, [])
    with working(jobs):
        with pytest.raises(DeploymentError, match="Another worker holds"):
            Worker(jobs).start()
        with pytest.raises(DeploymentError, match="Another worker holds"):
            Worker(jobs).run()
    with working(jobs):
        pass


def test_a_job_queued_by_a_process_that_was_killed_is_run_once(tmp_path: Path) -> None:
    end = "jobs.put('test.write', text='x'); os.kill(os.getpid(), signal.SIGKILL)"
    with process(tmp_path, end) as killed:
        assert killed.wait(20) == -signal.SIGKILL
    told: list[Any] = []
    jobs = Jobs(open_queue(tmp_path / "queue.sqlite"), told, [Job("test.write", note)])
    with working(jobs) as worker:
        assert until(lambda: told)
        worker.wake()
    with working(jobs):
        time.sleep(0.1)
    jobs.close()
    assert told == [{"text": "x"}]


def test_a_job_during_which_the_worker_was_killed_is_run_again(tmp_path: Path) -> None:
    with process(tmp_path, "jobs.put('test.dwell', text='x'); Worker(jobs).run()") as running:
        assert until((tmp_path / "begun").exists, within=20)
        running.kill()
        running.wait()
    told: list[Any] = []
    jobs = Jobs(open_queue(tmp_path / "queue.sqlite"), told, [Job("test.dwell", note)])
    with working(jobs):
        assert until(lambda: told)
    with working(jobs):
        time.sleep(0.1)
    jobs.close()
    assert told == [{"text": "x"}]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_process_ends_properly_when_asked_to(
    tmp_path: Path, number: signal.Signals
) -> None:
    end = "jobs.put('test.write', text='x'); Worker(jobs).run(); write(folder, 'end')"
    with process(tmp_path, end) as running:
        assert until((tmp_path / "done").exists, within=20)
        began = time.monotonic()
        running.send_signal(number)
        assert running.wait(10) == 0
        assert time.monotonic() - began < 2
    assert (tmp_path / "done").read_text() == "xend"
