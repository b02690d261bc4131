from __future__ import annotations

import os
import signal
from collections.abc import Callable

from portal.search.cutting import Cutter
from portal.search.entry import Findable
from portal.search.schema import fields_of

Entry = Callable[..., Findable]


def test_the_process_beside_prepares_lots_as_this_one_would(entry: Entry) -> None:
    first = [entry(1, title="供水价格"), entry(2, title="供暖")]
    second = [entry(3, title="户口迁移", body="到派出所办理。" * 20_000)]
    with Cutter() as cutter:
        for lot in (first, [], second):
            cutter.begin(lot)
            assert cutter.finish() == [fields_of(each) for each in lot]


def test_a_lot_is_prepared_even_if_the_process_beside_is_killed(entry: Entry) -> None:
    lot = [entry(1, title="供水价格")]
    with Cutter() as cutter:
        os.kill(cutter.process_id, signal.SIGKILL)
        for _round in range(2):
            cutter.begin(lot)
            assert cutter.finish() == [fields_of(lot[0])]


def test_the_process_beside_ends_with_this_one(entry: Entry) -> None:
    with Cutter() as cutter:
        cutter.begin([entry(1)])
        number = cutter.process_id
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return
    raise AssertionError("it is still there")
