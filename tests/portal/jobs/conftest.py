from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from huey import Huey

from portal.jobs.queue import open_queue


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Huey]:
    opened = open_queue(tmp_path / "queue.sqlite")
    yield opened
    opened.storage.close()
