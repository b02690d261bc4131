from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from huey import Huey
from huey.exceptions import RetryTask
from transaction import TransactionManager

from portal.errors import DeploymentError
from portal.jobs.queue import Job, Jobs, open_queue


def note(told: list[Any], **arguments: Any) -> None:
    told.append(arguments)


def fail(told: list[Any]) -> None:
    told.append("failed")
    raise RuntimeError("The job is at fault.")


def drain(jobs: Jobs) -> int:
    count = 0
    while jobs.run_next():
        count += 1
    return count


def test_a_queued_job_is_run_with_the_context_and_what_was_queued(queue: Huey) -> None:
    told: list[Any] = []
    jobs = Jobs(queue, told, [Job("test.note", note)])
    jobs.put("test.note", site="jiaoyu", numbers=[1, 2], id=7)
    assert told == []
    assert drain(jobs) == 1
    assert told == [{"site": "jiaoyu", "numbers": [1, 2], "id": 7}]


def test_jobs_are_run_in_the_order_in_which_they_were_queued(queue: Huey) -> None:
    told: list[Any] = []
    jobs = Jobs(queue, told, [Job("test.note", note)])
    for number in range(5):
        jobs.put("test.note", number=number)
    drain(jobs)
    assert [arguments["number"] for arguments in told] == [0, 1, 2, 3, 4]


def test_a_job_is_queued_once_its_transaction_has_committed(queue: Huey) -> None:
    told: list[Any] = []
    jobs = Jobs(queue, told, [Job("test.note", note)])
    manager = TransactionManager()
    with manager:
        jobs.put_after(manager, "test.note", number=1)
        assert drain(jobs) == 0
    manager.begin()
    jobs.put_after(manager, "test.note", number=2)
    manager.abort()
    drain(jobs)
    assert told == [{"number": 1}]


def test_what_cannot_be_written_as_json_is_refused_at_once(queue: Huey) -> None:
    jobs = Jobs(queue, [], [Job("test.note", note)])
    with pytest.raises(TypeError):
        jobs.put("test.note", at=datetime.now(UTC))
    with pytest.raises(KeyError):
        jobs.put("test.unheard")
    assert drain(jobs) == 0


def test_two_jobs_of_one_name_stop_the_process(queue: Huey) -> None:
    with pytest.raises(DeploymentError, match=r"'test\.note'"):
        Jobs(queue, [], [Job("test.note", note), Job("test.note", fail)])


def test_a_job_that_fails_is_logged_with_its_traceback_and_dropped(
    queue: Huey, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Any] = []
    jobs = Jobs(queue, told, [Job("test.fail", fail), Job("test.note", note)])
    jobs.put("test.fail")
    jobs.put("test.note")
    assert drain(jobs) == 2
    assert told == ["failed", {}]
    assert "The job is at fault." in caplog.text
    assert "Traceback" in caplog.text


def test_a_job_may_ask_to_be_tried_again(queue: Huey) -> None:
    told: list[Any] = []

    def stumble(told: list[Any]) -> None:
        told.append("tried")
        if len(told) < 2:
            raise RetryTask

    jobs = Jobs(queue, told, [Job("test.stumble", stumble)])
    jobs.put("test.stumble")
    drain(jobs)
    assert told == ["tried", "tried"]


def test_a_job_may_ask_to_be_tried_again_later(queue: Huey) -> None:
    told: list[Any] = []

    def wait(told: list[Any], *, delay: float) -> None:
        told.append("tried")
        if len(told) < 2:
            raise RetryTask(delay=delay)

    jobs = Jobs(queue, told, [Job("test.wait", wait)])
    jobs.put("test.wait", delay=3600)
    drain(jobs)
    assert told == ["tried"]
    told.clear()
    jobs.put("test.wait", delay=-1)
    drain(jobs)
    assert told == ["tried", "tried"]


def test_a_job_that_this_code_does_not_know_is_dropped_and_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Any] = []
    before = open_queue(tmp_path / "queue.sqlite")
    Jobs(before, told, [Job("test.gone", note)]).put("test.gone")
    now = Jobs(open_queue(tmp_path / "queue.sqlite"), told, [Job("test.note", note)])
    now.put("test.note")
    assert drain(now) == 2
    assert told == [{}]
    assert "test.gone" in caplog.text
    before.storage.close()
    now.close()


def test_a_periodic_job_is_run_when_its_time_has_come_round(queue: Huey) -> None:
    told: list[Any] = []
    jobs = Jobs(queue, told, [Job("test.note", note, every=timedelta(minutes=1))])
    jobs.run_due()
    jobs.run_due()
    assert told == [{}]
    queue.put("ran:test.note", datetime.now(UTC) - timedelta(seconds=61))
    jobs.run_due()
    assert told == [{}, {}]


def test_a_periodic_job_is_not_run_again_because_of_a_restart(tmp_path: Path) -> None:
    told: list[Any] = []
    for _ in range(2):
        jobs = Jobs(
            open_queue(tmp_path / "queue.sqlite"),
            told,
            [Job("test.pack", note, every=timedelta(days=7))],
        )
        jobs.run_due()
        jobs.close()
    assert told == [{}]


def test_a_clock_that_was_put_back_does_not_hold_up_a_periodic_job(queue: Huey) -> None:
    told: list[Any] = []
    jobs = Jobs(queue, told, [Job("test.note", note, every=timedelta(minutes=1))])
    queue.put("ran:test.note", datetime.now(UTC) + timedelta(days=3))
    jobs.run_due()
    jobs.run_due()
    assert told == [{}]


def test_a_periodic_job_that_fails_is_logged_and_waits_for_its_next_time(
    queue: Huey, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Any] = []
    every = timedelta(minutes=1)
    jobs = Jobs(
        queue, told, [Job("test.fail", fail, every=every), Job("test.note", note, every=every)]
    )
    jobs.run_due()
    jobs.run_due()
    assert told == ["failed", {}]
    assert [record.getMessage() for record in caplog.records if record.exc_info] == [
        "The job test.fail failed"
    ]


def test_logs_name_a_job_but_not_what_was_queued(
    queue: Huey, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    jobs = Jobs(queue, [], [Job("test.note", note)])
    jobs.put("test.note", code="geheim")
    drain(jobs)
    assert "test.note" in caplog.text
    assert "geheim" not in caplog.text
