from __future__ import annotations

import json
import os
import signal
import threading
from itertools import islice
from pathlib import Path

import pytest

from portal.site.importing.ahead import mapped, mapped_ahead

MANY = 5_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = [
        json.dumps({"id": str(number), "title": f"通知{number}", "body_text": "放假三天。" * 50})
        for number in range(MANY)
    ]
    lines[7] = "{broken"
    place = tmp_path / "documents.jsonl"
    place.write_text("\n".join(lines), "utf-8")
    return place


def children() -> set[int]:
    told = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text("ascii")
    return {int(number) for number in told.split()}


def test_a_file_read_ahead_is_the_same_as_one_read_here(file: Path) -> None:
    with mapped_ahead(file) as entries:
        assert list(entries) == list(mapped(file))


def test_a_reader_that_is_killed_loses_nothing(file: Path) -> None:
    before = children()
    with mapped_ahead(file) as entries:
        first = list(islice(entries, 10))
        (reader,) = children() - before
        os.kill(reader, signal.SIGKILL)
        assert [*first, *entries] == list(mapped(file))


def test_a_reader_ends_when_nobody_listens_any_more(file: Path) -> None:
    before = children()
    with mapped_ahead(file) as entries:
        next(entries)
    assert children() == before
