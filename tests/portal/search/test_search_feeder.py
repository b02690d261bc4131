"""Feeding the search from what the outbox notes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.search import feeder
from portal.search.entry import Findable
from portal.search.feeder import gather
from portal.search.outbox import Outbox


def test_a_batch_ends_when_looking_takes_long_and_the_rest_waits(
    entry: Callable[..., Findable], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeder, "LOOK_SECONDS", -1.0)
    outbox, seen = Outbox(), set[int]()
    for oid in (1, 2, 3):
        outbox.put(oid)
    while (waiting := gather(outbox, entry, 500)).records:
        assert len(waiting.records) == len(waiting.entries) == 1
        seen.add(waiting.entries[0].oid)
        outbox.done(waiting.records)
    assert seen == {1, 2, 3}
