from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from letter_post import Post, opened


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """A post office of one test, which may change it."""
    with opened(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    """A post office of many tests, to which they only bring letters."""
    with opened(tmp_path_factory.mktemp("counter")) as found:
        yield found
