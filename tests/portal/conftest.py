from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.act import Act
from portal.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    opened.upgrade()
    yield opened
    opened.close()


@pytest.fixture
def act() -> Act:
    return Act(
        by="li.na",
        at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        announce=print,
        address="203.0.113.7",
    )
