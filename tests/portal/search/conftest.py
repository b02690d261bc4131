from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portal.search.entry import Findable
from portal.search.index import SearchIndex

PLAIN = Findable(
    oid=1,
    site=1,
    section=1,
    kind="document",
    title="",
    summary="",
    body="",
    document_number="",
    keywords="",
    shown_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
)

Entry = Callable[..., Findable]


@pytest.fixture(scope="session")
def entry() -> Entry:
    def made(oid: int, **values: Any) -> Findable:
        return replace(PLAIN, oid=oid, **values)

    return made


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    opened = SearchIndex.open(tmp_path / "search")
    yield opened
    opened.close()


@pytest.fixture
def kept(index: SearchIndex) -> Callable[..., SearchIndex]:
    def keep(*entries: Findable) -> SearchIndex:
        index.upsert(entries)
        index.commit()
        return index

    return keep
